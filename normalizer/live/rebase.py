"""A new index file for a table over which many edits lie, built once for all who serve it.

Processes that share a folder take turns by a lock on a file in it: one builds, the others take
the new file when it is there.
"""

from __future__ import annotations

import fcntl
import logging
import os
from concurrent.futures import Future
from pathlib import Path

from normalizer.index.compaction import Compaction, compact
from normalizer.index.layered import LayeredIndex

_LOCK = "building.lock"

logger = logging.getLogger(__name__)


class Rebuilding:
    """Builds index files in a process of its own, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making: Compaction | None = None
        self._not_before = 0
        self._stopping = False

    def begin(self, index: LayeredIndex, path: Path) -> None:
        """Begin to build the file of an index at `path`, unless one is being built already.

        What fails is logged, and tried again when twice as many edits lie over the old file.
        """
        if self._is_busy() or len(index.edits) < self._not_before:
            return
        lock = os.open(self._folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another process builds
            os.close(lock)
            return
        self._not_before = 2 * len(index.edits)
        try:
            self._making = compact(index, path)
        except BaseException:
            os.close(lock)
            raise
        self._making.add_done_callback(lambda making: self._ended(making, lock))

    def succeeded(self) -> None:
        """Note that a new file is in use, so that the next may be built when it is time."""
        self._not_before = 0

    def close(self) -> None:
        """Stop what is being built, of which nothing is left; idempotent."""
        if self._making is not None:
            self._stopping = True
            self._making.stop()

    def _ended(self, making: Future[None], lock: int) -> None:
        os.close(lock)
        if (failure := making.exception()) and not self._stopping:
            logger.error("no new index file was built", exc_info=failure)

    def _is_busy(self) -> bool:
        return self._making is not None and not self._making.done()
