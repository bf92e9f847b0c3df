"""Words that tell a side or a part of a place: north, central, upper, new, in many languages."""

from __future__ import annotations

from functools import cache, lru_cache

from normalizer.names.meanings import senses, words_of_senses

_SIDES = frozenset({"north", "south", "east", "west", "central", "upper", "lower", "new"})
_ENDINGS = "aeiouyáéíýąęаеёиоуыэюяійє"
_MIN_STEM = 5


@lru_cache(maxsize=16_384)
def is_side(word: str) -> bool:
    """Return whether a word in normal form may tell a side, in whatever case: north, central."""
    if not senses(word).isdisjoint(_SIDES):
        return True
    return any(word[:size] in _stems() for size in range(max(_MIN_STEM, len(word) - 3), len(word)))


@cache
def _stems() -> frozenset[str]:
    """Return what stands before the endings of the adjectives that tell sides."""
    stems = (word.rstrip(_ENDINGS) for word in words_of_senses(_SIDES))
    return frozenset(stem for stem in stems if len(stem) >= _MIN_STEM)
