"""`CuratedStore` over a database: each method is one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from normalizer.errors import ApprovalError, InvalidEditError, UnknownChangeError
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
from normalizer.store.curated import BULK_CHUNK
from normalizer.store.database import Database, Session
from normalizer.store.memory import MemoryStore
from normalizer.store.operations import Operation, Undo
from normalizer.store.sql import meta, proposals, read, whole
from normalizer.store.sql.batches import apply_batch, try_batch
from normalizer.store.sql.load import head_of
from normalizer.store.sql.mentions import SqlMentions
from normalizer.types import EntityRecord

_ANY = HistoryQuery()


class SqlStore:
    """The alias table and its history in a database that has been migrated."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.mentions = SqlMentions(database)
        """The mentions that are recorded beside the table."""

    @property
    def four_eyes(self) -> bool:
        """Return whether every change needs the approval of another person."""
        with self.database.reading() as session:
            return meta.four_eyes(session)

    def require_approval(self, required: bool) -> None:
        """Set whether every change needs the approval of another person from now on."""
        with self.database.writing() as session:
            meta.set_four_eyes(session, required=required)

    @property
    def revision(self) -> int:
        """Return the number of the last change, 0 for an empty store."""
        with self.database.reading() as session:
            return head_of(session).revision

    def name_of(self, revision: int) -> str:
        """Return the opaque name of a revision; raise UnknownChangeError."""
        with self.database.reading() as session:
            return read.name_at(session, revision)

    def revision_of(self, name: str) -> int:
        """Return the number of a revision by its name or number; raise UnknownChangeError."""
        number, _, digest = name.removeprefix("r").partition("-")
        if not (number.isascii() and number.isdigit()) or len(number) > 18:
            raise UnknownChangeError("revision", name)
        found = self.name_of(int(number))
        if digest and found != name:
            raise UnknownChangeError("revision", name)
        return int(number)

    def apply(self, operations: Sequence[Operation], by: Author) -> Applied:
        """Make all changes or none, and return them."""
        with self._changing(by) as session:
            return apply_batch(session, operations, by)

    def trial(self, operations: Sequence[Operation]) -> Trial:
        """Return what `apply` would come to, without doing it; raise what it would raise.

        Also under four eyes, since nothing is changed.
        """
        with self.database.reading() as session:
            return try_batch(session, operations)

    def apply_many(
        self, operations: Iterable[Operation], by: Author, chunk: int = BULK_CHUNK
    ) -> Iterator[Applied]:
        """Make any number of changes in atomic chunks, and yield each chunk's answer."""
        if not by.request_id:
            raise InvalidEditError("request_id", "a bulk of changes needs one, to be resumable")
        waiting = iter(operations)
        batches = iter(lambda: tuple(islice(waiting, chunk)), ())
        for number, batch in enumerate(batches):
            own = replace(by, request_id=f"{by.request_id}/{chunk}/{number}")
            yield self.apply(batch, own)

    def undo(self, first: int, last: int, by: Author) -> Applied:
        """Undo the changes from `first` to `last`, the last first, as new changes."""
        if not 1 <= first <= last:
            raise InvalidEditError("first", f"{first} to {last} is no range of revisions")
        return self.apply([Undo(revision) for revision in range(last, first - 1, -1)], by)

    def record(self, entity_id: str) -> EntityRecord:
        """Return all of an ID as it stands; raise UnknownEntityError for one never in use."""
        with self.database.reading() as session:
            return read.record_at(session, entity_id, head_of(session).revision)

    def record_at(self, entity_id: str, revision: int) -> EntityRecord:
        """Return all of an ID as it stood at a revision; raise UnknownEntityError."""
        with self.database.reading() as session:
            read.name_at(session, revision)
            return read.record_at(session, entity_id, revision)

    def history(self, query: HistoryQuery = _ANY) -> tuple[Change, ...]:
        """Return the changes that a query asks for, in the order of revisions unless it says."""
        with self.database.reading() as session:
            return read.history(session, query)

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """Return the IDs whose record has changed after a revision, sorted."""
        with self.database.reading() as session:
            return read.changed_since(session, revision)

    def delta(self, since: int) -> Delta:
        """Return what has changed after a revision, as the states that now stand."""
        with self.database.reading() as session:
            return read.delta(session, since)

    def rulings(self, revision: int | None = None) -> Rulings:
        """Return the rulings in force, now or at a revision."""
        with self.database.reading() as session:
            return read.rulings_at(session, _revision_or_head(session, revision))

    def redirects(self, revision: int | None = None) -> dict[str, str]:
        """Return the ID that each merged ID stands for, now or at a revision."""
        with self.database.reading() as session:
            return read.redirects_at(session, _revision_or_head(session, revision))

    def snapshot(self) -> MemoryStore:
        """Return the table as it stands, in memory; merged IDs lead to what they stand for."""
        with self.database.reading() as session:
            return _in_memory(session, head_of(session).revision)

    def at(self, revision: int) -> MemoryStore:
        """Return the table as it was at a revision, in memory; raise UnknownChangeError."""
        with self.database.reading() as session:
            return _in_memory(session, revision)

    @contextmanager
    def reading(self, revision: int | None = None) -> Iterator[read.TableReader]:
        """Return the table of now, or of a revision, read row by row while it is open."""
        with self.database.reading() as session:
            yield read.TableReader(session, _revision_or_head(session, revision))

    def wait_for_change(self, after: int, timeout: float) -> int:
        """Return the revision once it is higher than `after`, or after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            found = self.revision
            left = deadline - time.monotonic()
            if found > after or left <= 0:
                return found
            self.database.wait(left)

    def propose(self, operations: Sequence[Operation], by: Author) -> Proposal:
        """Keep a batch for another person to approve; it is checked as `apply` would."""
        with self.database.writing() as session:
            return proposals.propose(session, operations, by)

    def approve(self, proposal_id: int, actor: str, note: str = "") -> Applied:
        """Apply an open proposal of somebody else; raise ApprovalError for one's own."""
        with self.database.writing() as session:
            return proposals.approve(session, proposal_id, actor, note)

    def decline(self, proposal_id: int, actor: str, note: str = "") -> Proposal:
        """Close an open proposal without applying it; the proposer may do so too."""
        with self.database.writing() as session:
            return proposals.decline(session, proposal_id, actor, note)

    def proposals(
        self, state: ProposalState | None = None, after: int = 0, limit: int = 100
    ) -> tuple[Proposal, ...]:
        """Return proposals in the order of their IDs, those of one state if it is given."""
        with self.database.reading() as session:
            return proposals.proposals(session, state, after, limit)

    def faults(self) -> list[str]:
        """Return what is wrong with the store, a sentence each; `[]` when all is whole.

        The log's digests are computed again, and the log is replayed and compared with the
        tables; a SQLite file is checked page by page too.
        """
        with self.database.reading() as session:
            return [*self.database.check(), *whole.faults(session)]

    def close(self) -> None:
        """Release what the store holds; nothing may be asked of it afterwards."""
        self.database.close()

    @contextmanager
    def _changing(self, by: Author) -> Iterator[Session]:
        with self.database.writing() as session:
            if meta.four_eyes(session):
                raise ApprovalError(by.actor, "a change must be proposed, for another to approve")
            yield session


def _revision_or_head(session: Session, revision: int | None) -> int:
    return head_of(session).revision if revision is None else revision


def _in_memory(session: Session, revision: int) -> MemoryStore:
    return MemoryStore(
        read.stream_entities(session, revision),
        read.stream_aliases(session, revision),
        read.name_at(session, revision),
        read.redirects_at(session, revision),
    )
