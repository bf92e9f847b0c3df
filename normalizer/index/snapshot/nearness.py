"""Nearness by the native kernel: what `index/nearness.py` and `index/vocabulary.py` do, in C."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizer.index.nearness import words_of
from normalizer.index.outline import POOL, outline_asked
from normalizer.index.snapshot.lexicon import FileLexicon
from normalizer.index.vocabulary import FUZZY_LIMIT, ways
from normalizer.keys import fold
from normalizer.remembering import remembered

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEPT_REACHES = 2_048


class NativeNearness:
    """The entries near to a name, by the kernel over an index file."""

    def __init__(self, kernel: Kernel, lexicon: FileLexicon, log_entities: float) -> None:
        self._kernel, self._lexicon, self._log_entities = kernel, lexicon, log_entities
        self._reach = remembered(_KEPT_REACHES, self._reached)

    def ranked(self, tokens: Sequence[str]) -> list[tuple[float, int]]:
        """Return (rank, position) of the nearest, the best first, ties in order."""
        if not tokens:
            return []
        reaches = tuple([self._reach(word, word in tokens) for word in words_of(tokens)])
        name, logs = outline_asked(tokens), self._log_entities
        return self._kernel.near(reaches, name, len(tokens), POOL, logs)

    def _reached(self, word: str, is_token: bool) -> bytes:
        asked = ways(word, not is_token or self._lexicon.knows_form(fold(word)))
        return self._kernel.reach(asked.keys, asked.spelt, FUZZY_LIMIT)
