"""The handlers of ReviewService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from functools import partial
from typing import Any

from normalizer.curation.review import MAX_ITEMS, ReviewItem, ReviewQuery
from normalizer.service.convert import candidate, candidate_message
from normalizer.service.curation.counter import Counter
from normalizer.service.curation.pages import size_of
from normalizer.service.enums import KINDS
from normalizer.service.faults import Violation
from normalizer.service.limits import MAX_KEYWORD, bad_language, require, too_long
from normalizer.v1 import curation_pb2 as pb
from normalizer.v1 import curation_pb2_grpc, types_pb2

DEFAULT_ITEMS = 20


class ReviewServicer(curation_pb2_grpc.ReviewServiceServicer):
    """Shows the inbox of the table at the counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    async def ListReviewItems(
        self, request: pb.ListReviewItemsRequest, context: Any
    ) -> pb.ListReviewItemsResponse:
        """Return one page of what waits for a curator."""
        query = _query(request)
        page = await self._counter.run(partial(self._counter.table.review, query))
        return pb.ListReviewItemsResponse(
            items=map(item_message, page.items), next_page_token=page.next_page_token
        )


def item_message(source: ReviewItem) -> pb.ReviewItem:
    """Return the message of an item."""
    return pb.ReviewItem(
        key=source.key,
        surfaces=[pb.SurfaceCount(surface=text, count=n) for text, n in source.surfaces],
        mentions=source.mentions,
        documents=source.documents,
        languages=source.languages,
        script=source.script,
        kind=KINDS.number[source.kind] if source.kind else types_pb2.KIND_UNSPECIFIED,
        snippets=source.snippets,
        suggestions=map(candidate_message, source.suggestions),
    )


def item(message: pb.ReviewItem) -> ReviewItem:
    """Return the item that a message carries."""
    return ReviewItem(
        key=message.key,
        surfaces=tuple((each.surface, each.count) for each in message.surfaces),
        mentions=message.mentions,
        documents=message.documents,
        languages=tuple(message.languages),
        script=message.script,
        kind=KINDS.member.get(message.kind),
        snippets=tuple(message.snippets),
        suggestions=tuple(map(candidate, message.suggestions)),
    )


def _query(request: pb.ListReviewItemsRequest) -> ReviewQuery:
    faults = [
        *(bad_language("language", request.language) if request.language else ()),
        *too_long("script", request.script, MAX_KEYWORD),
        *too_long("page_token", request.page_token, MAX_KEYWORD),
    ]
    if request.kind and request.kind not in KINDS.member:
        faults.append(Violation("kind", f"{request.kind} is not a kind of entity"))
    if request.min_mentions < 0:
        faults.append(Violation("min_mentions", "must not be negative"))
    require(faults)
    return ReviewQuery(
        language=request.language,
        script=request.script,
        kind=KINDS.member.get(request.kind),
        min_mentions=max(1, request.min_mentions),
        limit=size_of(request.page_size, DEFAULT_ITEMS, MAX_ITEMS),
        page_token=request.page_token,
    )
