from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import grpc
import pytest

from normalizer.curation.local import LocalCuration
from normalizer.live.engine import LiveEngine
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.store.changes import HistoryQuery
from normalizer.store.opening import open_store
from normalizer.store.seeds import load_seeds
from normalizer.v1 import curation_pb2 as pb
from normalizer.v1 import edits_pb2
from normalizer.v1.curation_pb2_grpc import CurationServiceStub
from tests.patience import PATIENCE
from tests.service.serving import running, status_of, violations

MINSK = "nn200001"
GOOD = "id,alias,alias_kind,lang\nnn200001,Mińsk,translation,pl\nnn200001,Мінск,official,be\n"
BAD = GOOD + "nn200002,Brześć,no-kind,pl\n"


@pytest.fixture
def live(seeds: Path, tmp_path: Path) -> Iterator[LiveEngine]:
    """Give an engine that follows a fresh store."""
    store = open_store(str(tmp_path / "table.sqlite"), load_seeds(seeds))
    engine = LiveEngine(store, tmp_path / "live")
    yield engine
    engine.close()


@pytest.fixture
def stub(live: LiveEngine) -> Iterator[CurationServiceStub]:
    """Give a stub of a server over that store."""
    config = ServerConfig(access=AccessRules(anonymous="curator"))
    with (
        running(live, config, LocalCuration(live)) as started,
        grpc.insecure_channel(started.address) as channel,
    ):
        yield CurationServiceStub(channel)


def sent(text: str, **settings: object) -> Iterator[pb.ImportTableRequest]:
    """Yield an upload of one CSV file, in two chunks."""
    by = edits_pb2.Author(actor="ada", reason="a test")
    about = pb.ImportSettings(format="csv", author=by, source="test", **settings)  # type: ignore[arg-type]
    yield pb.ImportTableRequest(settings=about)
    data = text.encode()
    for piece in (data[:20], data[20:]):
        yield pb.ImportTableRequest(chunk=pb.ImportChunk(file_name="names.csv", data=piece))


def run(
    stub: CurationServiceStub, requests: Iterable[pb.ImportTableRequest]
) -> tuple[list[pb.ImportDifference], pb.ImportSummary]:
    """Return the differences and the summary of an import."""
    answers = list(stub.ImportTable(iter(requests), timeout=PATIENCE))
    return [each for answer in answers for each in answer.differences], answers[-1].summary


def test_differences_are_told_and_nothing_is_done(
    stub: CurationServiceStub, live: LiveEngine
) -> None:
    """What is new is told with file and line; what is there is counted."""
    before = live.store.revision
    found, summary = run(stub, sent(GOOD))
    assert [(each.verdict, each.file_name, each.line, each.name) for each in found] == [
        (pb.IMPORT_VERDICT_ADDED, "names.csv", 2, "Mińsk")
    ]
    assert (summary.rows["present"], summary.applied) == (1, False)
    assert live.store.revision == before


def test_import_is_applied_once(stub: CurationServiceStub, live: LiveEngine) -> None:
    """The alias is there, by its author, and a second time changes nothing."""
    _, first = run(stub, sent(GOOD, apply=True))
    assert first.applied
    assert live.resolve("Mińsk").match is not None
    [change] = live.store.history(HistoryQuery(after=first.revision - 1))
    assert (change.actor, change.reason) == ("ada", "a test")
    found, second = run(stub, sent(GOOD, apply=True))
    assert (found, second.revision) == ([], first.revision)


def test_malformed_line_changes_nothing(stub: CurationServiceStub, live: LiveEngine) -> None:
    """The line is named, and the sound ones wait, unless they are wanted all the same."""
    before = live.store.revision
    found, summary = run(stub, sent(BAD, apply=True))
    assert [(each.file_name, each.line) for each in found] == [("names.csv", 4)]
    assert (summary.applied, live.store.revision) == (False, before)
    _, skipped = run(stub, sent(BAD, apply=True, skip_malformed=True))
    assert skipped.applied
    assert live.store.revision > before


@pytest.mark.parametrize(
    ("requests", "field"),
    [
        ([], "settings"),
        ([pb.ImportTableRequest(chunk={"file_name": "x", "data": b"y"})], "settings"),
        ([pb.ImportTableRequest(settings={"format": "seeds"})], "settings.format"),
        ([pb.ImportTableRequest(settings={"format": "csv"})], "chunk"),
        (
            [
                pb.ImportTableRequest(settings={"format": "csv"}),
                pb.ImportTableRequest(chunk={"data": b"y"}),
            ],
            "chunk.file_name",
        ),
    ],
)
def test_stream_that_is_no_import_is_refused(
    stub: CurationServiceStub, requests: list[pb.ImportTableRequest], field: str
) -> None:
    """The field at fault is named."""
    with pytest.raises(grpc.RpcError) as failure:
        run(stub, requests)
    assert list(violations(status_of(failure.value))) == [field]


def test_name_of_a_file_leads_nowhere(stub: CurationServiceStub) -> None:
    """A name that is a path is but a name."""
    requests = list(sent(GOOD))
    for request in requests[1:]:
        request.chunk.file_name = "../../etc/names.csv"
    found, _ = run(stub, requests)
    assert found[0].file_name == "../../etc/names.csv"
