"""What a curator can do, whether the table is in this process or behind a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from normalizer.curation.findings import Preview
from normalizer.curation.review import ReviewPage, ReviewQuery
from normalizer.rulings import Rulings
from normalizer.store.changes import (
    Applied,
    Author,
    Change,
    HistoryQuery,
    Proposal,
    ProposalState,
)
from normalizer.store.operations import Operation
from normalizer.types import EntityRecord


class Curation(Protocol):
    """An alias table to edit. Writes are those of `CuratedStore`, with its errors.

    Every method may raise StoreError, or UnavailableError where a server is asked.
    """

    @property
    def four_eyes(self) -> bool:
        """Return whether every change needs the approval of another person."""
        ...

    @property
    def revision(self) -> int:
        """Return the number of the last change."""
        ...

    def preview(self, operations: Sequence[Operation]) -> Preview:
        """Return what operations would do, without doing it; raises as `apply` would."""
        ...

    def apply(self, operations: Sequence[Operation], by: Author) -> Applied:
        """Make all changes or none, and return them."""
        ...

    def undo(self, first: int, last: int, by: Author) -> Applied:
        """Undo the changes from `first` to `last`, the last first, as new changes."""
        ...

    def record(self, entity_id: str) -> EntityRecord:
        """Return all of an ID as it stands; raise UnknownEntityError."""
        ...

    def record_at(self, entity_id: str, revision: int) -> EntityRecord:
        """Return all of an ID as it stood at a revision; raise UnknownEntityError."""
        ...

    def history(self, query: HistoryQuery = HistoryQuery()) -> tuple[Change, ...]:  # noqa: B008
        """Return the changes that a query asks for."""
        ...

    def wait_for_change(self, after: int, timeout: float) -> int:
        """Return the revision once it is higher than `after`, or after `timeout` seconds."""
        ...

    def rulings(self) -> Rulings:
        """Return the rulings in force."""
        ...

    def propose(self, operations: Sequence[Operation], by: Author) -> Proposal:
        """Keep edits for another person to approve."""
        ...

    def proposals(
        self, state: ProposalState | None = None, after: int = 0, limit: int = 100
    ) -> tuple[Proposal, ...]:
        """Return proposals in the order of their IDs, those of one state if it is given."""
        ...

    def approve(self, proposal_id: int, actor: str, note: str = "") -> Applied:
        """Apply an open proposal of somebody else."""
        ...

    def decline(self, proposal_id: int, actor: str, note: str = "") -> Proposal:
        """Close an open proposal without applying it."""
        ...

    def review(self, query: ReviewQuery = ReviewQuery()) -> ReviewPage:  # noqa: B008 - frozen
        """Return a page of what waits for a curator, the most pressing first."""
        ...

    def close(self) -> None:
        """Release what is held; nothing may be asked afterwards."""
        ...
