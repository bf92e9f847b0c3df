"""The schema of a store's database, brought up by numbered SQL files of the package.

Each file is applied once, in order, with a row in `migration` in the same transaction: a
process that dies in between leaves either both or neither.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import NamedTuple

from normalizer.errors import StoreError
from normalizer.store.database import Database, Session

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_TABLE = "migration"


class Migration(NamedTuple):
    """One numbered file: its number, what it is about, and its statements."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations(dialect: str) -> tuple[Migration, ...]:
    """Return the migrations of a database, in order."""
    folder = resources.files("normalizer.store") / "migrations" / dialect
    found = []
    for file in folder.iterdir():
        if named := _NAME.fullmatch(file.name):
            statements = _statements(file.read_text("utf-8"))
            found.append(Migration(int(named[1]), named[2], statements))
    return tuple(sorted(found))


def applied(database: Database) -> int:
    """Return the number of the last migration of a database, 0 for an empty one.

    Raises StoreError for a database with other tables and none of ours.
    """
    tables = database.tables()
    if _TABLE in tables:
        with database.reading() as session:
            return _last(session)
    if tables & {"change", "entity", "alias"}:
        raise StoreError(database.where, "has tables of the same names that are not a store's")
    return 0


def pending(database: Database) -> tuple[Migration, ...]:
    """Return the migrations that a database still needs.

    Raises StoreError for one that a newer version has made.
    """
    known = migrations(database.dialect)
    last = applied(database)
    if last > known[-1].number:
        reason = f"is of schema {last}; this version knows up to {known[-1].number}"
        raise StoreError(database.where, reason)
    return tuple(each for each in known if each.number > last)


def migrate(database: Database) -> tuple[Migration, ...]:
    """Apply the migrations that a database needs, and return them; `()` when it needs none."""
    if not pending(database):
        return ()
    done = []
    with database.writing() as session:
        # Another process may have applied them while this one waited for its turn.
        session.run(
            f"CREATE TABLE IF NOT EXISTS {_TABLE} (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        )
        last = _last(session)
        for each in migrations(database.dialect):
            if each.number > last:
                for statement in each.statements:
                    session.run(statement)
                session.run(f"INSERT INTO {_TABLE} VALUES (?, ?)", (each.number, each.name))
                done.append(each)
    return tuple(done)


def _last(session: Session) -> int:
    ((last,),) = session.rows(f"SELECT coalesce(max(number), 0) FROM {_TABLE}")
    return int(last)


def _statements(text: str) -> tuple[str, ...]:
    """Return the statements of a file; no text in one holds a semicolon or two hyphens."""
    bare = re.sub(r"--[^\n]*", "", text)
    return tuple(statement.strip() for statement in bare.split(";") if statement.strip())
