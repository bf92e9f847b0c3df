"""The handlers of CurationService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from normalizer.service.call import known_name
from normalizer.service.curation.answers import (
    PROPOSAL_STATES,
    applied_message,
    preview_message,
    proposal_message,
)
from normalizer.service.curation.authors import actor, author
from normalizer.service.curation.counter import Counter
from normalizer.service.curation.edits import operations
from normalizer.service.curation.importer import import_table
from normalizer.service.curation.pages import number_in, size_of, token_of
from normalizer.service.curation.rows import (
    RULING_KINDS,
    change_message,
    record_message,
    ruling_message,
)
from normalizer.service.faults import Violation
from normalizer.service.limits import MAX_KEYWORD, require, too_long
from normalizer.store.changes import Change, HistoryQuery
from normalizer.v1 import curation_pb2 as pb
from normalizer.v1 import curation_pb2_grpc, edits_pb2

WATCH_BATCH = 100


class CurationServicer(curation_pb2_grpc.CurationServiceServicer):
    """Writes to the table at the counter, and tells its history."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    async def GetTable(self, request: pb.GetTableRequest, context: Any) -> pb.GetTableResponse:
        """Return where the table stands."""
        table = self._counter.table
        revision = await self._counter.run(lambda: table.revision)
        four_eyes = await self._counter.run(lambda: table.four_eyes)
        return pb.GetTableResponse(revision=revision, four_eyes=four_eyes)

    async def ApplyEdits(
        self, request: pb.ApplyEditsRequest, context: Any
    ) -> pb.ApplyEditsResponse:
        """Apply or propose edits."""
        store, by = self._counter.table, author(request.author, known_name())
        wanted = operations(request.edits)
        if request.propose:
            kept = await self._counter.run(partial(store.propose, wanted, by))
            return pb.ApplyEditsResponse(proposal=proposal_message(kept))
        done = await self._counter.run(partial(store.apply, wanted, by))
        return pb.ApplyEditsResponse(applied=applied_message(done))

    async def PreviewEdits(
        self, request: pb.PreviewEditsRequest, context: Any
    ) -> pb.PreviewEditsResponse:
        """Tell what edits would do."""
        wanted = operations(request.edits)
        found = await self._counter.run(partial(self._counter.table.preview, wanted))
        return preview_message(found)

    async def UndoChanges(
        self, request: pb.UndoChangesRequest, context: Any
    ) -> pb.UndoChangesResponse:
        """Undo changes."""
        store, by = self._counter.table, author(request.author, known_name())
        last = request.last_revision or request.first_revision
        if not 1 <= request.first_revision <= last:
            require([Violation("first_revision", "must be from 1 to last_revision")])
        done = await self._counter.run(partial(store.undo, request.first_revision, last, by))
        return pb.UndoChangesResponse(applied=applied_message(done))

    async def GetEntityRecord(
        self, request: pb.GetEntityRecordRequest, context: Any
    ) -> pb.GetEntityRecordResponse:
        """Return all of an ID, now or at a revision."""
        require(too_long("entity_id", request.entity_id, MAX_KEYWORD))
        work = partial(self._counter.table.record, request.entity_id)
        if request.HasField("revision"):
            work = partial(self._counter.table.record_at, request.entity_id, request.revision)
        return pb.GetEntityRecordResponse(record=record_message(await self._counter.run(work)))

    async def ListChanges(
        self, request: pb.ListChangesRequest, context: Any
    ) -> pb.ListChangesResponse:
        """Return one page of changes."""
        query = _history_query(request)
        store = self._counter.table
        found = await self._counter.run(partial(store.history, query))
        full = len(found) == query.limit
        return pb.ListChangesResponse(
            changes=map(change_message, found),
            next_page_token=token_of("changes", found[-1].revision) if full else "",
            revision=await self._counter.run(lambda: store.revision),
        )

    async def WatchChanges(
        self, request: pb.WatchChangesRequest, context: Any
    ) -> AsyncIterator[pb.WatchChangesResponse]:
        """Yield changes as they are made, and signs of life between them."""
        store, feed = self._counter.table, self._counter.feed
        seen = request.after_revision
        if not request.HasField("after_revision"):
            seen = await self._counter.run(lambda: store.revision)
        async with feed.watched():
            while True:
                await feed.after(seen)
                query = HistoryQuery(after=seen, limit=WATCH_BATCH)
                found: Sequence[Change] = await self._counter.run(partial(store.history, query))
                seen = found[-1].revision if found else seen
                yield pb.WatchChangesResponse(changes=map(change_message, found), revision=seen)

    async def ImportTable(
        self, requests: AsyncIterator[pb.ImportTableRequest], context: Any
    ) -> AsyncIterator[pb.ImportTableResponse]:
        """Yield what files change, and the summary."""
        async for answer in import_table(requests, self._counter):
            yield answer

    async def ListRulings(
        self, request: pb.ListRulingsRequest, context: Any
    ) -> pb.ListRulingsResponse:
        """Return one page of the rulings in force."""
        known = RULING_KINDS.member
        require(
            Violation(f"kinds[{at}]", f"{kind} is not a kind of ruling")
            for at, kind in enumerate(request.kinds)
            if kind not in known
        )
        start, size = number_in("rulings", request.page_token), size_of(request.page_size)
        wanted = {known[kind] for kind in request.kinds}
        every = await self._counter.run(self._counter.table.rulings)
        found = [each for each in every if not wanted or each.kind in wanted]
        more = start + size < len(found)
        return pb.ListRulingsResponse(
            rulings=map(ruling_message, found[start : start + size]),
            next_page_token=token_of("rulings", start + size) if more else "",
        )

    async def ListProposals(
        self, request: pb.ListProposalsRequest, context: Any
    ) -> pb.ListProposalsResponse:
        """Return one page of proposals."""
        if request.state not in edits_pb2.ProposalState.values():
            require([Violation("state", f"{request.state} is not a state of a proposal")])
        state = PROPOSAL_STATES.member.get(request.state)
        after = max(number_in("proposals", request.page_token), request.after)
        size = size_of(request.page_size)
        found = await self._counter.run(partial(self._counter.table.proposals, state, after, size))
        full = len(found) == size
        return pb.ListProposalsResponse(
            proposals=map(proposal_message, found),
            next_page_token=token_of("proposals", found[-1].id) if full else "",
        )

    async def ApproveProposal(
        self, request: pb.ApproveProposalRequest, context: Any
    ) -> pb.ApproveProposalResponse:
        """Apply a proposal of somebody else."""
        require(too_long("note", request.note, MAX_KEYWORD))
        by = actor(request.actor, known_name())
        done = await self._counter.run(
            partial(self._counter.table.approve, request.id, by, request.note)
        )
        return pb.ApproveProposalResponse(applied=applied_message(done))

    async def DeclineProposal(
        self, request: pb.DeclineProposalRequest, context: Any
    ) -> pb.DeclineProposalResponse:
        """Close a proposal."""
        require(too_long("note", request.note, MAX_KEYWORD))
        by = actor(request.actor, known_name())
        closed = await self._counter.run(
            partial(self._counter.table.decline, request.id, by, request.note)
        )
        return pb.DeclineProposalResponse(proposal=proposal_message(closed))


def _history_query(request: pb.ListChangesRequest) -> HistoryQuery:
    """Return the query of a page: its token is the revision that the page before ended at."""
    require(
        [
            *too_long("entity_id", request.entity_id, MAX_KEYWORD),
            *too_long("actor", request.actor, MAX_KEYWORD),
            *too_long("operation", request.operation, MAX_KEYWORD),
        ]
    )
    at = number_in("changes", request.page_token)
    after, before = request.after_revision, request.before_revision
    return HistoryQuery(
        entity_id=request.entity_id,
        actor=request.actor,
        operation=request.operation,
        after=after if request.newest_first else max(after, at),
        before=(at or before) if request.newest_first else before,
        limit=size_of(request.page_size),
        newest_first=request.newest_first,
    )
