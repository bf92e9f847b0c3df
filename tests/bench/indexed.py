"""An index over the table of a set, as a server has it: one mapped file, of no longer use after."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.store.protocol import AliasStore


@contextmanager
def indexed(store: AliasStore) -> Iterator[Snapshot]:
    """Give an index file over a store, removed in the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        build_snapshot(store, path)
        yield Snapshot(path)
