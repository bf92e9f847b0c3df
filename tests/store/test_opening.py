from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from normalizer.errors import StoreError
from normalizer.store.changes import HistoryQuery
from normalizer.store.memory import MemoryStore
from normalizer.store.migrate import applied, migrate, migrations, pending
from normalizer.store.opening import open_database, open_store
from normalizer.store.operations import DeleteEntity
from normalizer.store.seeds import load_seeds
from normalizer.store.sql.store import SqlStore
from normalizer.store.sqlite.database import SqliteDatabase
from tests.store.conftest import ANNA
from tests.world import MINSK, WORLD


def test_seeds_are_laid_down_once(open_at: Callable[..., SqlStore]) -> None:
    """What was deleted does not come back when the store is opened again."""
    open_at(WORLD).apply([DeleteEntity(MINSK.id)], ANNA)
    again = open_at(WORLD)
    assert again.record(MINSK.id).entity is None
    assert len(again.history(HistoryQuery(operation="create-entity", limit=1_000))) == 18


def test_a_store_may_begin_empty(open_at: Callable[..., SqlStore]) -> None:
    """Without seeds the first revision is 0, and stays so when it is opened again."""
    assert open_at(MemoryStore((), ())).revision == 0
    again = open_at(WORLD)
    assert again.revision == 0
    assert again.snapshot().entities() == ()


def test_processes_that_open_a_new_store_at_once_agree(place: str) -> None:
    """One makes it, the others find it made."""
    revisions: list[int] = []

    def first_use() -> None:
        store = open_store(place, WORLD)
        revisions.append(store.revision)
        store.close()

    threads = [Thread(target=first_use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert revisions == [18] * 4


def test_connections_that_make_a_new_file_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """SQLite does not wait by itself where a file is turned to its write-ahead log."""

    def first_use(path: Path) -> None:
        SqliteDatabase(path).close()

    with ThreadPoolExecutor(6) as pool:
        for number in range(60):
            list(pool.map(first_use, [tmp_path / f"{number}.db"] * 6))


def test_our_own_seeds_round_trip(tmp_path: Path) -> None:
    """The store that is made by default holds exactly the seeded table."""
    seeds = load_seeds()
    store = open_store(str(tmp_path / "table.db"))
    try:
        table = store.snapshot()
        assert (table.entities(), table.aliases()) == (seeds.entities(), seeds.aliases())
    finally:
        store.close()


def test_migrations_are_numbered_without_gaps() -> None:
    """Both databases have the same ones."""
    names = [[(each.number, each.name) for each in migrations(d)] for d in ("sqlite", "postgres")]
    assert names[0] == names[1]
    assert [number for number, _ in names[0]] == list(range(1, len(names[0]) + 1))


def test_a_database_is_migrated_once(place: str) -> None:
    """A second run finds nothing to do."""
    database = open_database(place)
    assert applied(database) == 0
    assert migrate(database) == migrations(database.dialect)
    assert migrate(database) == ()
    assert pending(database) == ()
    database.close()


def test_a_newer_schema_is_refused(open_at: Callable[..., SqlStore]) -> None:
    """An old version does not write into what it does not know."""
    with open_at(WORLD).database.writing() as session:
        session.insert("migration", [(99, "of the future")])
    with pytest.raises(StoreError, match="is of schema 99"):
        open_at(WORLD)


def test_an_older_schema_asks_for_a_migration(open_at: Callable[..., SqlStore]) -> None:
    """Nobody's database is altered by merely being opened."""
    with open_at(WORLD).database.writing() as session:
        session.run("DELETE FROM migration WHERE number > 0")
        session.insert("migration", [(-1, "before ours")])
    with pytest.raises(StoreError):
        open_at(WORLD)


def test_strange_tables_are_left_alone(place: str) -> None:
    """A database that uses our names for something else is not taken over."""
    database = open_database(place)
    with database.writing() as session:
        session.run("CREATE TABLE entity (number INTEGER)")
    database.close()
    with pytest.raises(StoreError, match="not a store's"):
        open_store(place, WORLD)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """A file of something else is named in the error, and left as it was."""
    path = tmp_path / "notes.txt"
    path.write_text("Not a database at all, but long enough to look at. " * 40, "utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt"):
        open_store(str(path))
    assert path.read_text("utf-8").startswith("Not a database")


def test_a_place_that_cannot_be_reached(tmp_path: Path) -> None:
    """A missing folder, a store that should be there, or a server that is not."""
    with pytest.raises(StoreError, match="no such folder"):
        open_store(str(tmp_path / "missing" / "table.db"))
    with pytest.raises(StoreError, match="there is no store"):
        open_store(str(tmp_path / "table.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_no_password_is_in_an_error() -> None:
    """What is shown of an address is the host and the database."""
    pytest.importorskip("psycopg", reason="the extra namenorm[postgres] is not installed")
    with pytest.raises(StoreError) as failure:
        open_database("postgresql://anna:secret@127.0.0.1:1/none?bad=1")
    assert "secret" not in str(failure.value)
