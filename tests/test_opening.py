from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from normalizer.curation.local import LocalCuration
from normalizer.curation.recording import Recorded
from normalizer.errors import SnapshotError, UnknownChangeError
from normalizer.index.snapshot.build import build_snapshot
from normalizer.live.engine import LiveEngine
from normalizer.opening import TableSource
from normalizer.service.opening import EngineSource, curation_of, live_of
from normalizer.store.changes import Author
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.store.seeds import load_seeds
from normalizer.types import Alias, AliasKind, Decision, Document
from tests.cli.small_seeds import write_seeds

MINSK = "nn200001"
ADD = AddAlias(Alias("Old Menesk", MINSK, AliasKind.FORMER, "en"))


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of small seeds; index files are kept beside it."""
    monkeypatch.setenv("NAMENORM_CACHE", str(tmp_path / "cache"))
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def store(seeds: Path, tmp_path: Path) -> str:
    """Return the place of a store with one change after its first rows."""
    place = str(tmp_path / "table.sqlite")
    with closing(open_store(place, load_seeds(seeds))) as opened:
        opened.apply([ADD], Author("ada"))
    return place


def decisions(source: TableSource) -> tuple[Decision, str]:
    """Return what an engine says of the added alias, and its revision."""
    with closing(source.open()) as engine:
        return engine.resolve("Old Menesk").decision, engine.revision


def test_seeds_store_and_index_are_opened(seeds: Path, store: str, tmp_path: Path) -> None:
    """Each sort of table answers from what it holds."""
    index = tmp_path / "table.index"
    build_snapshot(load_seeds(seeds), index)
    assert decisions(TableSource(seeds=seeds))[0] is Decision.NIL
    assert decisions(TableSource(index=index))[0] is Decision.NIL
    assert decisions(TableSource(store=store))[0] is Decision.MATCH


def test_store_is_opened_as_it_was(store: str) -> None:
    """A past revision answers without what came later, by number and by name."""
    with closing(open_store(store)) as opened:
        before = opened.name_of(opened.revision - 1)
    decision, revision = decisions(TableSource(store=store, as_of=before))
    assert (decision, revision) == (Decision.NIL, before)


def test_revision_that_never_was_is_refused(store: str) -> None:
    """A number beyond the log is no revision."""
    with pytest.raises(UnknownChangeError):
        TableSource(store=store, as_of="999").open()


def test_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    """What was not built as an index is not read."""
    (tmp_path / "x.index").write_bytes(b"no index")
    with pytest.raises(SnapshotError):
        TableSource(index=tmp_path / "x.index").open()


def test_only_a_followed_store_is_edited_and_opened_by_each_worker(seeds: Path, store: str) -> None:
    """Seeds are inherited by fork and cannot be written to; a store is the other way round."""
    fixed, followed = EngineSource(TableSource(seeds=seeds)), EngineSource(TableSource(store=store))
    assert (fixed.is_inherited, followed.is_inherited) == (True, False)
    with closing(fixed.open()) as engine:
        assert curation_of(engine) is None
    with closing(followed.open()) as engine:
        assert isinstance(live_of(engine), LiveEngine)
        assert isinstance(curation_of(engine), LocalCuration)


def test_recorded_traffic_reaches_the_inbox(store: str) -> None:
    """Doubtful mentions wait for a curator; warming a server leaves no trace."""
    source = TableSource(store=store, record=Recorded.DOUBTFUL)
    with closing(EngineSource(source).open()) as engine:
        engine.annotate(Document("a", "Mr Kastus Kalinouski met Lukashenko in Minsk.", "en"))
    with closing(EngineSource(source).open()) as engine:
        table = curation_of(engine)
        assert table is not None
        waiting = [surface for item in table.review().items for surface, _ in item.surfaces]
    assert waiting == ["Kastus Kalinouski"]
