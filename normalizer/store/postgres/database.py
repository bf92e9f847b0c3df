"""PostgreSQL behind `Database`, through psycopg 3 (extra `postgres`).

Writers take turns by an advisory lock of the schema, so that revisions are given out in the
order in which they are committed: a sequence would not do that. A commit is announced by
NOTIFY; notifications are lost while a connection is down, so that a wait is never long.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from threading import Condition, Lock
from typing import Any

import psycopg
from psycopg import sql as composed
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from normalizer.errors import StoreError
from normalizer.store.database import Values

CHANNEL = "namenorm_change"
CONNECT_SECONDS = 10.0
POLL_SECONDS = 0.5
MAX_CONNECTIONS = 8
_COPY_FROM = 32
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('namenorm ' || current_schema(), 0))"

_counter = count()
# What the pool meets is raised as StoreError; it need not be printed where nothing is logged.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())


@cache
def _worded(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


class PostgresSession:
    """One open transaction of one connection."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._connection.execute(_worded(sql), values).fetchall()

    def rows_among(self, sql: str, among: Collection[Any]) -> list[tuple[Any, ...]]:
        """Return all rows of a query in which `{values}` stands once for some values."""
        return self.rows(sql.format(values="= ANY(?)"), (sorted(among),)) if among else []

    def stream(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query through a cursor of the server."""
        with self._connection.cursor(f"stream_{next(_counter)}") as cursor:
            cursor.itersize = 5_000
            cursor.execute(_worded(sql), values)
            yield from cursor

    def run(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns nothing."""
        self._connection.execute(_worded(sql), values)

    def run_each(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values, without waiting for each answer."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_worded(sql), rows)

    def insert(self, table: str, rows: Sequence[Values]) -> None:
        """Add whole rows to a table, in the order of its columns."""
        if not rows:
            return
        name = composed.Identifier(table)
        with self._connection.cursor() as cursor:
            if len(rows) < _COPY_FROM:
                marks = composed.SQL(", ").join(composed.Placeholder() * len(rows[0]))
                statement = composed.SQL("INSERT INTO {} VALUES ({})").format(name, marks)
                cursor.executemany(statement, rows)
                return
            with cursor.copy(composed.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for row in rows:
                    copy.write_row(row)


class PostgresDatabase:
    """A schema of a PostgreSQL database, through a small pool of connections."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        self._url = url
        self._where = _without_password(url)
        self._listener: psycopg.Connection | None = None
        self._listening, self._heard = Lock(), Condition()
        self._pool = ConnectionPool(
            url,
            min_size=0,
            max_size=MAX_CONNECTIONS,
            timeout=CONNECT_SECONDS,
            max_idle=60.0,
            reconnect_timeout=CONNECT_SECONDS,
            # A server that was restarted leaves connections that look alive.
            check=ConnectionPool.check_connection,
            configure=_configure,
            open=True,
        )

    @property
    def where(self) -> str:
        """Return the server and database, without the password."""
        return self._where

    @contextmanager
    def reading(self) -> Iterator[PostgresSession]:
        """Return a transaction that sees one state of the database throughout."""
        with self._errors(), self._pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield PostgresSession(connection)

    @contextmanager
    def writing(self) -> Iterator[PostgresSession]:
        """Return the only writing transaction of all processes, durable once it is closed."""
        with self._errors(), self._pool.connection() as connection, connection.transaction():
            connection.execute(_LOCK)
            yield PostgresSession(connection)
            connection.execute(f"NOTIFY {CHANNEL}")

    @contextmanager
    def appending(self) -> Iterator[PostgresSession]:
        """Return a writing transaction beside the turns of the history."""
        with self._errors(), self._pool.connection() as connection, connection.transaction():
            yield PostgresSession(connection)

    def wait(self, timeout: float) -> None:
        """Return when a commit was announced, or after half a second.

        Of several threads that wait, one listens and wakes the others.
        """
        moment = min(timeout, POLL_SECONDS)
        if not self._listening.acquire(blocking=False):
            with self._heard:
                self._heard.wait(moment)
            return
        try:
            with self._errors():
                self._listen(moment)
        finally:
            self._listening.release()
            with self._heard:
                self._heard.notify_all()

    def _listen(self, moment: float) -> None:
        if self._listener is None or self._listener.closed:
            self._listener = psycopg.connect(
                self._url, autocommit=True, connect_timeout=int(CONNECT_SECONDS)
            )
            self._listener.execute(f"LISTEN {CHANNEL}")
            return  # what was committed before cannot be heard
        try:
            for _ in self._listener.notifies(timeout=moment, stop_after=1):
                pass
        except psycopg.Error:
            self._listener.close()
            raise

    def tables(self) -> set[str]:
        """Return the names of the tables of the schema."""
        with self.reading() as session:
            found = session.rows(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = current_schema()"
            )
        return {name for (name,) in found}

    def check(self) -> list[str]:
        """Return nothing: the files are the server's own business."""
        return []

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
        with self._listening, suppress(psycopg.Error):
            if self._listener is not None:
                self._listener.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as failure:
            raise StoreError(self.where, "cannot be reached") from failure
        except psycopg.OperationalError as failure:
            reason = f"{failure}; whether a change was made is not known: ask with its request ID"
            raise StoreError(self.where, reason) from failure
        except psycopg.Error as failure:
            raise StoreError(self.where, str(failure)) from failure


def _configure(connection: psycopg.Connection) -> None:
    """Let no setting of the server make an acknowledged commit less than durable."""
    connection.autocommit = True
    connection.execute("SET synchronous_commit = on")


def _without_password(url: str) -> str:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as failure:
        raise StoreError("postgres", f"is not an address of PostgreSQL: {failure}") from None
    return f"postgres {parts.get('host', 'local')}/{parts.get('dbname', '')}"
