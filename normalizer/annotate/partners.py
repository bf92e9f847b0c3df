"""Whether each word of a name can find a partner in an alias: a look before they are compared.

Most runs of capitals are names that nobody has, and few of the aliases near them have a word for
each of theirs. A document links a name of several words only where all are met, and the telling
ones well (`full_names.py`), so the others need no score. Titles and legal forms alone may be left
out; names are looked at as they stand and in the words that they are compared in (`query.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from normalizer.align import MIN_LIKENESS, initial_likeness, likeness
from normalizer.bodies import way_of
from normalizer.candidates import without_titles
from normalizer.comparer import comparer, word_of
from normalizer.features import joined_likeness
from normalizer.index.protocol import Entry
from normalizer.names.lexicon import Use, longest_phrase, uses, uses_of_word
from normalizer.names.meanings import same_meaning
from normalizer.names.patronymics import shape
from normalizer.names.roles import is_plain
from normalizer.names.syllables import respelt
from normalizer.readings.table import has_readings
from normalizer.rejoin import initials_apart, rejoined
from normalizer.types import Kind

Tokens = tuple[str, ...]

LEAST_TELLING = 0.82
"""Less than the likeness that telling words need for their name to be linked."""
_LEFT_OUT = Use.TITLE | Use.TITLE_AFTER | Use.LEGAL_FORM | Use.LEGAL_FORM_LAST
_JOINED = 3
_LEAST_SHARE = 0.6
_LETTERS_APART = 5
"""More than what is joined may differ in length from the word that it is like."""


def may_be_whole(name: tuple[str, ...], entry: Entry) -> bool:
    """Return whether every word of a name in normal form may answer to one of an entry's."""
    stored = entry.tokens
    if len(name) == 1 or len(stored) == 1 or any(map(has_readings, stored)):
        return True
    is_person = entry.kind is Kind.PERSON
    if _are_met(name, stored, is_person):
        return True
    words, others = _as_compared(name, stored, entry.kind)
    return (words, others) != (name, stored) and _are_met(words, others, is_person)


def _are_met(name: Tokens, stored: Tokens, is_person: bool) -> bool:
    return _have_partners(name, stored, is_person) or _may_be_one_word(name, stored)


def _have_partners(name: Tokens, stored: Tokens, is_person: bool) -> bool:
    offers: list[list[int]] = []
    for word in name:
        if _needs_partner(word):
            found = [at for at, own in enumerate(stored) if _may_pair(word, own, is_person)]
            if not found:
                return False  # most names by far
            offers.append(found)
    return _find_partners(offers)


def _may_be_one_word(name: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    """Return whether two names may be the same once each is written as one word."""
    if max(len(name), len(stored)) > _JOINED:
        return False
    forms = (stored,) if all(map(is_plain, stored)) else {stored, without_titles(stored)}
    return any(_are_one_word(name, form) for form in forms if len(form) != len(name))


def _are_one_word(name: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    sizes = sum(map(len, name)), sum(map(len, stored))
    return min(sizes) >= _LEAST_SHARE * max(sizes) and joined_likeness(name, stored) > 0.0


def _find_partners(offers: Sequence[Sequence[int]]) -> bool:
    """Return whether each may have one of its offers that no other has."""
    taken: dict[int, int] = {}

    def finds(who: int, asked: set[int]) -> bool:
        for offer in offers[who]:
            if offer not in asked:
                asked.add(offer)
                if offer not in taken or finds(taken[offer], asked):
                    taken[offer] = who
                    return True
        return False

    return all(finds(who, set()) for who in range(len(offers)))


@lru_cache(maxsize=16_384)
def _is_name(word: str) -> bool:
    """Return whether a word is a name and nothing else, with letters alone."""
    plain = word.isalpha() and is_plain(word) and not has_readings(word)
    return plain and not shape(word)


@lru_cache(maxsize=16_384)
def _needs_partner(word: str) -> bool:
    """Return whether a word is never left out of a name, as titles and legal forms are."""
    return not uses_of_word(word) & _LEFT_OUT and longest_phrase(word) == 1


@lru_cache(maxsize=16_384)
def _is_initial(word: str) -> bool:
    """Return whether a word may stand for any that it opens."""
    return len(word) == 1 or Use.INITIAL in uses(word)


@lru_cache(maxsize=65_536)
def _may_pair(word: str, own: str, is_person: bool) -> bool:
    """Return whether a name and a word of an alias may be partners, well enough to be linked."""
    if (_is_initial(own) or _is_initial(word)) and initial_likeness(word, own):
        return True
    if not is_person and same_meaning(word, own):
        return True
    kernel, left, right = comparer(), word_of(word), word_of(own)
    if kernel is None or left is None or right is None:
        alike = likeness(word, own)[0]
    else:
        alike = kernel.likeness(left, right)[0]
    return alike >= (LEAST_TELLING if _is_name(word) and _is_name(own) else MIN_LIKENESS)


def _as_compared(name: Tokens, stored: Tokens, kind: Kind) -> tuple[Tokens, Tokens]:
    """Return two names in the words that they are compared in (`query.py`): mostly their own."""
    words = way_of(kind).words
    name, stored = words(name), words(stored)
    if kind is Kind.PERSON:
        name, stored = initials_apart(respelt(name, stored), stored)
    if len(name) > 1 and len(stored) > 1 and _may_be_joined(name, stored):
        return rejoined(name, stored)
    return name, stored


def _may_be_joined(name: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    """Return whether neighbours of one name are as long together as a word of the other."""
    return _shortest_pair(name) <= max(map(len, stored)) + _LETTERS_APART or (
        _shortest_pair(stored) <= max(map(len, name)) + _LETTERS_APART
    )


def _shortest_pair(name: tuple[str, ...]) -> int:
    return min(len(first) + len(second) for first, second in pairwise(name))
