"""Keeps derived tables between runs, in the user's cache folder.

A table is found again by the revision of the alias table, the engine's version, the state of
`data/` and the version of Python; anything else is derived anew. A file that is truncated or
changed is refused by its checksum, and a folder that cannot be written is no error: the cache
saves time and nothing depends on it. `NAMENORM_CACHE` names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from normalizer.resources import data_dir
from normalizer.version import ENGINE_VERSION

VARIABLE = "NAMENORM_CACHE"
OFF = "off"
_DIGEST = hashlib.sha256
_DIGEST_SIZE = 32
_KEPT_FILES = 4


def kept(name: str, revision: str, derive: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return the tables `name` of a revision, from the cache or from `derive`, then kept.

    The tables are a tuple of built-in values.
    """
    folder = cache_folder()
    if folder is None:
        return derive()
    path = folder / f"{name}-{_state(revision)}.bin"
    found = _read(path)
    if found is None:
        found = derive()
        _write(path, found)
    return found


def cache_folder() -> Path | None:
    """Return the folder of kept tables, None when keeping is turned off or there is no home."""
    named = os.environ.get(VARIABLE, "")
    if named == OFF:
        return None
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "namenorm"
    except RuntimeError:  # no home folder
        return None


def _state(revision: str) -> str:
    """Return a digest of everything that the derived tables depend on."""
    everything = (revision, ENGINE_VERSION, sys.version, _data_marks())
    return _DIGEST(repr(everything).encode()).hexdigest()[:24]


@cache
def _data_marks() -> list[tuple[str, int, int]]:
    """Return the size and time of each file of `data/`, looked at once a process."""
    files = sorted(path for path in data_dir().rglob("*") if path.is_file())
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


def _read(path: Path) -> tuple[Any, ...] | None:
    """Return the tables in a file, None when it is missing or not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, payload = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if _DIGEST(payload).digest() != digest:
        return None
    found: tuple[Any, ...] = marshal.loads(payload)
    return found


def _write(path: Path, found: tuple[Any, ...]) -> None:
    """Write the tables under a temporary name, then rename; leave nothing partial behind."""
    payload = marshal.dumps(found)
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_DIGEST(payload).digest() + payload)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _forget_old(path)


def _forget_old(newest: Path) -> None:
    """Remove all but the newest few tables of a name: each edit of the seeds makes a new one."""
    name = newest.name.partition("-")[0]
    files = sorted(newest.parent.glob(f"{name}-*.bin"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT_FILES]:
        path.unlink(missing_ok=True)
