"""Two names → the same with tokens joined that the other writes as one: Abdül Aziz, Abdulaziz.

What is one word in one spelling is two in another: names with Abd and Al, van and de, Korean and
Chinese syllables. Aligned token by token each half would seem to be missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.keys import deep_keys
from normalizer.readings.table import has_readings

_LEAST_LETTERS = 6
_LETTERS_APART = 3
_NEIGHBOURS = (2, 3)
Tokens = tuple[str, ...]


def rejoined(left: Tokens, right: Tokens) -> tuple[Tokens, Tokens]:
    """Return two names in normal form, neighbours joined that the other name has as one word.

    Joined tokens share a skeleton of consonants with that word. A name that is one word whole is
    left as it is, as are scripts whose words are only proposed by their readings.
    """
    if len(left) < 2 or len(right) < 2 or has_readings(left[0]) or has_readings(right[0]):
        return left, right
    return _joined_like(left, right), _joined_like(right, left)


def _joined_like(name: Tokens, other: Tokens) -> Tokens:
    wholes = [token for token in other if len(token) >= _LEAST_LETTERS and token not in name]
    for size in _NEIGHBOURS if wholes else ():
        for place in range(len(name) + 1 - size):
            parts = name[place : place + size]
            if set(parts).isdisjoint(other) and _are_one_of(parts, wholes):
                return (*name[:place], "".join(parts), *name[place + size :])
    return name


def _are_one_of(parts: Tokens, wholes: Sequence[str]) -> bool:
    """Return whether one of the words is like the parts together, and like none of them alone."""
    word = "".join(parts)
    return min(map(len, parts)) > 1 and any(
        abs(len(word) - len(whole)) <= _LETTERS_APART
        and _share_bones(word, whole)
        and not any(_share_bones(part, whole) for part in parts)
        for whole in wholes
    )


def _share_bones(left: str, right: str) -> bool:
    return not deep_keys(left).isdisjoint(deep_keys(right))
