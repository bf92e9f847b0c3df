"""Stores for the tests: each test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from normalizer.store.changes import Author
from normalizer.store.memory import MemoryStore
from normalizer.store.opening import open_store
from normalizer.store.sql.store import SqlStore
from tests.world import WORLD

DIALECTS = ("sqlite", "postgres")
EMPTY = MemoryStore((), ())
ANNA = Author("anna", "seen in print")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Return the address of a PostgreSQL; skip where there is none."""
    pytest.importorskip("psycopg", reason="the extra namenorm[postgres] is not installed")
    from tests.store.postgres import NoPostgresError, any_postgres

    with ExitStack() as stack:
        try:
            url = stack.enter_context(any_postgres())
        except NoPostgresError as reason:
            pytest.skip(f"no PostgreSQL: {reason}")
        yield url


@pytest.fixture(params=DIALECTS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return a place for a store, in each kind of database."""
    if request.param == "sqlite":
        yield str(tmp_path / "table.db")
        return
    url = request.getfixturevalue("postgres_url")
    from tests.store.postgres import schema

    with schema(url) as own:
        yield own


@pytest.fixture
def open_at(place: str) -> Iterator[Callable[..., SqlStore]]:
    """Return a function that opens the store of the test once more, as another process would."""
    opened: list[SqlStore] = []

    def again(seeds: MemoryStore = EMPTY) -> SqlStore:
        opened.append(open_store(place, seeds))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_at: Callable[..., SqlStore]) -> SqlStore:
    """Return a store over the small world of `tests/world.py`."""
    return open_at(WORLD)
