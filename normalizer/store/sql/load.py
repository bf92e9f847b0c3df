"""The part of the table that a batch must see, read into a `TableState`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from normalizer.store.changes import Author
from normalizer.store.database import Session
from normalizer.store.operations import Operation
from normalizer.store.planning.needs import (
    ids_of,
    ids_of_changes,
    revisions_of,
    surfaces_of,
)
from normalizer.store.planning.planner import Head
from normalizer.store.sql.rows import (
    ALIAS,
    CHANGE,
    ENTITY,
    FOREVER,
    RULING,
    alias_of,
    change_of,
    entity_of,
    ruling_of,
)
from normalizer.store.state import FIRST_NUMBER, TableState

_OPEN = f"until = {FOREVER}"


def head_of(session: Session) -> Head:
    """Return the end of the log."""
    found = session.rows("SELECT revision, digest FROM change ORDER BY revision DESC LIMIT 1")
    return Head(*found[0]) if found else Head()


def load_state(session: Session, operations: Sequence[Operation], by: Author) -> TableState:
    """Return the state that a batch is planned against."""
    state = TableState()
    revisions = revisions_of(operations)
    changes = map(
        change_of,
        session.rows_among(f"SELECT {CHANGE} FROM change WHERE revision {{values}}", revisions),
    )
    state.log = {change.revision: change for change in changes}
    undone = state.log.values()
    ids = load_redirects(session, state, ids_of(operations, by) | ids_of_changes(undone))
    load_records(session, state, ids)
    state.number = highest_number(session)
    if session.rows(f"SELECT 1 FROM ruling WHERE {_OPEN} LIMIT 1"):
        _load_rulings(session, state, "object", ids)
        _load_rulings(session, state, "subject", ids | surfaces_of(operations, undone))
    return state


def load_redirects(session: Session, state: TableState, ids: Collection[str]) -> set[str]:
    """Load what some IDs stand for and what stands for these; return all IDs but the latter."""
    from_ids = f"SELECT id, target FROM redirect WHERE id {{values}} AND {_OPEN}"
    found = dict(session.rows_among(from_ids, ids))
    state.redirects.update(found)
    everyone = {*ids, *found.values()}
    to_ids = f"SELECT id, target FROM redirect WHERE target {{values}} AND {_OPEN}"
    state.redirects.update(session.rows_among(to_ids, everyone))
    return everyone


def load_records(session: Session, state: TableState, ids: Collection[str]) -> None:
    """Load the entities, aliases and versions of some IDs."""
    used = session.rows_among("SELECT DISTINCT id FROM entity WHERE id {values}", ids)
    state.used.update(entity_id for (entity_id,) in used)
    entities = f"SELECT {ENTITY} FROM entity WHERE id {{values}} AND {_OPEN}"
    aliases = f"SELECT {ALIAS} FROM alias WHERE entity_id {{values}} AND {_OPEN}"
    for row in map(entity_of, session.rows_among(entities, state.used.intersection(ids))):
        state.entities[row.id] = row
    for alias in map(alias_of, session.rows_among(aliases, state.entities)):
        state.aliases.setdefault(alias.entity_id, {})[alias.text, alias.lang] = alias
    versions = session.rows_among(
        "SELECT entity_id, max(revision) FROM touch WHERE entity_id {values} GROUP BY entity_id",
        ids,
    )
    state.versions.update(versions)


def highest_number(session: Session) -> int:
    """Return the highest number of an ID that was ever in use, FIRST_NUMBER at least."""
    ((number,),) = session.rows("SELECT coalesce(max(number), 0) FROM entity")
    return max(FIRST_NUMBER, int(number))


def _load_rulings(
    session: Session, state: TableState, column: str, values: Collection[str]
) -> None:
    sql = f"SELECT {RULING} FROM ruling WHERE {column} {{values}} AND {_OPEN}"
    state.rulings.update(map(ruling_of, session.rows_among(sql, values)))
