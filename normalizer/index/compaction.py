"""A new index file of an old one and its edits, made beside the serving process.

    future = compact(layered, path)      # answers go on from `layered`
    future.result()                      # raises what the build raised
    index = LayeredIndex(Snapshot(path), edits_since, revision)

Building takes minutes of processor time for millions of names. It runs in a process of its own,
so that no call waits for it; the file appears only when it is whole, and whoever serves
replaces one immutable index by the other. Edits made meanwhile are laid over the new file.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from normalizer.errors import SnapshotError
from normalizer.index.layered import LayeredIndex
from normalizer.index.overlay import Edits
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.table import LayeredTable


def compact(index: LayeredIndex, path: Path) -> Future[None]:
    """Return the future of an index file at `path` that answers as `index` does.

    It ends when the file is in place, or with StoreError, SnapshotError or OSError, and then
    nothing has changed. `path` may be that of the file under `index`: whoever has the old one
    open keeps it.
    """
    # Spawned: a forked child would inherit the server's threads and locks.
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    base = (index.base.path, index.base.revision)
    future = pool.submit(_compacted, base, index.edits, index.revision, path)
    pool.shutdown(wait=False)
    return future


def _compacted(base: tuple[Path, str], edits: Edits, revision: str, path: Path) -> None:
    old, expected = Snapshot(base[0]), base[1]
    if old.revision != expected:
        raise SnapshotError(str(old.path), f"now holds {old.revision}, not {expected}")
    build_snapshot(LayeredTable(LayeredIndex(old, edits, revision)), path)
