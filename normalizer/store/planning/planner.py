"""A batch of operations → the changes that it comes to.

1. The versions that the author expects are compared with those that stand.
2. Each operation is planned against the state that those before it have left.
3. An operation that changes nothing is left out; each other one becomes a change, chained to
   the one before by its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from normalizer.errors import ConflictError
from normalizer.store.changes import Author, Change
from normalizer.store.codec import NAMES, effects_to_json, to_json
from normalizer.store.operations import (
    AddAlias,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Rule,
    Split,
    Undo,
    UpdateEntity,
    Withdraw,
)
from normalizer.store.planning import aliases, entities, rulings, undo
from normalizer.store.planning.checks import check_author
from normalizer.store.planning.draft import Draft
from normalizer.store.state import TableState

_DIGEST_LENGTH = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_PLANS: dict[type[Operation], Callable[[Draft, Any], str | None]] = {
    CreateEntity: entities.create,
    UpdateEntity: entities.update,
    DeleteEntity: entities.delete,
    AddAlias: aliases.add,
    ChangeAlias: aliases.change,
    RemoveAlias: aliases.remove,
    Merge: entities.merge,
    Split: entities.split,
    Rule: rulings.rule,
    Withdraw: rulings.withdraw,
    Undo: undo.undo,
}


class Plan(NamedTuple):
    """The changes of a batch, the JSON of each one's effects, and its new entities' IDs."""

    changes: tuple[Change, ...]
    effects: tuple[str, ...]
    created: tuple[str, ...]


class Head(NamedTuple):
    """The end of the log that a batch is appended to: its revision and digest."""

    revision: int = 0
    digest: str = ""


def plan(
    state: TableState,
    operations: Sequence[Operation],
    by: Author,
    head: Head = Head(),  # noqa: B008  a frozen value
    approved_by: str = "",
) -> Plan:
    """Return the changes of a batch, which the state then holds.

    The state must hold what `needs.py` asks for; after an error it is as it was.
    """
    check_author(by)
    _check_expected(state, by)
    batch = _Batch(state, head)
    now = datetime.now(UTC)
    try:
        for operation in operations:
            batch.add(operation, _change(operation, by, now, approved_by))
    except BaseException:
        batch.abandon()
        raise
    return Plan(tuple(batch.changes), tuple(batch.effects), tuple(batch.created))


class _Batch:
    """The changes of a batch so far, each of which the state holds already."""

    def __init__(self, state: TableState, head: Head) -> None:
        self._state, self._head = state, head
        self._drafts: list[Draft] = []
        self._before = (dict[str, int | None](), state.number)
        self.changes: list[Change] = []
        self.effects: list[str] = []
        self.created: list[str] = []

    def add(self, operation: Operation, change: Change) -> None:
        """Plan an operation, and add its change at the end of the log if it has effects."""
        self._drafts.append(draft := Draft(self._state))
        if new_id := _PLANS[type(operation)](draft, operation):
            self.created.append(new_id)
        effects = draft.effects()
        if not effects:
            return
        text = effects_to_json(effects)
        placed = replace(change, revision=self._head.revision + 1, effects=effects)
        placed = replace(placed, digest=digest_of(placed, self._head.digest, text))
        self._head = Head(placed.revision, placed.digest)
        versions = self._state.versions
        for entity_id in placed.entity_ids:
            self._before[0].setdefault(entity_id, versions.get(entity_id))
            versions[entity_id] = placed.revision
        self.changes.append(placed)
        self.effects.append(text)

    def abandon(self) -> None:
        """Leave the state as it was before the batch."""
        state, (versions, number) = self._state, self._before
        for draft in reversed(self._drafts):
            draft.abandon()
            state.used.difference_update(draft.first_used)
        for entity_id, version in versions.items():
            if version is None:
                del state.versions[entity_id]
            else:
                state.versions[entity_id] = version
        state.number = number


def _change(operation: Operation, by: Author, now: datetime, approved_by: str) -> Change:
    name, payload = NAMES[type(operation)], _payload(operation)
    about = (by.actor, name, by.reason, by.source, by.request_id, approved_by)
    return Change(0, now, *about, payload)


def digest_of(change: Change, before: str, effects: str = "") -> str:
    """Return the digest of a change that follows one with the digest `before`.

    `effects` is the JSON of its effects, where that has been made already.
    """
    fields = (
        before,
        str(change.revision),
        str(microseconds(change.time)),
        change.actor,
        change.operation,
        change.reason,
        change.source,
        change.request_id,
        change.approved_by,
        to_json(dict(change.payload)),
        effects or effects_to_json(change.effects),
    )
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:_DIGEST_LENGTH]


def microseconds(time: datetime) -> int:
    """Return a time as whole microseconds since 1970 in UTC."""
    since = time - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def time_of(stamp: int) -> datetime:
    """Return the time of microseconds since 1970 in UTC."""
    return datetime.fromtimestamp(stamp // 1_000_000, UTC).replace(microsecond=stamp % 1_000_000)


def _check_expected(state: TableState, by: Author) -> None:
    for entity_id, version in sorted(by.expected.items()):
        found = state.versions.get(entity_id, 0)
        if found != version:
            raise ConflictError(entity_id, version, found, None, state.record(entity_id))


def _payload(operation: Operation) -> dict[str, str]:
    """Return the arguments that the effects of an operation do not show."""
    if isinstance(operation, Merge):
        return {"merged": operation.entity_id, "into": operation.into}
    if isinstance(operation, Split):
        return {"split": operation.entity_id}
    return {"undoes": str(operation.revision)} if isinstance(operation, Undo) else {}
