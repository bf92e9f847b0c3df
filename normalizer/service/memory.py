"""Answers for single names that were given before, as the bytes that went out.

An answer is a function of the table's revision, the name and the options: one that is asked for
again is neither made nor written into messages again. What is kept is bounded in bytes, and what
was asked for lately stays: answers are kept in two halves, and when the young one is full it
becomes the old one, whose answers come back only by being asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from normalizer.types import Decision, Stage

MOST_BYTES = 16 * 1024 * 1024
# Of an answer beside its bytes and its name: objects, and its part of a table.
_BESIDE = 400

Key = tuple[str, str, bytes]
"""The table's revision, the name, the options as they were sent."""


class Given(NamedTuple):
    """An answer as it is sent.

    `item` is a BatchResolveNamesResponse that holds it alone; from `start` on it is a
    ResolveNameResponse. An error has these two and no more. `stage` brought the first candidate.
    """

    item: bytes
    start: int
    revision: str = ""
    decision: Decision = Decision.NIL
    stage: Stage | None = None
    candidates: int = 0


class Memory:
    """Answers by their keys, at most so many bytes of them. For one event loop."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._half = most_bytes // 2
        self._young: dict[Key, Given] = {}
        self._old: dict[Key, Given] = {}
        self._bytes = 0
        self.hits = self.misses = 0
        """How often an answer was there when it was looked for, and how often not."""

    def find(self, key: Key) -> Given | None:
        """Return the answer that is kept under a key, None when there is none."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                self.misses += 1
                return None
            self.keep(key, found)
        self.hits += 1
        return found

    def keep(self, key: Key, given: Given) -> None:
        """Keep an answer; the longest unasked ones go when there is no room."""
        if key in self._young:
            return
        if self._bytes >= self._half:
            self._old, self._young, self._bytes = self._young, {}, 0
        self._young[key] = given
        self._bytes += _BESIDE + len(given.item) + len(key[1]) + len(key[2])
