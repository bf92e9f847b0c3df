"""Opens an index file: header, then sizes, then checksums, and only then is anything read.

Checksums of a big file take a second for every few gigabytes, so a file that has passed is
noted in the cache folder by its device, number, size and times; the next process that opens
the very same file need not repeat it. Whatever writes to a file changes these. `verify`
reads everything, always.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from normalizer.errors import SnapshotError
from normalizer.index.kept import cache_folder
from normalizer.index.snapshot.layout import (
    ALIGNMENT,
    FIRST_OFFSET,
    Header,
    LayoutError,
    Section,
    unpacked,
)
from normalizer.native.kernel import native

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_CHECKERS = 4
_MOST_NOTES = 256
_SETTLED_AFTER = 2.0


class MappedFile:
    """The sections of an index file, mapped into memory and shared between processes."""

    def __init__(self, path: Path, always_verify: bool = False) -> None:
        """Open a file; raise SnapshotError when it is not whole, ours and sound."""
        self.path = path
        self._map, about = _mapped(path)
        self.header = self._checked_header()
        notes = _Notes(path, about)
        if always_verify or not notes:
            self._verify()
            notes.add()

    def kernel(self) -> Kernel | None:
        """Return the native kernel over the file, None where it was not built."""
        if native is None:
            return None
        places = {name: (each.offset, each.items) for name, each in self.header.sections.items()}
        kernel: Kernel = native.Kernel(self._map, places)
        return kernel

    def numbers(self, name: str) -> memoryview[int]:
        """Return a section of u32 as numbers."""
        return self._view(name).cast("I")

    def bytes_of(self, name: str) -> memoryview[int]:
        """Return a section of bytes."""
        return self._view(name)

    def _view(self, name: str) -> memoryview[int]:
        section = self.header.sections[name]
        return memoryview(self._map)[section.offset : section.offset + section.size]

    def _checked_header(self) -> Header:
        if sys.byteorder != "little":
            raise self._fault("index files are read on little-endian machines only")
        return _header_of(self.path, self._map[:FIRST_OFFSET], len(self._map))

    def _verify(self) -> None:
        """Read every byte; raise SnapshotError naming a damaged section."""
        with ThreadPoolExecutor(_CHECKERS) as pool:
            sections = self.header.sections.items()
            for name, is_sound in pool.map(self._is_sound, sections):
                if not is_sound:
                    raise self._fault(f"section {name} is damaged: build the file again")
        for start, end in _gaps(self.header):
            if any(self._map[start:end]):
                raise self._fault("is damaged between its sections: build the file again")

    def _is_sound(self, item: tuple[str, Section]) -> tuple[str, bool]:
        name, section = item
        return name, zlib.crc32(self._view(name)) == section.crc

    def _fault(self, reason: str) -> SnapshotError:
        return SnapshotError(str(self.path), reason)


def read_header(path: Path) -> Header:
    """Return the header of an index file, its sections not looked at; raise SnapshotError."""
    try:
        with path.open("rb") as file:
            return _header_of(path, file.read(FIRST_OFFSET), os.fstat(file.fileno()).st_size)
    except OSError as failure:
        raise SnapshotError(str(path), failure.strerror or str(failure)) from None


def _header_of(path: Path, start: bytes, size: int) -> Header:
    try:
        header = unpacked(start)
    except LayoutError as failure:
        raise SnapshotError(str(path), str(failure)) from None
    if header.size != size:
        reason = f"has {size:,} bytes of {header.size:,}: it was truncated or added to"
        raise SnapshotError(str(path), reason)
    return header


def _mapped(path: Path) -> tuple[mmap.mmap, os.stat_result]:
    """Return a file's bytes, and what the system says of the very file that they are of."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            _hold(file)
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), about
    except ValueError:  # an empty file cannot be mapped
        raise SnapshotError(str(path), "is empty") from None
    except OSError as failure:
        raise SnapshotError(str(path), failure.strerror or str(failure)) from None


def _hold(file: BinaryIO) -> None:
    """Tell who removes unused files that this one is in use; the map keeps the lock."""
    if fcntl is not None:
        with suppress(OSError):  # not every file system has locks
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _gaps(header: Header) -> Iterator[tuple[int, int]]:
    """Yield where zeros stand between sections and after the last."""
    for section in header.sections.values():
        end = section.offset + section.size
        yield end, end + -end % ALIGNMENT


class _Notes:
    """Which states of files have passed, as empty files of the cache folder.

    The clock of a file system is coarse: a file that has only just been written may be written
    again without a change of its times, so it is not noted yet.
    """

    def __init__(self, path: Path, about: os.stat_result) -> None:
        folder = cache_folder()
        times = (about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        marks = (str(path.resolve()), about.st_dev, about.st_ino, *times)
        name = hashlib.sha256(repr(marks).encode()).hexdigest()[:32]
        self._note = folder / "sound" / name if folder else None
        self._settled = time.time() - max(about.st_mtime, about.st_ctime) > _SETTLED_AFTER

    def __bool__(self) -> bool:
        """Return whether the file has passed in this very state."""
        return self._settled and self._note is not None and self._note.exists()

    def add(self) -> None:
        """Note that the file has passed; where nothing can be kept, nothing is."""
        if self._note is None or not self._settled:
            return
        with suppress(OSError):
            self._note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._note.touch()
            notes = sorted(self._note.parent.iterdir(), key=lambda note: note.stat().st_mtime)
            for old in notes[:-_MOST_NOTES]:
                old.unlink(missing_ok=True)
