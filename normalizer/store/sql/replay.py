"""Rows of a backup → a database: the log is replayed through the same writer as edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from normalizer.errors import InputError
from normalizer.store.database import Session
from normalizer.store.planning.planner import Head
from normalizer.store.sql.rows import change_of
from normalizer.store.sql.whole import chain_faults
from normalizer.store.sql.write import write_changes


def append_rows(session: Session, rows: Iterable[Sequence[Any]], chunk: int) -> dict[str, int]:
    """Write rows that begin with the name of their table, and return how many of each.

    Raises InputError for a change that does not follow from the one before it.
    """
    counts = {"change": 0, "request": 0, "proposal": 0}
    head = Head()
    waiting = iter(rows)
    while batch := list(islice(waiting, chunk)):
        for table in counts:
            own = [row[1:] for row in batch if row[0] == table]
            counts[table] += len(own)
            if table == "change":
                head = _append_changes(session, own, head)
            else:
                session.insert(table, own)
    return counts


def _append_changes(session: Session, rows: Sequence[Sequence[Any]], head: Head) -> Head:
    changes = [change_of(row) for row in rows]
    for change in changes:
        for fault in chain_faults(change, head):
            raise InputError("backup", 0, fault)
        head = Head(change.revision, change.digest)
    write_changes(session, changes, [row[-2] for row in rows])
    return head
