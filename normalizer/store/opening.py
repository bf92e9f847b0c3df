"""A place → the store there, made from the seeds at its first use.

The first rows are one batch, in one transaction with the note that they are there: a process
that dies while it makes a store leaves an empty one, which the next fills.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from normalizer.errors import StoreError
from normalizer.store.changes import Author
from normalizer.store.database import Database
from normalizer.store.migrate import applied, migrate, pending
from normalizer.store.operations import CreateEntity, Operation
from normalizer.store.protocol import AliasStore
from normalizer.store.seeds import load_seeds
from normalizer.store.sql import meta
from normalizer.store.sql.batches import apply_batch
from normalizer.store.sql.store import SqlStore
from normalizer.store.sqlite.database import SqliteDatabase
from normalizer.types import CANONICAL_SOURCE, Alias

VARIABLE = "NAMENORM_STORE"
"""The environment variable that names a store's place."""

_NONE = "there is no store; `namenorm db migrate` makes one"
_SCHEMES = ("postgres://", "postgresql://")


def open_store(place: str, seeds: AliasStore | None = None, *, create: bool = True) -> SqlStore:
    """Return the store at a place: the path of a SQLite file, or an address of PostgreSQL.

    A place without a store gets one, with `seeds` as its first rows, our own by default; unless
    `create` is False. Raises StoreError for a place that cannot be reached, that has no store
    and may not get one, or whose schema is not this version's.
    """
    if not create and not is_postgres(place) and not Path(place).is_file():
        raise StoreError(place, _NONE)
    database = open_database(place)
    try:
        if not create and not applied(database):
            raise StoreError(database.where, _NONE)
        if applied(database) and (missing := pending(database)):
            reason = f"needs {len(missing)} migrations: run `namenorm db migrate`"
            raise StoreError(database.where, reason)
        migrate(database)
        _fill(database, seeds)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


def open_database(place: str) -> Database:
    """Return the database at a place, whatever is in it; raise StoreError."""
    if not is_postgres(place):
        path = Path(place)
        if not path.parent.is_dir():
            raise StoreError(place, "there is no such folder")
        return SqliteDatabase(path)
    try:
        from normalizer.store.postgres.database import PostgresDatabase
    except ImportError as failure:
        reason = f"PostgreSQL needs the extra namenorm[postgres]: {failure}"
        raise StoreError("postgres", reason) from None
    return PostgresDatabase(place)


def is_postgres(place: str) -> bool:
    """Return whether a place is an address of PostgreSQL, and not a path."""
    return place.startswith(_SCHEMES)


def operations_of(table: AliasStore) -> Iterator[CreateEntity]:
    """Yield the operations that make a table: one an entity, with its stored aliases."""
    stored: dict[str, list[Alias]] = defaultdict(list)
    for alias in table.aliases():
        if alias.source != CANONICAL_SOURCE:
            stored[alias.entity_id].append(alias)
    for entity in table.entities():
        yield CreateEntity(entity, tuple(stored[entity.id]))


def _fill(database: Database, seeds: AliasStore | None) -> None:
    """Make the first rows of a store that has never had any."""
    with database.reading() as session:
        if meta.value(session, meta.ORIGIN):
            return
    table = load_seeds() if seeds is None else seeds
    operations: Iterable[Operation] = operations_of(table)
    by = Author("namenorm", "first rows of the store", f"seeds {table.revision}")
    with database.writing() as session:
        if not meta.value(session, meta.ORIGIN):
            if made := tuple(operations):
                apply_batch(session, made, by)
            meta.note(session, meta.ORIGIN, table.revision)
