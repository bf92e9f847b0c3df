"""Batches that wait for another person, under four eyes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from normalizer.errors import ApprovalError, UnknownChangeError
from normalizer.store.changes import Applied, Author, Proposal, ProposalState
from normalizer.store.codec import author_to_plain, operation_of, operation_to_plain, to_json
from normalizer.store.database import Session
from normalizer.store.operations import Operation
from normalizer.store.planning.planner import microseconds, time_of
from normalizer.store.sql.batches import apply_batch, plan_batch
from normalizer.store.sql.read import check_limit

_COLUMNS = "id, made_at, request_id, author, operations, state, decided_by, note, revision"


def propose(session: Session, operations: Sequence[Operation], by: Author) -> Proposal:
    """Return a new proposal, kept; a request ID that was used before gives that proposal."""
    if by.request_id:
        sql = f"SELECT {_COLUMNS} FROM proposal WHERE request_id = ?"
        if found := session.rows(sql, (by.request_id,)):
            return _proposal(found[0])
    plan_batch(session, operations, by)
    ((last,),) = session.rows("SELECT coalesce(max(id), 0) FROM proposal")
    proposal = Proposal(last + 1, datetime.now(UTC), by, tuple(operations))
    session.insert("proposal", [_values(proposal)])
    return proposal


def approve(session: Session, proposal_id: int, actor: str, note: str) -> Applied:
    """Apply an open proposal and return what it came to; raise ApprovalError for one's own."""
    proposal = _open(session, proposal_id, actor)
    if proposal.by.actor == actor:
        raise ApprovalError(actor, "may not approve a proposal of their own")
    applied = apply_batch(session, proposal.operations, proposal.by, approved_by=actor)
    _decide(session, proposal_id, ProposalState.APPROVED, (actor, note, applied.revision))
    return applied


def decline(session: Session, proposal_id: int, actor: str, note: str) -> Proposal:
    """Close an open proposal without applying it."""
    _open(session, proposal_id, actor)
    _decide(session, proposal_id, ProposalState.DECLINED, (actor, note, 0))
    return _found(session, proposal_id)


def proposals(
    session: Session, state: ProposalState | None, after: int, limit: int
) -> tuple[Proposal, ...]:
    """Return proposals in the order of their IDs; raise InvalidOptionError for the limit."""
    check_limit(limit)
    sql = f"SELECT {_COLUMNS} FROM proposal WHERE id > ? AND (? = '' OR state = ?)"
    wanted = state.value if state else ""
    rows = session.rows(f"{sql} ORDER BY id LIMIT ?", (after, wanted, wanted, limit))
    return tuple(map(_proposal, rows))


def _found(session: Session, proposal_id: int) -> Proposal:
    rows = session.rows(f"SELECT {_COLUMNS} FROM proposal WHERE id = ?", (proposal_id,))
    if not rows:
        raise UnknownChangeError("proposal", str(proposal_id))
    return _proposal(rows[0])


def _open(session: Session, proposal_id: int, actor: str) -> Proposal:
    proposal = _found(session, proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise ApprovalError(actor, f"proposal {proposal_id} is {proposal.state} already")
    return proposal


def _decide(
    session: Session, proposal_id: int, state: ProposalState, how: tuple[str, str, int]
) -> None:
    session.run(
        "UPDATE proposal SET state = ?, decided_by = ?, note = ?, revision = ? WHERE id = ?",
        (state.value, *how, proposal_id),
    )


def _values(proposal: Proposal) -> tuple[Any, ...]:
    return (
        proposal.id,
        microseconds(proposal.time),
        proposal.by.request_id,
        to_json(author_to_plain(proposal.by)),
        to_json([operation_to_plain(each) for each in proposal.operations]),
        proposal.state.value,
        proposal.decided_by,
        proposal.note,
        proposal.revision,
    )


def _proposal(row: Sequence[Any]) -> Proposal:
    proposal_id, made_at, _, author, operations, state, *decided = row
    return Proposal(
        proposal_id,
        time_of(made_at),
        Author(**json.loads(author)),
        tuple(map(operation_of, json.loads(operations))),
        ProposalState(state),
        *decided,
    )
