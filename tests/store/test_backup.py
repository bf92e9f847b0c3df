from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from normalizer.errors import InputError, StoreError
from normalizer.store.backup import back_up, restore
from normalizer.store.changes import HistoryQuery
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias, Merge, never
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind
from tests.store.conftest import ANNA
from tests.world import KGB_BELARUS, KGB_USSR, MINSK, SON, WORLD

MENSK = Alias("Менск", MINSK.id, AliasKind.FORMER, "be", "Cyrl")
ALL = HistoryQuery(limit=1_000)


@pytest.fixture
def edited(store: SqlStore) -> SqlStore:
    """Return a store with changes, a ruling, a request and a proposal."""
    store.apply([AddAlias(MENSK), never("Лука", SON.id)], ANNA)
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    store.propose([AddAlias(MENSK)], ANNA)
    store.require_approval(True)
    return store


def test_a_backup_brings_back_everything(edited: SqlStore, tmp_path: Path) -> None:
    """History, rulings, redirects, proposals and settings are as they were, in any database."""
    back_up(edited.database, tmp_path / "log.gz")
    revision = restore(tmp_path / "log.gz", str(tmp_path / "again.db"))
    again = open_store(str(tmp_path / "again.db"), create=False)
    try:
        assert revision == again.revision == edited.revision
        assert again.name_of(revision) == edited.name_of(revision)
        assert again.history(ALL) == edited.history(ALL)
        assert again.snapshot().aliases() == edited.snapshot().aliases()
        assert list(again.rulings()) == list(edited.rulings())
        assert again.redirects() == edited.redirects()
        assert again.proposals() == edited.proposals()
        assert again.four_eyes
        assert again.faults() == []
    finally:
        again.close()


def test_a_backup_moves_to_postgres(postgres_url: str, tmp_path: Path) -> None:
    """What began in a file can go on in a database that a team shares."""
    from tests.store.postgres import schema

    small = open_store(str(tmp_path / "small.db"), WORLD)
    back_up(small.database, tmp_path / "log.gz")
    with schema(postgres_url) as url:
        restore(tmp_path / "log.gz", url)
        shared = open_store(url, create=False)
        try:
            assert shared.name_of(shared.revision) == small.name_of(small.revision)
            assert shared.faults() == []
        finally:
            shared.close()
            small.close()


def test_a_copy_is_a_database(tmp_path: Path) -> None:
    """A SQLite store can be copied as it is, while it is open."""
    store = open_store(str(tmp_path / "table.db"), WORLD)
    back_up(store.database, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", str(tmp_path / "again.db"))
    again = open_store(str(tmp_path / "again.db"), create=False)
    assert again.name_of(again.revision) == store.name_of(store.revision)
    store.close()
    again.close()


def test_nothing_is_written_over(edited: SqlStore, tmp_path: Path, place: str) -> None:
    """Neither a file by a backup nor a store by restoring one."""
    back_up(edited.database, tmp_path / "log.gz")
    with pytest.raises(StoreError, match="is there already"):
        back_up(edited.database, tmp_path / "log.gz")
    with pytest.raises(StoreError, match="has a store already"):
        restore(tmp_path / "log.gz", place)


def _damages() -> dict[str, Callable[[bytes], bytes]]:
    def edit(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
        return lambda packed: gzip.compress(
            "\n".join(change(gzip.decompress(packed).decode().splitlines())).encode()
        )

    return {
        "cut short": lambda packed: packed[: len(packed) // 2],
        "without its end": edit(lambda lines: lines[:-1]),
        "with a row too few": edit(lambda lines: lines[:2] + lines[3:]),
        "with a row twice": edit(lambda lines: [*lines[:2], *lines[1:]]),
        "with an edited row": edit(lambda lines: [x.replace('"anna"', '"eve"') for x in lines]),
        "with more after the end": edit(lambda lines: [*lines, lines[-1]]),
        "of another format": edit(lambda lines: ['{"format":"other"}', *lines[1:]]),
        "no backup": lambda packed: b"hello",
        "empty": lambda packed: b"",
    }


@pytest.mark.parametrize("damage", list(_damages()))
def test_a_damaged_backup_leaves_nothing(edited: SqlStore, damage: str, tmp_path: Path) -> None:
    """A file that is cut, edited or something else is refused, and no store is begun."""
    back_up(edited.database, tmp_path / "log.gz")
    bad = tmp_path / "bad.gz"
    bad.write_bytes(_damages()[damage]((tmp_path / "log.gz").read_bytes()))
    with pytest.raises(InputError):
        restore(bad, str(tmp_path / "again.db"))
    assert not list(tmp_path.glob("again*"))


def test_a_damaged_copy_is_refused(tmp_path: Path) -> None:
    """A copy is checked page by page before it becomes a store."""
    store = open_store(str(tmp_path / "table.db"), WORLD)
    back_up(store.database, tmp_path / "copy.db")
    store.close()
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[20_000:40_000] = bytes(20_000)
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(InputError):
        restore(tmp_path / "bad.db", str(tmp_path / "again.db"))
    assert not list(tmp_path.glob("*again*"))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE change SET actor = 'eve' WHERE revision = 19", "its digest differs"),
        ("DELETE FROM change WHERE revision = 18", "revision 19 follows 17"),
        ("UPDATE alias SET note = 'x' WHERE text = 'Менск'", "aliases differ"),
        ("UPDATE entity SET name = 'X' WHERE id = 'nn200001'", "entities differ"),
        ("DELETE FROM redirect", "redirects differ"),
        ("DELETE FROM ruling", "rulings differ"),
        ("DELETE FROM touch WHERE revision = 19", "versions differ"),
    ],
)
def test_tampering_is_found(edited: SqlStore, statement: str, fault: str) -> None:
    """Whoever changes the log or the tables behind the store's back is noticed."""
    assert edited.faults() == []
    with edited.database.writing() as session:
        session.run(statement)
    assert any(fault in each for each in edited.faults())
