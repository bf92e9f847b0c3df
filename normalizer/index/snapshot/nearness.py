"""Nearness by the native kernel: what `index/nearness.py` and `index/vocabulary.py` do, in C."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from normalizer.index.nearness import words_of
from normalizer.index.vocabulary import FUZZY_LIMIT, ways

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEPT_REACHES = 2_048


class NativeNearness:
    """The entries near to a name, by the kernel over an index file."""

    def __init__(self, kernel: Kernel, log_entities: float) -> None:
        self._kernel, self._log_entities = kernel, log_entities
        self._reach = lru_cache(maxsize=_KEPT_REACHES)(self._reached)

    def nearest(self, tokens: Sequence[str], limit: int) -> list[tuple[float, int]]:
        """Return up to `limit` (nearness, position), the nearest first, ties in order."""
        if not tokens:
            return []
        reaches = tuple([self._reach(word) for word in words_of(tokens)])
        return self._kernel.near(reaches, len(tokens), limit, self._log_entities)

    def _reached(self, word: str) -> bytes:
        asked = ways(word)
        return self._kernel.reach(asked.keys, asked.spelt, FUZZY_LIMIT)
