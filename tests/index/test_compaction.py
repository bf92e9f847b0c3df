from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.errors import SnapshotError
from normalizer.index.compaction import compact
from normalizer.index.layered import LayeredIndex
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.table import LayeredTable
from tests import world
from tests.index.same import assert_same

WAIT = 60


@pytest.fixture
def layered(tmp_path: Path) -> LayeredIndex:
    """Return the small world without Minsk, over its file."""
    build_snapshot(world.WORLD, tmp_path / "world.idx")
    return LayeredIndex(Snapshot(tmp_path / "world.idx"), {world.MINSK.id: None}, "r2")


def test_compaction_replaces_the_file_under_a_reader(layered: LayeredIndex) -> None:
    """The new file stands in the old one's place; the index over the old one goes on answering."""
    path = layered.base.path
    compact(layered, path).result(WAIT)
    assert_same(Snapshot(path), layered)


def test_compaction_refuses_a_file_that_was_replaced(layered: LayeredIndex) -> None:
    """Edits are never laid over another table than the one that they were made against."""
    build_snapshot(LayeredTable(layered), layered.base.path)
    with pytest.raises(SnapshotError, match="now holds r2"):
        compact(layered, layered.base.path).result(WAIT)


def test_compaction_that_is_stopped_leaves_nothing(layered: LayeredIndex) -> None:
    """Its process ends, and what it had written of the file goes."""
    old, path = layered.base.path, layered.base.path.with_name("new.idx")
    old.unlink()
    os.mkfifo(old)  # whoever opens it waits for a writer who does not come
    part = path.with_name(f".{path.name}-abc")
    part.write_bytes(b"the beginning")
    making = compact(layered, path)
    assert not making.done()
    making.stop()
    with pytest.raises(SnapshotError, match="ended from outside"):
        making.result(0)
    assert list(old.parent.iterdir()) == [old]
    assert not multiprocessing.active_children()
    making.stop()


def test_engine_answers_from_a_file_alone(layered: LayeredIndex) -> None:
    """Entities, aliases and answers come from the file, with its revision."""
    engine, oracle = Engine.open_index(layered.base.path), Engine(world.WORLD)
    assert engine.resolve("Lukashenka") == oracle.resolve("Lukashenka")
    assert engine.aliases_of(world.NATO.id) == oracle.aliases_of(world.NATO.id)
    assert engine.list_entities() == oracle.list_entities()
    assert engine.search("minsk") == oracle.search("minsk")
