"""Acronyms of multi-word names, and the shape of a token that can be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalizer.keys import fold, sounds
from normalizer.names.roles import Role, roles
from normalizer.types import Kind

MAX_WORDS = 12
MIN_PREFIX = 3
_LONG_ENOUGH = 5
_BEGINNING, _EACH_MISSING = 0.7, 0.1

_DOTTED = re.compile(r"(?:[^\W\d_]\.\s?){1,7}[^\W\d_]\.?")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]{2,8}")


def acronyms(tokens: Sequence[str]) -> frozenset[str]:
    """Return the acronyms, in normal form and in Latin letters, that a body's name can have.

    Initials of its words, legal form left out, with and without the small words; and of its
    first words, three or more, for a name goes on after its acronym (КДБ is Камітэт дзяржаўнай
    бяспекі Рэспублікі Беларусь). Empty for fewer than two words and for more than `MAX_WORDS`.

    >>> "mfa" in acronyms(("ministry", "of", "foreign", "affairs"))
    True
    """
    return _acronyms(tuple(tokens))


@lru_cache(maxsize=16_384)
def _acronyms(tokens: tuple[str, ...]) -> frozenset[str]:
    found = _initials(tokens)
    prefixes = {initials[:size] for initials in found for size in _sizes(initials)}
    return frozenset(key for prefix in prefixes for key in acronym_keys(prefix))


@lru_cache(maxsize=16_384)
def acronym_fit(acronym: str, tokens: tuple[str, ...]) -> float:
    """Return how well a name of a body fits an acronym of any script, in [0, 1]; 0 for not at all.

    1 for five letters and more that are the initials of the whole name; less for fewer letters,
    which more names share, and for the initials of its first words alone.
    """
    keys = frozenset(acronym_keys(acronym))
    if len(tokens) < 2 or keys.isdisjoint(_acronyms(tokens)):
        return 0.0
    whole = any(not keys.isdisjoint(acronym_keys(initials)) for initials in _initials(tokens))
    missing = max(0, _LONG_ENOUGH - len(acronym))
    return (1.0 if whole else _BEGINNING) - _EACH_MISSING * missing


@lru_cache(maxsize=16_384)
def acronym_keys(acronym: str) -> tuple[str, ...]:
    """Return the spellings by which acronyms of all scripts meet: its own, and Latin ones.

    As it is romanised, and letter by letter as it sounds.

    >>> acronym_keys("мвд"), acronym_keys("цска")
    (('мвд', 'mvd'), ('цска', 'tsska', 'cska'))
    """
    latin = () if acronym.isascii() else (fold(acronym), *sounds(acronym)[:1])
    return tuple(dict.fromkeys((acronym, *latin)))


def _initials(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the initials of a name without its legal form, with and without the small words."""
    found = zip(tokens, roles(tokens, Kind.ORGANISATION), strict=True)
    words = [(token, role) for token, role in found if role is not Role.LEGAL_FORM]
    if not 1 < len(words) <= MAX_WORDS:
        return ()
    every = "".join(token[0] for token, _ in words)
    content = "".join(token[0] for token, role in words if role is not Role.PARTICLE)
    return every, content


def _sizes(initials: str) -> range:
    """Return the lengths of the acronyms that a name's initials give: whole, or cut after three."""
    return range(min(MIN_PREFIX, max(len(initials), 2)), len(initials) + 1)


def is_acronym_shape(surface: str) -> bool:
    """Return whether a surface form looks like an acronym: capitals, with or without full stops.

    Two to eight characters of which at least two are letters and all letters are capitals
    (МВД, NATO; not G20), or dotted single letters (U.S., С.С.С.Р.).

    >>> is_acronym_shape("МВД"), is_acronym_shape("U.S."), is_acronym_shape("BelTA")
    (True, True, False)
    """
    if _DOTTED.fullmatch(surface):
        return all(letter.isupper() for letter in surface if letter.isalpha())
    if not _LETTERS_AND_DIGITS.fullmatch(surface):
        return False
    letters = [character for character in surface if character.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)
