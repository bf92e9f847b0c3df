"""Words that mean the same in different languages: "universität", "университет", "大学".

Names of bodies and places are translated as often as they are spelt anew. Two tables say which
words of another language a word stands for: one written by hand, of what tells namesakes apart
(north, new, lower) and of generic words (`data/names/meanings.tsv`); and one learnt from names of
the same entities (`data/names/generated_words.tsv`), with how sure that is, and with how many
entities of all bear the word. Meaning counts between names alone: no text is translated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizer import tables
from normalizer.errors import TableError
from normalizer.inflect import base_forms
from normalizer.names.adjectives import places_of
from normalizer.names.romanised import Romanised

_LEARNT = "names/generated_words.tsv"
_LEARNT_COLUMNS = ("word", "entities", "meanings")
_WRITTEN = "names/meanings.tsv"
_WRITTEN_COLUMNS = ("meaning", "words")
_STATES = "names/states.tsv"
_TELLING = "names/telling_senses.tsv"
_ADJECTIVES = "names/state_adjectives.tsv"
_KINDRED = "names/kindred_senses.tsv"
_SENSELESS: frozenset[str] = frozenset()
_NONE: Mapping[str, float] = {}
_ENTITIES = 60_000
_LEAST_TELLING = 0.1
_MOST_BASES, _OF_BASE, _OF_PLACE = 4, 0.9, 0.8
_WRITTEN_STRENGTH = 0.95
_OFTEN, _NEARLY_AS_OFTEN, _TOGETHER = 0.35, 0.7, 1.05


@dataclass(frozen=True, slots=True)
class Word:
    """A word of names: how many entities it was seen in, and its meanings with their strength.

    `stands_for` are the words that it stands for together, as an acronym does; `()` for most.
    """

    entities: int
    meanings: Mapping[str, float]
    stands_for: tuple[str, ...] = ()


@lru_cache(maxsize=32_768)
def meanings(word: str) -> Mapping[str, float]:
    """Return the words that a word in normal form stands for, each with a strength in (0, 1].

    Those of its base forms, a little weaker, where the table lacks the word itself. Empty for a
    word without a known meaning.

    >>> list(meanings("galaxie"))
    []
    >>> max(meanings("πανεπιστήμιο"))
    'university'
    """
    table = words()
    known = table.get(word)
    if known is not None and known.meanings:
        return known.meanings
    for base in base_forms(word)[:_MOST_BASES]:
        if base in table and (found := table[base].meanings):
            return {meaning: _OF_BASE * sure for meaning, sure in found.items()}
    if spelling := cyrillic(word):
        return {meaning: _OF_BASE * sure for meaning, sure in table[spelling].meanings.items()}
    return dict.fromkeys(places_of(word), _OF_PLACE)


@lru_cache(maxsize=32_768)
def cyrillic(word: str) -> str:
    """Return the word of a table that a word in Latin letters is, romanised; "" for none.

    >>> cyrillic("predpriyatiye")
    'предприятие'
    """
    return _romanised().word_of(word)


@lru_cache(maxsize=32_768)
def senses(word: str) -> frozenset[str]:
    """Return the meanings of a word, or of its base forms, by the tables that are written by hand.

    Those tell namesakes apart and name sorts of bodies, or are states; an English word may be its
    own. Empty for other words.
    """
    known = _senses()
    for form in (word, *base_forms(word)[:_MOST_BASES], cyrillic(word)):
        if form in known:
            return known[form]
    found = meanings(word)
    return frozenset(state for state in found if state in _states()) if found else _SENSELESS


@lru_cache(maxsize=16_384)
def senses_in(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the meanings of a word of some languages (BCP 47), the likeliest first.

    By the tables that are written by hand, and states by the one that is learnt too. The endings of
    these languages alone are heeded, and all of a word's base forms: "toka" is Slovene for stream.
    """
    known, states, adjectives = _senses(), _states(), _adjectives()
    found: dict[str, None] = {}
    for form in (word, *base_forms(word, languages)):
        found.update(dict.fromkeys(sorted(known.get(form, ()))))
        found.update(dict.fromkeys(adjectives.get(form, ())))
        found.update(dict.fromkeys(sense for sense in _of_states(form) if sense in states))
    return tuple(found)


@cache
def _adjectives() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for state, listed in tables.rows(_ADJECTIVES, ("state", "words")):
        found |= {word: (*found.get(word, ()), state) for word in listed.split()}
    return found


def _of_states(form: str) -> Mapping[str, float]:
    learnt = words().get(form)
    return _NONE if learnt is None else learnt.meanings


def are_telling(senses: Collection[str]) -> bool:
    """Return whether some meanings tell one body from the others of its sort: a state, a side."""
    return any(sense in _states() or sense in _telling() for sense in senses)


