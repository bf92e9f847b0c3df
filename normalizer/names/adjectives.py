"""Adjectives of places in names of bodies → the places: астраханский, Astrahanskiy, Astrakhan.

A plant is Ульяновский in one list and Ulyanovsk in the other. The ending alone tells, by
`data/names/place_adjectives.tsv`; what is before it may be a place of any size, so that no
table of places is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from normalizer import tables
from normalizer.keys import fold

_TABLE = "names/place_adjectives.tsv"
_NOTHING_MORE = "-"
_MIN_STEM, _MIN_LETTERS = 3, 6
_NONE: tuple[str, ...] = ()


@lru_cache(maxsize=16_384)
def places_of(word: str) -> tuple[str, ...]:
    """Return what a place may be called, in plain Latin letters, after which a word is named.

    By the longest ending that fits. `()` for a word that is no such adjective.

    >>> places_of("астраханская")[:2]
    ('astrakhan', 'astrakhansk')
    """
    if len(word) < _MIN_LETTERS:
        return _NONE
    plain, endings = fold(word), _endings()
    for size in range(min(_longest(), len(plain) - _MIN_STEM), 0, -1):
        if names := endings.get(plain[-size:]):
            return tuple(plain[:-size] + name for name in names)
    return _NONE


@cache
def _longest() -> int:
    return max(map(len, _endings()))


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    found = {}
    for ending, names in tables.rows(_TABLE, ("ending", "names")):
        found[ending] = tuple(name.removeprefix(_NOTHING_MORE) for name in names.split())
    return found
