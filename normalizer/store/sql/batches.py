"""One batch inside one writing transaction: repeated or planned, then written.

1. A request ID that was used before gives the answer of that time.
2. The part of the table that the batch needs is loaded, and the batch planned against it.
3. The changes, the rows and the request are written; the caller's transaction commits them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from normalizer.errors import (
    ConflictError,
    InvalidEditError,
    RequestReusedError,
    UnknownEntityError,
)
from normalizer.store.changes import Applied, Author, Trial
from normalizer.store.codec import operation_to_plain, to_json
from normalizer.store.database import Session
from normalizer.store.operations import Operation
from normalizer.store.planning.planner import Plan, plan
from normalizer.store.sql.load import head_of, load_state
from normalizer.store.sql.read import changes_between, record_at, trial_delta
from normalizer.store.sql.write import write_changes
from normalizer.store.state import TableState
from normalizer.types import EntityRecord

_NOBODY = Author("nobody")


def apply_batch(
    session: Session, operations: Sequence[Operation], by: Author, approved_by: str = ""
) -> Applied:
    """Return what a batch came to, written but not committed yet."""
    digest = _digest(operations) if by.request_id else ""
    if by.request_id and (earlier := _earlier(session, by.request_id, digest)):
        return earlier
    planned = plan_batch(session, operations, by, approved_by)
    write_changes(session, planned.changes, planned.effects)
    revision = planned.changes[-1].revision if planned.changes else head_of(session).revision
    if by.request_id:
        first = planned.changes[0].revision if planned.changes else 0
        row = (by.request_id, digest, first, revision, to_json(planned.created))
        session.insert("request", [row])
    return Applied(revision, planned.changes, planned.created)


def try_batch(session: Session, operations: Sequence[Operation]) -> Trial:
    """Return what a batch would come to; raise what `CuratedStore.apply` raises."""
    state = load_state(session, operations, _NOBODY)
    planned = _planned(session, state, operations, _NOBODY)
    return Trial(planned.changes, trial_delta(session, state, planned.changes))


def plan_batch(
    session: Session, operations: Sequence[Operation], by: Author, approved_by: str = ""
) -> Plan:
    """Return the changes that a batch would make; raise what `CuratedStore.apply` raises."""
    return _planned(session, load_state(session, operations, by), operations, by, approved_by)


def _planned(
    session: Session,
    state: TableState,
    operations: Sequence[Operation],
    by: Author,
    approved_by: str = "",
) -> Plan:
    if not operations:
        raise InvalidEditError("operations", "a batch has at least one")
    try:
        return plan(state, operations, by, head_of(session), approved_by)
    except ConflictError as conflict:
        then = _record_or_none(session, conflict.entity_id, conflict.expected)
        raise ConflictError(
            conflict.entity_id, conflict.expected, conflict.found, then, conflict.now
        ) from None


def _record_or_none(session: Session, entity_id: str, revision: int) -> EntityRecord | None:
    try:
        return record_at(session, entity_id, revision)
    except UnknownEntityError:
        return None


def _earlier(session: Session, request_id: str, digest: str) -> Applied | None:
    """Return the answer that a request ID had, None for a new one."""
    found = session.rows(
        "SELECT digest, first, last, created FROM request WHERE id = ?", (request_id,)
    )
    if not found:
        return None
    known, first, last, created = found[0]
    if known != digest:
        raise RequestReusedError(request_id)
    changes = changes_between(session, first, last) if first else ()
    return Applied(last, changes, tuple(json.loads(created)), repeated=True)


def _digest(operations: Sequence[Operation]) -> str:
    plain = [operation_to_plain(operation) for operation in operations]
    return hashlib.sha256(to_json(plain).encode()).hexdigest()
