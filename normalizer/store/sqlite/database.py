"""SQLite behind `Database`: a file in WAL mode, where a commit has reached the disk.

Readers see one state and never wait for the writer. Writers of all processes take turns: one
waits up to `BUSY_SECONDS` for its turn.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from normalizer.errors import StoreError
from normalizer.store.database import Values

BUSY_SECONDS = 30.0
POLL_SECONDS = 0.05
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1_000)}",
    "PRAGMA cache_size = -32000",
)


class SqliteSession:
    """One open transaction of one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def rows_among(self, sql: str, among: Collection[Any]) -> list[tuple[Any, ...]]:
        """Return all rows of a query in which `{values}` stands once for some values."""
        if not among:
            return []
        listed = json.dumps(sorted(among), ensure_ascii=False)
        return self.rows(sql.format(values="IN (SELECT value FROM json_each(?))"), (listed,))

    def stream(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as they are read."""
        with closing(self._connection.execute(sql, values)) as cursor:
            yield from cursor

    def run(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns nothing."""
        self._connection.execute(sql, values)

    def run_each(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values."""
        self._connection.executemany(sql, rows)

    def insert(self, table: str, rows: Sequence[Values]) -> None:
        """Add whole rows to a table, in the order of its columns."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.run_each(f"INSERT INTO {table} VALUES ({marks})", rows)


class SqliteDatabase:
    """A SQLite file with a few connections that threads take in turn."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        with self._errors(), self._connection():
            pass

    @property
    def where(self) -> str:
        """Return the path of the file."""
        return str(self.path)

    @contextmanager
    def reading(self) -> Iterator[SqliteSession]:
        """Return a transaction that sees one state of the database throughout."""
        with self._errors(), self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield SqliteSession(connection)
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[SqliteSession]:
        """Return the only writing transaction of all processes, durable once it is closed."""
        with self._errors(), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteSession(connection)
                connection.commit()
            finally:
                connection.rollback()

    def appending(self) -> AbstractContextManager[SqliteSession]:
        """Return a writing transaction: in SQLite there is one kind."""
        return self.writing()

    def wait(self, timeout: float) -> None:
        """Return after a moment: to ask for the revision again costs less than to be told."""
        time.sleep(min(POLL_SECONDS, timeout))

    def tables(self) -> set[str]:
        """Return the names of the tables that there are."""
        with self.reading() as session:
            found = session.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in found}

    def back_up(self, target: Path) -> None:
        """Copy the database as it stands into a new file, while others read and write."""
        with (
            self._errors(),
            self._connection() as connection,
            closing(sqlite3.connect(target)) as copy,
        ):
            connection.backup(copy)

    def check(self) -> list[str]:
        """Return what SQLite finds wrong with its file; empty when it is whole."""
        with self.reading() as session:
            found = [str(line) for (line,) in session.rows("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Close every connection that is not in use."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        try:
            yield connection
        except sqlite3.Error:
            connection.close()
            raise
        else:
            self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            self._write_ahead(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _write_ahead(self, connection: sqlite3.Connection) -> None:
        """Turn the file to WAL mode, in which it stays, or find that it is.

        Where two connections turn a new file at once, SQLite tells one of them that it is
        locked without waiting (each would wait for the other), so the wait is here.
        """
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as failure:
                busy = failure.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(POLL_SECONDS)
            else:
                return

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as failure:
            raise StoreError(self.where, str(failure)) from failure
