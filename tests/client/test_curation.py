from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from normalizer.client.curation import RemoteCuration
from normalizer.curation.review import ReviewQuery
from normalizer.engine import Engine
from normalizer.errors import (
    ApprovalError,
    ConflictError,
    InvalidEditError,
    RefusedError,
    UnavailableError,
    UnknownAliasError,
    UnknownEntityError,
)
from normalizer.rulings import Ruling, RulingKind
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.store.changes import Author, HistoryQuery, ProposalState
from normalizer.store.opening import open_store
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    RemoveAlias,
    Rule,
    UpdateEntity,
)
from normalizer.store.seeds import load_seeds
from normalizer.types import Alias, AliasKind, Kind
from tests.patience import PATIENCE
from tests.service.curation.conftest import WAITING, Table
from tests.service.serving import running, write_seeds

MINSK = "nn200001"
ADA = Author("ada", "seen in print", "a paper")
ADD = AddAlias(Alias("Mińsk", MINSK, AliasKind.TRANSLATION, "pl", "Latn", source="a paper"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Give an engine over a small alias table."""
    return Engine.open(write_seeds(tmp_path_factory.mktemp("seeds")))


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Give a fresh store of that table."""
    seeds = load_seeds(write_seeds(tmp_path / "seeds"))
    store = open_store(str(tmp_path / "table.sqlite"), seeds)
    yield Table(store.database)
    store.close()


@pytest.fixture
def remote(engine: Engine, table: Table) -> Iterator[RemoteCuration]:
    """Give a client of a server over that store."""
    config = ServerConfig(access=AccessRules(anonymous="curator"))
    with running(engine, config, table) as started:
        client = RemoteCuration(started.address, timeout=PATIENCE)
        yield client
        client.close()


def test_answers_are_those_of_the_store(remote: RemoteCuration, table: Table) -> None:
    """What is written and read through the server is what the store itself would say."""
    done = remote.apply([ADD], ADA)
    assert done.revision == table.revision == remote.revision
    assert remote.record(MINSK) == table.record(MINSK)
    before = done.revision - 1
    assert remote.record_at(MINSK, before) == table.record_at(MINSK, before)
    query = HistoryQuery(entity_id=MINSK, newest_first=True, limit=5)
    ours, theirs = remote.history(query), table.history(query)
    assert [(c.revision, c.time, c.actor, c.effects) for c in ours] == [
        (c.revision, c.time, c.actor, c.effects) for c in theirs
    ]


def test_conflict_has_both_versions(remote: RemoteCuration) -> None:
    """The error of a stale edit holds the record then and the record now."""
    then = remote.record(MINSK)
    remote.apply([ADD], ADA)
    stale = Author("bob", expected={MINSK: then.version})
    with pytest.raises(ConflictError) as failure:
        remote.apply([UpdateEntity(MINSK, description="Another")], stale)
    assert failure.value.then == then
    assert failure.value.now == remote.record(MINSK)


def test_errors_are_those_of_the_store(remote: RemoteCuration) -> None:
    """Each refusal comes back as the class and the fields that the store raised."""
    with pytest.raises(UnknownEntityError):
        remote.record("nn999999")
    with pytest.raises(UnknownAliasError) as missing:
        remote.apply([RemoveAlias(AliasKey(MINSK, "Atlantis", "en"))], ADA)
    assert missing.value.text == "Atlantis"
    with pytest.raises(InvalidEditError):
        remote.apply([UpdateEntity(MINSK, country="Belarus")], ADA)


def test_rulings_of_every_page_are_read(remote: RemoteCuration) -> None:
    """The rulings in force are all there."""
    wanted = {Ruling(RulingKind.NOT_A_NAME, f"word {number}") for number in range(3)}
    remote.apply([Rule(ruling) for ruling in sorted(wanted)], ADA)
    assert set(remote.rulings()) == wanted


def test_waiting_ends_with_a_change_or_with_the_time(remote: RemoteCuration, table: Table) -> None:
    """The revision is higher after a change, the same after the time."""
    start = remote.revision
    assert remote.wait_for_change(start, 0.3) == start
    table.apply([ADD], ADA)
    assert remote.wait_for_change(start, 20) == start + 1


def test_proposal_goes_its_way(remote: RemoteCuration, table: Table) -> None:
    """Under four eyes an edit is refused, its proposal kept, declined, approved."""
    table.require_approval(True)
    assert remote.four_eyes
    with pytest.raises(ApprovalError):
        remote.apply([ADD], ADA)
    first, second = remote.propose([ADD], ADA), remote.propose([ADD], ADA)
    assert first.operations == (ADD,)
    assert remote.decline(first.id, "bob", "no source").state is ProposalState.DECLINED
    assert remote.approve(second.id, "bob").changes[0].approved_by == "bob"
    assert [p.id for p in remote.proposals(after=first.id)] == [second.id]
    assert remote.proposals(ProposalState.OPEN) == ()


def test_change_is_undone(remote: RemoteCuration) -> None:
    """The record is as it was, under a new version."""
    before = remote.record(MINSK)
    done = remote.apply([ADD], ADA)
    remote.undo(done.revision, done.revision, ADA)
    assert remote.record(MINSK).aliases == before.aliases


def test_preview_and_inbox_are_passed_on(remote: RemoteCuration, table: Table) -> None:
    """Findings and items come as the store gave them."""
    assert remote.preview([ADD]) == table.preview([ADD])
    assert remote.review().items == (WAITING,)
    assert remote.review(ReviewQuery(kind=Kind.PERSON, min_mentions=9)).items == ()


def test_reader_may_not_edit(engine: Engine, table: Table) -> None:
    """Without a curator's role nothing is changed."""
    with running(engine, ServerConfig(), table) as started:
        client = RemoteCuration(started.address, timeout=PATIENCE)
        with pytest.raises(RefusedError):
            client.apply([ADD], ADA)
        client.close()


def test_server_that_is_gone_is_told() -> None:
    """A closed port is an error of ours."""
    client = RemoteCuration("127.0.0.1:1", timeout=2)
    with pytest.raises(UnavailableError):
        _ = client.revision
    client.close()
