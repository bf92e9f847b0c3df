"""What a database must offer a store: transactions, a few ways to ask, and word of commits.

Statements are written once, with `?` for values and `{values}` for "one of these values";
each database puts them into its own words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Sequence[Any]


class Session(Protocol):
    """One open transaction."""

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        ...

    def rows_among(self, sql: str, among: Collection[Any]) -> list[tuple[Any, ...]]:
        """Return all rows of a query in which `{values}` stands once for some values."""
        ...

    def stream(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query without holding all of them."""
        ...

    def run(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns nothing."""
        ...

    def run_each(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values."""
        ...

    def insert(self, table: str, rows: Sequence[Values]) -> None:
        """Add whole rows to a table, in the order of its columns."""
        ...


class Database(Protocol):
    """A database with the tables of a store; safe to share between threads."""

    @property
    def where(self) -> str:
        """Return what the database is called in messages, without a password."""
        ...

    @property
    def dialect(self) -> str:
        """Return the folder of its migrations."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Return a transaction that sees one state of the database throughout."""
        ...

    def writing(self) -> AbstractContextManager[Session]:
        """Return the only writing transaction of all processes, durable once it is closed.

        An exception inside it leaves the database as it was.
        """
        ...

    def appending(self) -> AbstractContextManager[Session]:
        """Return a writing transaction for rows that are no part of the history.

        It takes no turn where the database can do without, and wakes nobody.
        """
        ...

    def wait(self, timeout: float) -> None:
        """Return when something may have been committed, after half a second at most.

        Any number of threads may wait at once.
        """
        ...

    def tables(self) -> set[str]:
        """Return the names of the tables that there are."""
        ...

    def check(self) -> list[str]:
        """Return what the database finds wrong with its own files; `[]` where it looks at none."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
