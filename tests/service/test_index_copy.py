from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.errors import SnapshotError
from normalizer.index.snapshot.build import build_snapshot
from normalizer.opening import TableSource
from normalizer.service import index_copy
from normalizer.service.index_copy import FOLDER, own_copy
from normalizer.service.opening import EngineSource
from tests.world import MINSK, WORLD


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of copies, empty."""
    monkeypatch.setenv("NAMENORM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / FOLDER


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an index file of the small world."""
    path = tmp_path / "table.index"
    build_snapshot(WORLD, path)
    return path


def served(path: Path) -> Engine:
    """Return the engine that a server would answer with."""
    engine = EngineSource(TableSource(index=path)).open()
    assert isinstance(engine, Engine)
    return engine


def copies(cache: Path) -> list[int]:
    """Return the inodes of the copies."""
    return sorted(copy.stat().st_ino for copy in cache.iterdir())


def test_file_may_be_written_into(path: Path, cache: Path) -> None:
    """It is not what answers: cut short, emptied or filled, names are found as before."""
    engine = served(path)
    size = path.stat().st_size
    for content in (b"", bytes(size)):
        path.write_bytes(content)
        match = engine.resolve("Miensk").match
        assert match is not None
        assert match.entity_id == MINSK.id
    assert len(copies(cache)) == 1


def test_copy_in_use_is_shared(path: Path, cache: Path) -> None:
    """By all who open the same state of a file; another state has its own."""
    engines = [served(path), served(path)]
    [one] = copies(cache)
    os.utime(path, ns=(1, 1))
    engines.append(served(path))
    assert len(copies(cache)) == 2
    assert one in copies(cache)
    assert len({engine.revision for engine in engines}) == 1


def test_copy_that_nobody_uses_is_removed(path: Path, cache: Path) -> None:
    """When the next one is made, since who used it may have been killed."""
    engine = served(path)
    [old] = cache.iterdir()
    del engine
    os.utime(path, ns=(1, 1))
    with own_copy(path) as copy:
        assert list(cache.iterdir()) == [copy] != [old]


def test_faulty_file_is_refused_by_its_own_name(path: Path, cache: Path) -> None:
    """And not by that of the copy; so is one that is missing."""
    path.write_bytes(path.read_bytes()[:-1])
    for faulty in (path, path.with_name("nowhere.index")):
        with pytest.raises(SnapshotError) as failure:
            served(faulty)
        assert failure.value.path == str(faulty)


def test_file_that_changes_meanwhile_is_refused(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of two halves would be damaged, or worse."""
    fill = index_copy._fill

    def slowly(file, source) -> None:
        fill(file, source)
        os.utime(path, ns=(1, 1))

    monkeypatch.setattr(index_copy, "_fill", slowly)
    with pytest.raises(SnapshotError, match="is being written to"):
        served(path)
    assert copies(cache) == []


def test_copy_is_whole_where_blocks_cannot_be_shared(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if sharing fails in the middle."""

    def fail(source: int, file: int, size: int) -> int:
        os.write(file, os.read(source, 10))
        raise OSError

    monkeypatch.setattr(os, "copy_file_range", fail)
    with own_copy(path) as copy:
        assert copy.read_bytes() == path.read_bytes()
        assert copy.parent == cache


@pytest.mark.parametrize("cache_is", ["off", "a file"])
def test_file_itself_is_served_where_no_copy_can_be_made(
    cache_is: str, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And that is said, with what not to do."""
    place = "off" if cache_is == "off" else str(path)
    monkeypatch.setenv("NAMENORM_CACHE", place)
    with caplog.at_level(logging.WARNING), own_copy(path) as copy:
        assert copy == path
    assert "is served in place" in caplog.text
    assert served(path).revision == WORLD.revision
