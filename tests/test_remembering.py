from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.index.snapshot.build import build_snapshot
from normalizer.remembering import remembered
from normalizer.types import Document
from tests.world import WORLD


class Doubling:
    """Counts how often it works."""

    def __init__(self) -> None:
        self.times = 0
        self.double = remembered(2, self._double)

    def _double(self, number: int) -> int:
        self.times += 1
        return 2 * number


def test_results_are_remembered() -> None:
    """The last of them."""
    object_ = Doubling()
    assert [object_.double(number) for number in (1, 1, 2, 3, 3, 1)] == [2, 2, 4, 6, 6, 2]
    assert object_.times == 4


def test_object_goes_with_its_last_user() -> None:
    """Without a search for garbage; what is left of it says that it is gone."""
    object_ = Doubling()
    double, alive = object_.double, weakref.ref(object_)
    double(1)
    gc.disable()
    try:
        del object_
        assert alive() is None
    finally:
        gc.enable()
    with pytest.raises(ReferenceError):
        double(2)


def test_engine_over_a_file_goes_with_its_last_user(tmp_path: Path) -> None:
    """A server that reads its table anew unmaps the old file at once."""
    path = tmp_path / "table.index"
    build_snapshot(WORLD, path)
    gc.disable()
    try:
        engine = Engine.open_index(path)
        engine.resolve("Alexander Lukashenka")
        engine.annotate(Document("", "Alexander Lukashenka went to Minsk. Lukashenka spoke."))
        alive = weakref.ref(engine)
        maps = Path("/proc/self/maps")
        assert not maps.exists() or str(path) in maps.read_text("utf-8")
        del engine
        assert alive() is None
        assert not maps.exists() or str(path) not in maps.read_text("utf-8")
    finally:
        gc.enable()
