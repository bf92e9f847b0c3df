"""The table and its history, read from the database at one revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from normalizer.errors import InvalidOptionError, UnknownChangeError, UnknownEntityError
from normalizer.rulings import Ruling, Rulings
from normalizer.store.changes import Change, Delta, HistoryQuery, Redirect
from normalizer.store.database import Session, Values
from normalizer.store.memory import full_aliases
from normalizer.store.sql.load import head_of, load_records
from normalizer.store.sql.rows import (
    ALIAS,
    CHANGE,
    ENTITY,
    RULING,
    alias_of,
    change_of,
    entity_of,
    ruling_of,
)
from normalizer.store.state import TableState
from normalizer.types import Alias, Entity, EntityRecord

MAX_LIMIT = 1_000
_AT = "since <= ? AND until > ?"
_NAME_LENGTH = 12


def name_at(session: Session, revision: int) -> str:
    """Return the opaque name of a revision; raise UnknownChangeError."""
    if revision == 0:
        return "r0"
    found = session.rows("SELECT digest FROM change WHERE revision = ?", (revision,))
    if not found:
        raise UnknownChangeError("revision", str(revision))
    return f"r{revision}-{found[0][0][:_NAME_LENGTH]}"


def stream_entities(session: Session, revision: int, after: str = "") -> Iterator[Entity]:
    """Yield every entity at a revision whose ID comes after another, in the order of IDs."""
    sql = f"SELECT {ENTITY} FROM entity WHERE {_AT} AND id > ? ORDER BY id"
    return map(entity_of, session.stream(sql, (revision, revision, after)))


def stream_aliases(session: Session, revision: int) -> Iterator[Alias]:
    """Yield every stored alias at a revision, by entity ID, text and language."""
    sql = f"SELECT {ALIAS} FROM alias WHERE {_AT} ORDER BY entity_id, text, lang"
    return map(alias_of, session.stream(sql, (revision, revision)))


def redirects_at(session: Session, revision: int) -> dict[str, str]:
    """Return the ID that each merged ID stands for at a revision."""
    sql = f"SELECT id, target FROM redirect WHERE {_AT}"
    return dict(session.rows(sql, (revision, revision)))


def rulings_at(session: Session, revision: int) -> Rulings:
    """Return the rulings in force at a revision."""
    sql = f"SELECT {RULING} FROM ruling WHERE {_AT}"
    return Rulings(map(ruling_of, session.rows(sql, (revision, revision))))


def record_at(session: Session, entity_id: str, revision: int) -> EntityRecord:
    """Return all that was held of an ID; raise UnknownEntityError for one not yet in use."""
    at: Values = (entity_id, revision, revision)
    versions = session.rows(
        "SELECT max(revision) FROM touch WHERE entity_id = ? AND revision <= ?",
        (entity_id, revision),
    )
    if versions[0][0] is None:
        raise UnknownEntityError(entity_id)
    entities = session.rows(f"SELECT {ENTITY} FROM entity WHERE id = ? AND {_AT}", at)
    aliases = session.rows(
        f"SELECT {ALIAS} FROM alias WHERE entity_id = ? AND {_AT} ORDER BY text, lang", at
    )
    merged = session.rows(f"SELECT target FROM redirect WHERE id = ? AND {_AT}", at)
    return EntityRecord(
        entity_id,
        versions[0][0],
        entity_of(entities[0]) if entities else None,
        tuple(map(alias_of, aliases)),
        merged[0][0] if merged else "",
    )


def check_limit(limit: int) -> None:
    """Raise InvalidOptionError for a number of rows that is not from 1 to `MAX_LIMIT`."""
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidOptionError("limit", f"{limit} is not from 1 to {MAX_LIMIT:,}")


def history(session: Session, query: HistoryQuery) -> tuple[Change, ...]:
    """Return the changes that a query asks for; raise InvalidOptionError for its limit."""
    check_limit(query.limit)
    wanted: list[tuple[str, Any]] = [("revision > ?", query.after)]
    if query.before:
        wanted.append(("revision < ?", query.before))
    if query.entity_id:
        touched = "revision IN (SELECT revision FROM touch WHERE entity_id = ?)"
        wanted.append((touched, query.entity_id))
    if query.actor:
        wanted.append(("actor = ?", query.actor))
    if query.operation:
        wanted.append(("operation = ?", query.operation))
    where = " AND ".join(condition for condition, _ in wanted)
    order = "DESC" if query.newest_first else "ASC"
    sql = f"SELECT {CHANGE} FROM change WHERE {where} ORDER BY revision {order} LIMIT ?"
    return tuple(map(change_of, session.rows(sql, (*(v for _, v in wanted), query.limit))))


def changes_between(session: Session, first: int, last: int) -> tuple[Change, ...]:
    """Return the changes from `first` to `last`, both included, in order."""
    sql = f"SELECT {CHANGE} FROM change WHERE revision BETWEEN ? AND ? ORDER BY revision"
    return tuple(map(change_of, session.rows(sql, (first, last))))


def stream_changes(session: Session) -> Iterator[Change]:
    """Yield the whole log, in order."""
    return map(change_of, session.stream(f"SELECT {CHANGE} FROM change ORDER BY revision"))


def changed_since(session: Session, revision: int) -> tuple[str, ...]:
    """Return the IDs whose record has changed after a revision, sorted."""
    sql = "SELECT DISTINCT entity_id FROM touch WHERE revision > ? ORDER BY entity_id"
    return tuple(entity_id for (entity_id,) in session.rows(sql, (revision,)))


def delta(session: Session, since: int) -> Delta:
    """Return the states that now stand of everything that has changed after a revision."""
    now = head_of(session).revision
    state = TableState()
    load_records(session, state, changed := changed_since(session, since))
    edits = {entity_id: _edit(state, entity_id) for entity_id in changed if entity_id in state.used}
    return Delta(
        since,
        now,
        name_at(session, now),
        edits,
        redirects_at(session, now) if _has_changed(session, "redirect", since) else None,
        rulings_at(session, now) if _has_changed(session, "ruling", since) else None,
    )


def trial_delta(session: Session, state: TableState, changes: Sequence[Change]) -> Delta:
    """Return how the table would differ from now if changes were made that a state holds."""
    now = head_of(session).revision
    touched = sorted({owner for change in changes for owner in change.entity_ids})
    redirects, rulings = redirects_at(session, now), set(rulings_at(session, now))
    for effect in (effect for change in changes for effect in change.effects):
        before, after = effect.before, effect.after
        if isinstance(before, Redirect) and after is None:
            del redirects[before.entity_id]
        if isinstance(after, Redirect):
            redirects[after.entity_id] = after.into
        if isinstance(before, Ruling):
            rulings.discard(before)
        if isinstance(after, Ruling):
            rulings.add(after)
    edits = {entity_id: _edit(state, entity_id) for entity_id in touched}
    name = f"{name_at(session, now)}+{len(changes)}"
    return Delta(now, now + len(changes), name, edits, redirects, Rulings(rulings))


def _edit(state: TableState, entity_id: str) -> tuple[Entity, tuple[Alias, ...]] | None:
    entity = state.entities.get(entity_id)
    if entity is None:
        return None
    return entity, full_aliases(entity, state.aliases.get(entity_id, {}).values())


def _has_changed(session: Session, table: str, since: int) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE since > ? OR (until > ? AND until <= ?) LIMIT 1"
    return bool(session.rows(sql, (since, since, head_of(session).revision)))


class TableReader:
    """The table at one revision, read row by row from an open transaction (`AliasStore`)."""

    def __init__(self, session: Session, revision: int) -> None:
        self._session, self._at = session, revision
        self._redirects = redirects_at(session, revision)
        self.revision = name_at(session, revision)

    def entities(self, after: str = "") -> Iterator[Entity]:
        """Yield every entity whose ID comes after another, in the order of IDs."""
        return stream_entities(self._session, self._at, after)

    def aliases(self) -> Iterator[Alias]:
        """Yield every alias row, canonical names included, by entity ID and then by text."""
        stored = groupby(stream_aliases(self._session, self._at), attrgetter("entity_id"))
        owner, rows = next(stored, ("", iter(())))
        for entity in self.entities():
            own: list[Alias] = []
            if owner == entity.id:
                own = list(rows)
                owner, rows = next(stored, ("", iter(())))
            yield from full_aliases(entity, own)

    def entity(self, entity_id: str) -> Entity:
        """Return the entity that an ID stands for; raise UnknownEntityError."""
        record = self._record(entity_id)
        if record.entity is None:
            raise UnknownEntityError(entity_id)
        return record.entity

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of the entity that an ID stands for; raise UnknownEntityError."""
        record = self._record(entity_id)
        if record.entity is None:
            raise UnknownEntityError(entity_id)
        return full_aliases(record.entity, record.aliases)

    def _record(self, entity_id: str) -> EntityRecord:
        return record_at(self._session, self._redirects.get(entity_id, entity_id), self._at)
