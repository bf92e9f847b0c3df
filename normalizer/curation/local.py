"""`Curation` of a store in this process: writes to it, previews and an inbox over its engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.curation.findings import Preview
from normalizer.curation.inbox import Inbox
from normalizer.curation.preview import preview
from normalizer.curation.review import ReviewPage, ReviewQuery
from normalizer.exchange.apply import Written
from normalizer.exchange.differences import Difference
from normalizer.exchange.importing import Plan, compared, imported
from normalizer.lint.likeness import likeness_of
from normalizer.live.engine import LiveEngine
from normalizer.resolve import Resolver
from normalizer.rulings import Rulings
from normalizer.store.changes import (
    Applied,
    Author,
    Change,
    HistoryQuery,
    Proposal,
    ProposalState,
)
from normalizer.store.curated import CuratedStore
from normalizer.store.operations import Operation
from normalizer.types import EntityRecord

_ANY = HistoryQuery()
_ALL = ReviewQuery()


class LocalCuration:
    """What a curator can do to a store that is served in this process (`Curation`).

    After a change the engine answers from it at once.
    """

    def __init__(self, live: LiveEngine) -> None:
        self._live = live
        self._store: CuratedStore = live.store
        self._inbox = Inbox(self._store.mentions, live)

    @property
    def four_eyes(self) -> bool:
        """Return whether every change needs the approval of another person."""
        return self._store.four_eyes

    @property
    def revision(self) -> int:
        """Return the number of the last change."""
        return self._store.revision

    def preview(self, operations: Sequence[Operation]) -> Preview:
        """Return what operations would do, without doing it; raises as `apply` would."""
        trial = self._store.trial(operations)
        after = self._live.what_if(trial.delta)
        return preview(trial, self._live.now, after, self._store.mentions.met())

    def apply(self, operations: Sequence[Operation], by: Author) -> Applied:
        """Make all changes or none, and return them."""
        return self._seen(self._store.apply(operations, by))

    def undo(self, first: int, last: int, by: Author) -> Applied:
        """Undo the changes from `first` to `last`, the last first, as new changes."""
        return self._seen(self._store.undo(first, last, by))

    def record(self, entity_id: str) -> EntityRecord:
        """Return all of an ID as it stands; raise UnknownEntityError."""
        return self._store.record(entity_id)

    def record_at(self, entity_id: str, revision: int) -> EntityRecord:
        """Return all of an ID as it stood at a revision; raise UnknownEntityError."""
        return self._store.record_at(entity_id, revision)

    def history(self, query: HistoryQuery = _ANY) -> tuple[Change, ...]:
        """Return the changes that a query asks for."""
        return self._store.history(query)

    def wait_for_change(self, after: int, timeout: float) -> int:
        """Return the revision once it is higher than `after`, or after `timeout` seconds."""
        return self._store.wait_for_change(after, timeout)

    def import_files(
        self, plan: Plan, by: Author | None, least: float | None = None
    ) -> Iterator[Difference | Written]:
        """Yield what files would change, and change it chunk by chunk when there is an author.

        New entities that resolve to one that is there are held back from the score `least` on.
        Broken off and run again it goes on where it was. Raises as `apply` does.
        """
        # By the names of now alone, as who compares files by hand does: rulings are of the table.
        judge = None if least is None else likeness_of(Resolver(self._live.now.index), least)
        if by is None:
            with self._store.reading() as table:
                yield from compared(plan, table, judge, self._store.rulings())
            return
        try:
            yield from imported(plan, self._store, by, judge)
        finally:
            self._live.refresh()

    def rulings(self) -> Rulings:
        """Return the rulings in force."""
        return self._store.rulings()

    def propose(self, operations: Sequence[Operation], by: Author) -> Proposal:
        """Keep edits for another person to approve."""
        return self._store.propose(operations, by)

    def proposals(
        self, state: ProposalState | None = None, after: int = 0, limit: int = 100
    ) -> tuple[Proposal, ...]:
        """Return proposals in the order of their IDs, those of one state if it is given."""
        return self._store.proposals(state, after, limit)

    def approve(self, proposal_id: int, actor: str, note: str = "") -> Applied:
        """Apply an open proposal of somebody else."""
        return self._seen(self._store.approve(proposal_id, actor, note))

    def decline(self, proposal_id: int, actor: str, note: str = "") -> Proposal:
        """Close an open proposal without applying it."""
        return self._store.decline(proposal_id, actor, note)

    def review(self, query: ReviewQuery = _ALL) -> ReviewPage:
        """Return a page of what waits for a curator, the most pressing first."""
        return self._inbox.review(query, self._store.rulings())

    def close(self) -> None:
        """Stop serving the store, and release it."""
        self._live.close()

    def _seen(self, applied: Applied) -> Applied:
        self._live.refresh()
        return applied
