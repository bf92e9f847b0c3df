"""The alias table as a living thing: what every store that can be written to does.

Every write goes through `apply`, which plans a whole batch against the table as it stands and
commits all of it or nothing. When `apply` returns, the changes survive the death of every
process and of the machine's power. Safe to share between threads and between processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from normalizer.rulings import Rulings
from normalizer.store.changes import (
    Applied,
    Author,
    Change,
    Delta,
    HistoryQuery,
    Proposal,
    ProposalState,
    Trial,
)
from normalizer.store.mentions import MentionLog
from normalizer.store.operations import Operation
from normalizer.store.protocol import AliasStore
from normalizer.types import EntityRecord

BULK_CHUNK = 2_000


class CuratedStore(Protocol):
    """An alias table with its history. Every method raises StoreError when it cannot be reached.

    Revisions are counted by change; `name_of` gives the opaque name that answers carry.
    """

    @property
    def mentions(self) -> MentionLog:
        """Return the mentions that are recorded beside the table."""
        ...

    @property
    def four_eyes(self) -> bool:
        """Return whether every change needs the approval of another person."""
        ...

    @property
    def revision(self) -> int:
        """Return the number of the last change, 0 for an empty store."""
        ...

    def name_of(self, revision: int) -> str:
        """Return the opaque name of a revision, `r42-` and hexadecimal digits.

        Equal names mean equal histories, in different stores too. Raises UnknownChangeError.
        """
        ...

    def revision_of(self, name: str) -> int:
        """Return the number of a revision by its name or number; raise UnknownChangeError."""
        ...

    def apply(self, operations: Sequence[Operation], by: Author) -> Applied:
        """Make all changes or none, and return them.

        Each operation sees those before it. Raises leaves of CurationError and
        UnknownEntityError; ApprovalError always, under four eyes.
        """
        ...

    def trial(self, operations: Sequence[Operation]) -> Trial:
        """Return what `apply` would come to, without doing it; raises what it would raise."""
        ...

    def apply_many(
        self, operations: Iterable[Operation], by: Author, chunk: int = BULK_CHUNK
    ) -> Iterator[Applied]:
        """Make any number of changes in atomic chunks, and yield each chunk's answer.

        Needs a `by.request_id`, from which each chunk has its own: the same operations sent
        again go on after the last chunk that was committed. Raises as `apply` does.
        """
        ...

    def undo(self, first: int, last: int, by: Author) -> Applied:
        """Undo the changes from `first` to `last`, the last first, as new changes."""
        ...

    def record(self, entity_id: str) -> EntityRecord:
        """Return all of an ID as it stands; raise UnknownEntityError for one never in use."""
        ...

    def record_at(self, entity_id: str, revision: int) -> EntityRecord:
        """Return all of an ID as it stood at a revision; raise UnknownEntityError."""
        ...

    def history(self, query: HistoryQuery = HistoryQuery()) -> tuple[Change, ...]:  # noqa: B008
        """Return the changes that a query asks for, in the order of revisions unless it says."""
        ...

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """Return the IDs whose record has changed after a revision, sorted."""
        ...

    def delta(self, since: int) -> Delta:
        """Return what has changed after a revision, as the states that now stand."""
        ...

    def rulings(self, revision: int | None = None) -> Rulings:
        """Return the rulings in force, now or at a revision."""
        ...

    def redirects(self, revision: int | None = None) -> dict[str, str]:
        """Return the ID that each merged ID stands for, now or at a revision."""
        ...

    def snapshot(self) -> AliasStore:
        """Return the table as it stands, in memory; merged IDs lead to what they stand for."""
        ...

    def at(self, revision: int) -> AliasStore:
        """Return the table as it was at a revision, in memory; raise UnknownChangeError."""
        ...

    def reading(self, revision: int | None = None) -> AbstractContextManager[AliasStore]:
        """Return the table of now, or of a revision, read row by row while the context is open.

        For tables too big for memory: the iterables are read once each from one consistent
        state of the database, whatever is written meanwhile.
        """
        ...

    def wait_for_change(self, after: int, timeout: float) -> int:
        """Return the revision once it is higher than `after`, or after `timeout` seconds."""
        ...

    def propose(self, operations: Sequence[Operation], by: Author) -> Proposal:
        """Keep a batch for another person to approve; it is checked as `apply` would."""
        ...

    def approve(self, proposal_id: int, actor: str, note: str = "") -> Applied:
        """Apply an open proposal of somebody else; raise ApprovalError for one's own."""
        ...

    def decline(self, proposal_id: int, actor: str, note: str = "") -> Proposal:
        """Close an open proposal without applying it; the proposer may do so too."""
        ...

    def proposals(
        self, state: ProposalState | None = None, after: int = 0, limit: int = 100
    ) -> tuple[Proposal, ...]:
        """Return proposals in the order of their IDs, those of one state if it is given.

        `limit` is from 1 to 1,000; raises InvalidOptionError.
        """
        ...

    def close(self) -> None:
        """Release what the store holds; nothing may be asked of it afterwards."""
        ...