@cache
def _telling() -> frozenset[str]:
    return frozenset(sense for (sense,) in tables.rows(_TELLING, ("meaning",)))


def words_of_senses(wanted: frozenset[str]) -> frozenset[str]:
    """Return the words in normal form that have one of some meanings, by the same table."""
    return frozenset(word for word, meant in _senses().items() if not meant.isdisjoint(wanted))


def are_opposed(left: str, right: str) -> bool:
    """Return whether two words have known meanings that contradict: north, южный; symmetric.

    Those in common do not, nor kindred ones: company, plant.
    """
    ours, theirs = senses(left), senses(right)
    if not ours or not theirs or not ours.isdisjoint(theirs):
        return False
    kindred = _kindred()
    return not any(kindred.get(sense, _SENSELESS) & theirs for sense in ours)


@lru_cache(maxsize=32_768)
def same_meaning(left: str, right: str) -> float:
    """Return how surely two words mean the same, in [0, 1]; 0 for words not known to; symmetric.

    One may be a meaning of the other, or both may have a meaning in common.
    """
    ours, theirs = {left: 1.0, **meanings(left)}, {right: 1.0, **meanings(right)}
    return max((ours[word] * theirs[word] for word in ours.keys() & theirs.keys()), default=0.0)


def telling(word: str, rarity: Callable[[str], float]) -> float:
    """Return how telling a word is, in (0, 1]: as its rarity has it, or less.

    A word is as common as what it means, and as it is in names at large: a table of English
    names alone would take every "universität" for a rare word.
    """
    found = rarity(word)
    known = words().get(word)
    if known is None:
        return found
    found = min(found, _at_large(known.entities))
    for meaning, strength in known.meanings.items():
        found = min(found, strength * rarity(meaning) + (1.0 - strength) * found)
    return found


@cache
def words() -> Mapping[str, Word]:
    """Return both tables by word; raise TableError for a row that means nothing."""
    found = _learnt()
    for meaning, listed in tables.rows(_WRITTEN, _WRITTEN_COLUMNS):
        for word in listed.split():
            known = found.get(word) or Word(1, {})
            meant = {**known.meanings, meaning: _WRITTEN_STRENGTH}
            found[word] = Word(known.entities, meant)
    return found


@cache
def _senses() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for meaning, listed in tables.rows(_WRITTEN, _WRITTEN_COLUMNS):
        for word in (meaning, *listed.split()):
            found[word] = found.get(word, frozenset()) | {meaning}
    for state in _states():
        found[state] = found.get(state, frozenset()) | {state}
    return found


@cache
def _romanised() -> Romanised:
    return Romanised(_senses())


@cache
def _kindred() -> Mapping[str, frozenset[str]]:
    """Return each meaning that has kindred ones, with all of them."""
    groups = (frozenset(listed.split()) for (listed,) in tables.rows(_KINDRED, ("meanings",)))
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        found.update((meaning, found.get(meaning, group) | group) for meaning in group)
    return found


@cache
def _states() -> frozenset[str]:
    return frozenset(state for (state,) in tables.rows(_STATES, ("state",)))


def _learnt() -> dict[str, Word]:
    found: dict[str, Word] = {}
    for line, (word, entities, listed) in tables.numbered_rows(_LEARNT, _LEARNT_COLUMNS):
        if not entities.isdigit() or not int(entities):
            raise tables.fault(_LEARNT, line, f"entities {entities!r} is not a number from 1")
        pairs = (pair.rpartition(":") for pair in listed.split())
        meant = {meaning: _strength(line, strength) for meaning, _, strength in pairs}
        found[word] = Word(int(entities), meant, _together(meant))
    return found


def _together(meant: Mapping[str, float]) -> tuple[str, ...]:
    """Return the meanings that a word has at once: shares of more than the whole are no choice."""
    least = max(_OFTEN, _NEARLY_AS_OFTEN * max(meant.values(), default=0.0))
    sure = [meaning for meaning, strength in meant.items() if strength >= least]
    return tuple(sure) if sum(meant[meaning] for meaning in sure) > _TOGETHER else ()


def _at_large(entities: int) -> float:
    return max(_LEAST_TELLING, 1.0 - 0.9 * math.log(entities) / math.log(_ENTITIES))


def _strength(line: int, written: str) -> float:
    try:
        strength = float(written)
    except ValueError:
        strength = -1.0
    if not 0.0 < strength <= 1.0:
        raise _fault(line, written)
    return strength


def _fault(line: int, written: str) -> TableError:
    return tables.fault(_LEARNT, line, f"strength {written!r} is not a number in (0, 1]")
