"""A file that is read again when it has changed, without anybody being told.

A file that is gone says that nobody is let in. One that is malformed is complained of once and
what was read before stays, so that a slip of the pen locks nobody out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from normalizer.errors import NormalizerError

LOOK_SECONDS = 1.0

Content = TypeVar("Content")
logger = logging.getLogger(__name__)


class Watched(Generic[Content]):
    """What `read` makes of a file, or `missing` without one; looked at once a second at most.

    The first reading is strict: it raises what `read` raises, and InputError is for a path that
    is not there, from `read` itself.
    """

    def __init__(self, path: Path, read: Callable[[Path], Content], missing: Content) -> None:
        self._path, self._read, self._missing = path, read, missing
        self._mark = _mark(path)
        self._content = read(path)
        self._looked = time.monotonic()

    def get(self) -> Content:
        """Return what the file says now."""
        now = time.monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._look()
        return self._content

    def _look(self) -> None:
        mark = _mark(self._path)
        if mark == self._mark:
            return
        self._mark = mark
        if mark is None:
            logger.error("%s is gone: nobody is let in by it", self._path)
            self._content = self._missing
            return
        try:
            self._content = self._read(self._path)
            logger.info("%s was read anew", self._path)
        except NormalizerError as failure:
            logger.error("what was read before stays: %s", failure)


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is written or replaced, None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
