"""Nearness by the native kernel: what `index/nearness.py` and `index/vocabulary.py` do, in C."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from normalizer.index.nearness import words_of
from normalizer.index.outline import POOL, outlines_asked
from normalizer.index.snapshot.keyed import checks_of
from normalizer.index.snapshot.lexicon import FileLexicon
from normalizer.index.vocabulary import FUZZY_LIMIT, Level, ways
from normalizer.keys import fold
from normalizer.remembering import remembered

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEPT_REACHES = 2_048
_KEY = struct.Struct("<dII")
_CHECKS = struct.Struct("<dIIII")
_FILLED_TO = 8


class NativeNearness:
    """The entries near to a name, by the kernel over an index file."""

    def __init__(self, kernel: Kernel, lexicon: FileLexicon, log_entities: float) -> None:
        self._kernel, self._lexicon, self._log_entities = kernel, lexicon, log_entities
        self._reach = remembered(_KEPT_REACHES, self._reached)

    def ranked(self, tokens: Sequence[str], limit: int) -> list[tuple[float, int]]:
        """Return (rank, position) of the nearest, the best first, ties in order."""
        if not tokens:
            return []
        reaches = tuple([self._reach(word, word in tokens) for word in words_of(tokens)])
        lines = tuple(chain.from_iterable(outlines_asked(tokens)))
        return self._kernel.near(reaches, lines, len(tokens), POOL, limit, self._log_entities)

    def _reached(self, word: str, is_token: bool) -> bytes:
        asked = ways(word, not is_token or self._lexicon.knows_form(fold(word)))
        keys = packed(asked.keys)
        return self._kernel.reach(keys, asked.spelt, FUZZY_LIMIT, self._log_entities)


def packed(keys: Iterable[tuple[Level, str, float]]) -> bytes:
    """Return keys as the kernel takes them: folded forms as they stand, checksums of the others."""
    found = []
    for level, key, estimate in keys:
        if level is Level.FOLD:
            coded = key.encode()
            found.append(_KEY.pack(estimate, level, len(coded)))
            found.append(coded + b"\0" * (-len(coded) % _FILLED_TO))
        else:
            found.append(_CHECKS.pack(estimate, level, _FILLED_TO, *checks_of(key)))
    return b"".join(found)
