"""A server answers from a copy of its index file: whatever is written to the file is no harm.

A mapped file that is cut short in place ends whoever reads it with SIGBUS, and one that is
overwritten gives wrong answers; no check beforehand helps, and a link keeps a file from being
deleted, not from being written to. The copy lies in the cache folder, costs no more memory than the
file itself would, and on file systems that share blocks no room on the disk.

1. The copy of just this state of the file is taken if somebody has it in use: the workers of a
   server use that of their supervisor.
2. Otherwise one is made. A file that changes meanwhile is refused.
3. Who maps a copy holds a lock on it (`mapped.py`); what nobody holds is removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from normalizer.errors import SnapshotError
from normalizer.index.kept import cache_folder

FOLDER = "served"
_CHUNK = 1 << 30

logger = logging.getLogger(__name__)


@contextmanager
def own_copy(path: Path) -> Iterator[Path]:
    """Give the copy of an index file to open; the file itself where none can be made.

    The copy stays as long as somebody has it open or mapped. Raises SnapshotError, which names
    the file itself, when it cannot be read, changes meanwhile, or is refused by who opens it.
    """
    with ExitStack() as held:
        try:
            source = held.enter_context(path.open("rb"))
        except OSError as failure:
            raise SnapshotError(str(path), failure.strerror or str(failure)) from None
        copy = _copied(path, source, held)
        try:
            yield copy or path
        except SnapshotError as failure:
            raise SnapshotError(str(path), failure.reason) from None


def _copied(path: Path, source: BinaryIO, held: ExitStack) -> Path | None:
    """Return the copy, held; None, and say so, where none can be made."""
    folder = cache_folder()
    if folder is None:
        logger.warning("%s is served in place: the cache is turned off. %s", path, _ADVICE)
        return None
    folder /= FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_unused(folder)
        copy = folder / f"{_state(path, source)}.index"
        held.enter_context(_taken(copy) or _made(path, source, copy))
    except OSError as failure:
        logger.warning("%s is served in place: %s. %s", path, failure, _ADVICE)
        return None
    return copy


_ADVICE = "Replace it by renaming alone: to write into it ends the workers"


def _state(path: Path, source: BinaryIO) -> str:
    """Return a digest of what the system says of a file: any write to it changes it."""
    about = os.fstat(source.fileno())
    marks = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    return hashlib.sha256(repr((str(path.resolve()), *marks)).encode()).hexdigest()[:32]


def _taken(copy: Path) -> BinaryIO | None:
    """Return a copy that is there, open and locked; None when it is not, or not any more."""
    try:
        file = copy.open("rb")
    except FileNotFoundError:
        return None
    fcntl.flock(file, fcntl.LOCK_SH)
    if _is_still(copy, file):
        return file
    file.close()
    return None


def _is_still(path: Path, file: BinaryIO) -> bool:
    """Return whether a file stands under a name that it was opened by."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    return False


def _made(path: Path, source: BinaryIO, copy: Path) -> BinaryIO:
    """Return a new copy, open and locked; raise SnapshotError when the file changes meanwhile."""
    before = _state(path, source)
    handle, temporary = tempfile.mkstemp(dir=copy.parent)
    file = os.fdopen(handle, "w+b")
    try:
        fcntl.flock(file, fcntl.LOCK_SH)
        _fill(file, source)
        if _state(path, source) != before:
            raise SnapshotError(str(path), "is being written to: put it in place by renaming")
        Path(temporary).replace(copy)
    except BaseException:
        file.close()
        Path(temporary).unlink(missing_ok=True)
        raise
    return file


def _fill(file: BinaryIO, source: BinaryIO) -> None:
    """Copy all of a file: by sharing its blocks where the file system can, inside it if it may."""
    try:
        while os.copy_file_range(source.fileno(), file.fileno(), _CHUNK):
            pass
    except (AttributeError, OSError):  # not here, or not between these two
        source.seek(0)
        file.seek(0)
        shutil.copyfileobj(source, file)
        file.truncate()
        file.flush()


def _remove_unused(folder: Path) -> None:
    """Remove the copies that nobody holds, such as those of a server that was killed."""
    for path in folder.iterdir():
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
