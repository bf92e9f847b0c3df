"""A `Curation` that asks a server: the same edits, the same answers, the same errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import grpc

from normalizer.client.channels import open_channels
from normalizer.client.failures import Reader
from normalizer.client.importing import TIMEOUT as IMPORT_SECONDS
from normalizer.client.importing import ImportedRow, ImportOrder, ImportSum, imported
from normalizer.client.options import ClientOptions, metadata
from normalizer.curation.findings import Preview
from normalizer.curation.review import ReviewPage, ReviewQuery
from normalizer.rulings import Ruling, Rulings
from normalizer.service.curation.answers import (
    PROPOSAL_STATES,
    applied,
    preview,
    proposal,
)
from normalizer.service.curation.authors import author_message
from normalizer.service.curation.edits import edit_message
from normalizer.service.curation.reviewer import item
from normalizer.service.curation.rows import change, record, ruling
from normalizer.service.enums import KINDS
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
from normalizer.v1 import curation_pb2 as pb
from normalizer.v1 import curation_pb2_grpc, edits_pb2, types_pb2

_DEFAULTS = ClientOptions(channels=1)
_PAGE = 1_000

Answer = TypeVar("Answer")


class RemoteCuration:
    """The alias table of a server at `target` (`HOST:PORT`); safe between threads.

    `timeout` is in seconds, for each call. Every method may raise UnavailableError. Nothing is
    connected before the first call.
    """

    def __init__(
        self, target: str, timeout: float = 30.0, options: ClientOptions = _DEFAULTS
    ) -> None:
        self._timeout = timeout
        self._metadata = metadata(target, options)
        [self._channel, *_] = open_channels(target, options)
        self._reader = Reader(target, timeout)
        self._table = curation_pb2_grpc.CurationServiceStub(self._channel)
        self._inbox = curation_pb2_grpc.ReviewServiceStub(self._channel)

    @property
    def four_eyes(self) -> bool:
        """Return whether every change needs the approval of another person."""
        return bool(self._ask(self._table.GetTable, pb.GetTableRequest()).four_eyes)

    @property
    def revision(self) -> int:
        """Return the number of the last change."""
        return int(self._ask(self._table.GetTable, pb.GetTableRequest()).revision)

    def preview(self, operations: Sequence[Operation]) -> Preview:
        """Return what operations would do, without doing it."""
        request = pb.PreviewEditsRequest(edits=map(edit_message, operations))
        return self._reader.read(preview, self._ask(self._table.PreviewEdits, request))

    def apply(self, operations: Sequence[Operation], by: Author) -> Applied:
        """Make all changes or none, and return them."""
        edits = map(edit_message, operations)
        request = pb.ApplyEditsRequest(edits=edits, author=author_message(by))
        answer = self._ask(self._table.ApplyEdits, request)
        return self._reader.read(applied, answer.applied)

    def undo(self, first: int, last: int, by: Author) -> Applied:
        """Undo the changes from `first` to `last`, the last first, as new changes."""
        request = pb.UndoChangesRequest(
            first_revision=first, last_revision=last, author=author_message(by)
        )
        return self._reader.read(applied, self._ask(self._table.UndoChanges, request).applied)

    def record(self, entity_id: str) -> EntityRecord:
        """Return all of an ID as it stands; raise UnknownEntityError."""
        return self._record(pb.GetEntityRecordRequest(entity_id=entity_id))

    def record_at(self, entity_id: str, revision: int) -> EntityRecord:
        """Return all of an ID as it stood at a revision; raise UnknownEntityError."""
        return self._record(pb.GetEntityRecordRequest(entity_id=entity_id, revision=revision))

    def _record(self, request: pb.GetEntityRecordRequest) -> EntityRecord:
        return self._reader.read(record, self._ask(self._table.GetEntityRecord, request).record)

    def history(self, query: HistoryQuery = HistoryQuery()) -> tuple[Change, ...]:  # noqa: B008 - frozen
        """Return the changes that a query asks for."""
        request = pb.ListChangesRequest(
            entity_id=query.entity_id,
            actor=query.actor,
            operation=query.operation,
            after_revision=query.after,
            before_revision=query.before,
            newest_first=query.newest_first,
            page_size=query.limit,
        )
        return self._all(change, self._ask(self._table.ListChanges, request).changes)

    def wait_for_change(self, after: int, timeout: float) -> int:
        """Return the revision once it is higher than `after`, or after `timeout` seconds."""
        request, end = pb.WatchChangesRequest(after_revision=after), time.monotonic() + timeout
        with self._reader.failures():
            watching = self._table.WatchChanges(request, timeout=timeout, metadata=self._metadata)
            try:
                for message in watching:
                    if message.changes or time.monotonic() >= end:
                        return int(message.revision)
            except grpc.RpcError as failure:
                if failure.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                    raise
            finally:
                watching.cancel()
        return after

    def rulings(self) -> Rulings:
        """Return the rulings in force, asked for page by page."""
        return Rulings(self._rulings())

    def _rulings(self) -> Iterator[Ruling]:
        request = pb.ListRulingsRequest(page_size=_PAGE)
        while True:
            answer = self._ask(self._table.ListRulings, request)
            yield from self._all(ruling, answer.rulings)
            if not answer.next_page_token:
                return
            request.page_token = answer.next_page_token

    def propose(self, operations: Sequence[Operation], by: Author) -> Proposal:
        """Keep edits for another person to approve."""
        edits = map(edit_message, operations)
        request = pb.ApplyEditsRequest(edits=edits, author=author_message(by), propose=True)
        return self._reader.read(proposal, self._ask(self._table.ApplyEdits, request).proposal)

    def proposals(
        self, state: ProposalState | None = None, after: int = 0, limit: int = 100
    ) -> tuple[Proposal, ...]:
        """Return proposals in the order of their IDs, those of one state if it is given."""
        number = PROPOSAL_STATES.number[state] if state else edits_pb2.PROPOSAL_STATE_UNSPECIFIED
        request = pb.ListProposalsRequest(state=number, after=after, page_size=limit)
        return self._all(proposal, self._ask(self._table.ListProposals, request).proposals)

    def approve(self, proposal_id: int, actor: str, note: str = "") -> Applied:
        """Apply an open proposal of somebody else."""
        request = pb.ApproveProposalRequest(id=proposal_id, actor=actor, note=note)
        return self._reader.read(applied, self._ask(self._table.ApproveProposal, request).applied)

    def decline(self, proposal_id: int, actor: str, note: str = "") -> Proposal:
        """Close an open proposal without applying it."""
        request = pb.DeclineProposalRequest(id=proposal_id, actor=actor, note=note)
        return self._reader.read(proposal, self._ask(self._table.DeclineProposal, request).proposal)

    def review(self, query: ReviewQuery = ReviewQuery()) -> ReviewPage:  # noqa: B008 - frozen
        """Return a page of what waits for a curator, the most pressing first."""
        request = pb.ListReviewItemsRequest(
            language=query.language,
            script=query.script,
            kind=KINDS.number[query.kind] if query.kind else types_pb2.KIND_UNSPECIFIED,
            min_mentions=query.min_mentions,
            page_size=query.limit,
            page_token=query.page_token,
        )
        answer = self._ask(self._inbox.ListReviewItems, request)
        return ReviewPage(self._all(item, answer.items), answer.next_page_token)

    def import_files(
        self, order: ImportOrder, paths: Iterable[str]
    ) -> Iterator[ImportedRow | ImportSum]:
        """Yield how each row of files stands to the table, then the sum; see `importing.py`."""

        def opened(requests: Iterator[Any]) -> Any:
            return self._table.ImportTable(
                requests, timeout=IMPORT_SECONDS, metadata=self._metadata
            )

        return imported(opened, order, paths, Reader(self._reader.target, IMPORT_SECONDS))

    def close(self) -> None:
        """Close the connection; idempotent."""
        self._channel.close()

    def _ask(self, method: Callable[..., Any], request: object) -> Any:
        with self._reader.failures():
            return method(request, timeout=self._timeout, metadata=self._metadata)

    def _all(self, means: Callable[[Any], Answer], messages: Sequence[Any]) -> tuple[Answer, ...]:
        return tuple(self._reader.read(means, message) for message in messages)
