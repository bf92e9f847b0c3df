"""Acronyms of multi-word names, and the shape of a token that can be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalizer.names.roles import Role, roles
from normalizer.types import Kind

MAX_WORDS = 12
MIN_PREFIX = 3

_DOTTED = re.compile(r"(?:[^\W\d_]\.\s?){1,7}[^\W\d_]\.?")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]{2,8}")


def acronyms(tokens: Sequence[str]) -> frozenset[str]:
    """Return the acronyms, in normal form, that the name of a body can have.

    Initials of its words, legal form left out, with and without the small words; and of its
    first words, three or more, for a name goes on after its acronym (КДБ is Камітэт дзяржаўнай
    бяспекі Рэспублікі Беларусь). Empty for fewer than two words and for more than `MAX_WORDS`.

    >>> "mfa" in acronyms(("ministry", "of", "foreign", "affairs"))
    True
    """
    return _acronyms(tuple(tokens))


@lru_cache(maxsize=65_536)
def _acronyms(tokens: tuple[str, ...]) -> frozenset[str]:
    found = zip(tokens, roles(tokens, Kind.ORGANISATION), strict=True)
    words = [(token, role) for token, role in found if role is not Role.LEGAL_FORM]
    if not 1 < len(words) <= MAX_WORDS:
        return frozenset()
    every = "".join(token[0] for token, _ in words)
    content = "".join(token[0] for token, role in words if role is not Role.PARTICLE)
    prefixes = {initials[:size] for initials in (every, content) for size in _sizes(initials)}
    return frozenset(prefixes)


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
