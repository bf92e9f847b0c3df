"""Files and folders that appear under their names only when they are whole.

What is written lies under a temporary name beside its own, is synchronised with the disk, and
is then renamed; the folder that holds it is synchronised too, so that a power cut cannot
bring a name without its content. After an exception nothing is left.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp"
"""How the names of unfinished files end; they begin with a dot."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the path of an empty file to write; in the end it replaces `path`. Raises OSError."""
    # Named before it is made: wherever an interrupt comes, the file is known and removed.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _as_usual(temporary, 0o666)
        yield temporary
        _synchronise(temporary)
        temporary.replace(path)
        _synchronise(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give the path of an empty folder to fill; in the end it takes the name `path`.

    Raises FileExistsError, before anything is written, when `path` is a file or is not empty;
    with `replace` a folder that is not empty is replaced.
    """
    if path.exists() and (not path.is_dir() or (not replace and any(path.iterdir()))):
        raise FileExistsError(17, "is there and is not an empty folder", str(path))
    temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent))
    try:
        _as_usual(temporary, 0o777)
        yield temporary
        for each in temporary.rglob("*"):
            _synchronise(each)
        _synchronise(temporary)
        if replace and path.exists():
            shutil.rmtree(path)
        temporary.replace(path)
        _synchronise(path.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_whole(path: Path, content: str) -> None:
    """Write a small file as a whole. Raises OSError."""
    with whole_file(path) as temporary:
        temporary.write_text(content, encoding="utf-8", newline="\n")


def is_temporary(path: Path) -> bool:
    """Return whether a path is that of an unfinished file or folder of ours."""
    return path.name.startswith(".") and path.name.endswith(TEMPORARY)


def _as_usual(path: Path, rights: int) -> None:
    mask = os.umask(0)
    os.umask(mask)
    with contextlib.suppress(OSError):  # some file systems know no rights
        path.chmod(rights & ~mask)


def _synchronise(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
