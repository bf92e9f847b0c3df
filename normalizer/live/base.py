"""The index file that edits are laid over: the newest of a store in a folder, or a new one.

A file is named after the store's revision that it holds. One of an older revision serves as
well: what has changed since is laid over it. Files of another store, another engine or other
linguistic tables are never used, since revisions are named by the whole history before them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from normalizer.errors import SnapshotError, UnknownChangeError
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.store.curated import CuratedStore

KEPT_FILES = 2
_NAME = re.compile(r"table-(r\d+(?:-[0-9a-f]+)?)\.index")

logger = logging.getLogger(__name__)


class Base(NamedTuple):
    """An index file of a store, and the number of the revision that it holds."""

    file: Snapshot
    revision: int


def base_of(store: CuratedStore, folder: Path) -> Base:
    """Return the newest index file of a store in a folder; build one when there is none.

    Raises StoreError when the store cannot be read, OSError when no file can be written.
    """
    return newer_base(store, folder, -1) or build_base(store, folder)


def newer_base(store: CuratedStore, folder: Path, revision: int) -> Base | None:
    """Return the newest index file of a store that is newer than a revision, None for none."""
    for found, path in _known(store, folder):
        if found <= revision:
            break
        try:
            return Base(Snapshot(path), found)
        except SnapshotError as failure:
            logger.warning("left aside: %s", failure)
    return None


def build_base(store: CuratedStore, folder: Path) -> Base:
    """Return a new index file of the store as it stands; older files of it are removed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with store.reading() as table:
        path = path_of(folder, table.revision)
        build_snapshot(table, path)
        revision = store.revision_of(table.revision)
    forget_old(store, folder)
    return Base(Snapshot(path), revision)


def path_of(folder: Path, name: str) -> Path:
    """Return where the index file of a revision lies, by the revision's name."""
    return folder / f"table-{name}.index"


def forget_old(store: CuratedStore, folder: Path) -> None:
    """Remove all but the newest index files of a store; who has one open keeps it."""
    for _, path in list(_known(store, folder))[KEPT_FILES:]:
        path.unlink(missing_ok=True)


def _known(store: CuratedStore, folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the files of a store's own revisions, the newest first."""
    found = []
    for path in folder.glob("table-*.index"):
        named = _NAME.fullmatch(path.name)
        try:
            if named:
                found.append((store.revision_of(named[1]), path))
        except UnknownChangeError:
            continue  # of another store
    yield from sorted(found, reverse=True)
