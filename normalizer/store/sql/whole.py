"""A whole store as a `TableState`: as its tables hold it, and as its log adds up to it."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.store.changes import Change
from normalizer.store.database import Session
from normalizer.store.planning.planner import Head, digest_of
from normalizer.store.sql import read
from normalizer.store.sql.load import head_of, highest_number
from normalizer.store.state import TableState


def held(session: Session) -> TableState:
    """Return the table as the tables of the database hold it now."""
    at = head_of(session).revision
    state = TableState(number=highest_number(session))
    state.entities = {entity.id: entity for entity in read.stream_entities(session, at)}
    for alias in read.stream_aliases(session, at):
        state.aliases.setdefault(alias.entity_id, {})[alias.text, alias.lang] = alias
    state.redirects = read.redirects_at(session, at)
    state.rulings = set(read.rulings_at(session, at))
    state.versions = dict(
        session.rows("SELECT entity_id, max(revision) FROM touch GROUP BY entity_id")
    )
    state.used = {entity_id for (entity_id,) in session.rows("SELECT DISTINCT id FROM entity")}
    return state


def replayed(session: Session) -> TableState:
    """Return the table that the changes of the log add up to."""
    state = TableState()
    for change in read.stream_changes(session):
        state.apply(change)
    state.aliases = {owner: rows for owner, rows in state.aliases.items() if rows}
    return state


def faults(session: Session) -> Iterator[str]:
    """Yield what is wrong with a store, a sentence each; nothing when it is whole.

    1. Revisions count from 1 without gaps, and each digest follows from the one before.
    2. The log, replayed, gives what the tables hold.
    """
    head, state = Head(), TableState()
    for change in read.stream_changes(session):
        yield from chain_faults(change, head)
        head = Head(change.revision, change.digest)
        state.apply(change)
    state.aliases = {owner: rows for owner, rows in state.aliases.items() if rows}
    yield from differences(state, held(session))


def chain_faults(change: Change, before: Head) -> Iterator[str]:
    """Yield what is wrong with a change's place in the log after another."""
    if change.revision != before.revision + 1:
        yield f"revision {change.revision} follows {before.revision}"
    if change.digest != digest_of(change, before.digest):
        yield f"revision {change.revision} is not what was written: its digest differs"


def differences(log: TableState, tables: TableState) -> Iterator[str]:
    """Yield the parts in which the log and the tables differ, with a few examples."""
    for part in ("entities", "aliases", "redirects", "versions"):
        left, right = getattr(log, part), getattr(tables, part)
        if left != right:
            keys = {*left, *right}
            wrong = sorted(key for key in keys if left.get(key) != right.get(key))
            yield f"{part} differ from the log for {len(wrong)} IDs: {', '.join(wrong[:5])}"
    for part in ("rulings", "used"):
        if unlike := getattr(log, part) ^ getattr(tables, part):
            yield f"{part} differ from the log: {', '.join(sorted(map(str, unlike))[:5])}"
    if log.number != tables.number:
        yield f"the highest ID is nn{tables.number}, by the log nn{log.number}"
