"""An engine over seeds that starts at once: from an index file that is kept between runs.

Order of the steps: the files of the seeds are read and hashed; the index file of just this
content, of this engine and of the linguistic tables is opened; where there is none, the seeds
are loaded and checked, and one is built. A file that is not sound is built again, a folder that
cannot be written is no error, and nothing depends on the cache but the time that it saves
(`index/kept.py` says where it is).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from normalizer.engine import Engine
from normalizer.errors import SnapshotError
from normalizer.index.kept import cache_folder
from normalizer.index.state import engine_state
from normalizer.resources import seeds_dir
from normalizer.store.seeds import load_seeds
from normalizer.store.sheets import LAYOUTS, set_folders

# Each is tens of megabytes; who switches between two tables should wait for neither.
KEPT_FILES = 3


def open_seeds(folder: Path | None = None, announce: Callable[[], None] = lambda: None) -> Engine:
    """Return an engine over a folder of seeds, by default our own; raise SeedError.

    `announce` is called before an index is built, which takes seconds for tens of thousands
    of names. The answers are those of `Engine.open`.
    """
    cache = cache_folder()
    if cache is None:
        return Engine.open(folder)
    try:
        path = cache / f"seeds-{_digest(folder or seeds_dir())}.index"
    except OSError:  # the loader says what is wrong with which file
        return Engine.open(folder)
    return _opened(path) or _built(path, folder, announce)


def _digest(folder: Path) -> str:
    """Return a digest of every file that the loader reads, and of what else answers depend on."""
    digest = hashlib.blake2b(engine_state().encode(), digest_size=16)
    for set_folder in set_folders(folder):
        for name in sorted(LAYOUTS):
            with contextlib.suppress(FileNotFoundError):
                content = (set_folder / name).read_bytes()
                digest.update(f"\0{set_folder.name}\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _opened(path: Path) -> Engine | None:
    """Return the engine over an index file; None when it is missing or not sound."""
    if not path.exists():
        return None
    try:
        engine = Engine.open_index(path)
    except (SnapshotError, OSError):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # in use: others are forgotten first
    return engine


def _built(path: Path, folder: Path | None, announce: Callable[[], None]) -> Engine:
    from normalizer.index.snapshot.build import build_snapshot  # only for the first run

    table = load_seeds(folder)
    announce()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        build_snapshot(table, path)
        _forget_old(path.parent)
    except (SnapshotError, OSError):
        return Engine(table)
    return _opened(path) or Engine(table)


def _forget_old(cache: Path) -> None:
    """Remove all but the index files that were used last; who has one open keeps it."""
    files = sorted(cache.glob("seeds-*.index"), key=lambda path: path.stat().st_mtime_ns)
    for path in files[:-KEPT_FILES]:
        path.unlink(missing_ok=True)
