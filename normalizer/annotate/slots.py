"""A name of a document → what may answer to each of its words: slots to ask an index for.

A word answers to what it reaches by sound or spelling, to the surest word that it means in English,
to the words of the tables that mean the same, to numerals of its number and to forms of its given
name. An initial may stand for it. Words that need
no partner (short ones, legal forms) and those whose partner is spelt in many ways (with an
apostrophe, or read by syllables) have no slot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from normalizer.index.meeting import MOST_SLOTS, Slot
from normalizer.inflect import base_forms
from normalizer.keys import fine_key, sounds
from normalizer.names.given import forms_of_given_name
from normalizer.names.lexicon import Use, initial_words, uses_of_word
from normalizer.names.meanings import meanings, words
from normalizer.names.numbers import numerals
from normalizer.names.unspaced import in_english
from normalizer.readings.table import has_readings
from normalizer.text import APOSTROPHE

_NOT_ASKED = Use.LEGAL_FORM | Use.LEGAL_FORM_LAST | Use.INITIAL
_LETTERS = (range(ord("a"), 0x250), range(0x430, 0x530))
"""Where the letters of Latin and Cyrillic stand, which initials are."""


def slots_of(name: Sequence[str]) -> list[Slot] | None:
    """Return the slots of a name in normal form; None where it has none, or too many words."""
    found = [slot for slot in map(slot_of, name) if slot is not None]
    return found if found and len(name) <= MOST_SLOTS else None


@lru_cache(maxsize=16_384)
def slot_of(word: str) -> Slot | None:
    """Return what may answer to a word in normal form, None where whatever may."""
    if len(word) == 1 or has_readings(word) or APOSTROPHE in word:
        return None
    if uses_of_word(word) & _NOT_ASKED:
        return None
    meant = meanings(word)
    tokens = {token: None for meaning in (word, *meant) for token in words_meaning(meaning)}
    given = (name for form in (word, *base_forms(word)) for name in forms_of_given_name(form))
    tokens.update(dict.fromkeys((*meant, *numerals(word), *given)))
    near = (word, *((in_english(word),) if meant else ()))
    return Slot(near, tuple(tokens), _initials_of(word) if word.isalpha() else ())


def words_meaning(meaning: str) -> Sequence[str]:
    """Return the words of the tables that have a meaning; `()` for none."""
    return _by_meaning().get(meaning, ())


@cache
def _by_meaning() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word, known in words().items():
        for meaning in known.meanings:
            found[meaning].append(word)
    return dict(found)


def _initials_of(word: str) -> tuple[str, ...]:
    """Return the initials that may stand for a word, in either script."""
    return _initials().get(_head(word), ())


@cache
def _initials() -> Mapping[str, tuple[str, ...]]:
    """Return the initials by the sound that they open with, as `initial_likeness` compares them."""
    letters = [chr(code) for codes in _LETTERS for code in codes if chr(code).islower()]
    found: dict[str, list[str]] = defaultdict(list)
    for initial in dict.fromkeys((*letters, *initial_words())):
        found[_head(initial)].append(initial)
    return {head: tuple(initials) for head, initials in found.items()}


def _head(token: str) -> str:
    return fine_key(sounds(token)[0])[:1]
