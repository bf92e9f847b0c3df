"""Writes an index file: under a temporary name, section by section, then fsynced and renamed."""

from __future__ import annotations

import os
import sys
import tempfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from normalizer.errors import SnapshotError, naming
from normalizer.index.snapshot.layout import (
    ALIGNMENT,
    FIRST_OFFSET,
    MOST_BYTES,
    Header,
    Section,
    packed,
)

Items: TypeAlias = "array[int] | memoryview[int] | bytes | bytearray"


class SectionWriter:
    """Adds sections to a file under way; the order of adding is the order in the file."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self._sections: dict[str, Section] = {}
        file.write(b"\0" * FIRST_OFFSET)

    def add(self, name: str, items: Items) -> None:
        """Write one section; raise SnapshotError when it is longer than offsets can say."""
        code = _code_of(items)
        if code != "B" and sys.byteorder == "big":
            items = array(code, items)
            items.byteswap()
        content = memoryview(items).cast("B")
        if len(content) > MOST_BYTES:
            raise SnapshotError(str(self._path), f"section {name} is longer than 4 GiB")
        offset = self._file.tell()
        self._file.write(content)
        self._file.write(b"\0" * (-len(content) % ALIGNMENT))
        self._sections[name] = Section(code, offset, len(items), zlib.crc32(content))

    def end(self, revision: str, engine: str, state: str, facts: Mapping[str, int]) -> None:
        """Write the header and see everything onto the disk."""
        size = self._file.tell()
        header = Header(revision, engine, state, size, facts, self._sections)
        self._file.seek(0)
        self._file.write(packed(header))
        self._file.flush()
        os.fsync(self._file.fileno())


def _code_of(items: Items) -> str:
    if isinstance(items, array):
        return items.typecode
    return items.format if isinstance(items, memoryview) else "B"


@contextmanager
def written(path: Path) -> Iterator[SectionWriter]:
    """Give a writer whose file takes the name `path` once the block ends, or leaves nothing."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_beginning(path))
    try:
        with naming(path), os.fdopen(handle, "wb") as file:
            yield SectionWriter(file, path)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove what writers of a file have left that were killed; nobody may be writing it."""
    for left in path.parent.iterdir():
        if left.name.startswith(_beginning(path)):
            left.unlink(missing_ok=True)


def _beginning(path: Path) -> str:
    """Return how the names begin under which a file is written."""
    return f".{path.name}-"


def _sync_folder(folder: Path) -> None:
    """See the renaming onto the disk, where a folder can be opened (not on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
