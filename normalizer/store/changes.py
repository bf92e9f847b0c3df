"""What the change log holds: who changed what, when, why, and every row before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from normalizer.rulings import Ruling, Rulings
from normalizer.store.operations import Operation
from normalizer.types import Alias, Entity


@dataclass(frozen=True, slots=True)
class Redirect:
    """An ID that stands for another since the two were merged."""

    entity_id: str
    into: str


Row = Entity | Alias | Redirect | Ruling
"""Whatever the table holds as one row."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One row before and after a change: None before when it is new, None after when it is gone.

    Both sides have the same key; only values differ.
    """

    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a batch of changes, why, and on what grounds.

    `request_id` makes a batch idempotent: sent again it gives the answer of the first time.
    `expected` are the versions of the entities that the batch was decided on; a batch whose
    entities have changed since is refused with ConflictError.
    """

    actor: str
    reason: str = ""
    source: str = ""
    request_id: str = ""
    expected: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One applied operation. Revisions count the changes of a store from 1 without gaps.

    `operation` is the name of the operation, `payload` what of its arguments the effects do
    not show, `approved_by` who approved it under four eyes, else `""`. `digest` is a hash over
    the change and the digest before it, so that the whole history is in the last one.
    """

    revision: int
    time: datetime
    actor: str
    operation: str
    reason: str = ""
    source: str = ""
    request_id: str = ""
    approved_by: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    digest: str = ""

    @property
    def entity_ids(self) -> tuple[str, ...]:
        """Return the IDs whose record the change touched, sorted; `()` for a ruling alone."""
        # Both sides of an effect are of one owner.
        rows = [each.before if each.after is None else each.after for each in self.effects]
        return tuple(sorted({owner for row in rows if (owner := owner_of(row))}))


def owner_of(row: Row | None) -> str:
    """Return the ID whose record a row belongs to, `""` for a ruling and for None."""
    # Asked of every row of an import: the commonest first.
    if isinstance(row, Alias):
        return row.entity_id
    if isinstance(row, Entity):
        return row.id
    return row.entity_id if isinstance(row, Redirect) else ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch came to: its changes in order, `()` when all was as wanted before.

    `revision` is the table's after the batch. `created` are the IDs of new entities in the
    order of their operations. `repeated` says that the batch had been applied before.
    """

    revision: int
    changes: tuple[Change, ...] = ()
    created: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which changes are wanted: each field that is not empty narrows; `limit` is from 1 to 1,000.

    `after` and `before` are revisions and exclusive; `before` 0 is no bound.
    """

    entity_id: str = ""
    actor: str = ""
    operation: str = ""
    after: int = 0
    before: int = 0
    limit: int = 100
    newest_first: bool = False


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A batch that waits for another person, or was decided by one.

    `revision` is that of its last change once it is approved, else 0.
    """

    id: int
    time: datetime
    by: Author
    operations: tuple[Operation, ...]
    state: ProposalState = ProposalState.OPEN
    decided_by: str = ""
    note: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """What differs between two revisions: the whole new state of each entity that changed.

    An edit of None is an entity that is gone; `aliases` include the canonical name's own.
    `redirects` and `rulings` are all that now hold, None where they have not changed.
    """

    since: int
    revision: int
    name: str
    edits: Mapping[str, tuple[Entity, tuple[Alias, ...]] | None]
    redirects: Mapping[str, str] | None = None
    rulings: Rulings | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a batch would come to: its changes, and how the table would then differ from now."""

    changes: tuple[Change, ...]
    delta: Delta
