"""The handlers of ResolverService.

They answer in bytes, which are messages of the contract already (`asking.py`).
"""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from normalizer.service.asking import VERSION, Asking, Options
from normalizer.service.compute import Size
from normalizer.service.desk import Desk
from normalizer.service.limits import MAX_NAMES, bad_options, require, too_many
from normalizer.service.memory import Given
from normalizer.service.telemetry.tally import Tally
from normalizer.v1 import resolver_pb2, resolver_pb2_grpc

INLINE_NAMES = 8

Batch = resolver_pb2.BatchResolveNamesRequest | resolver_pb2.StreamResolveNamesRequest


class _Wish(NamedTuple):
    """A name of a batch, by its place, and the options that it has of its own."""

    place: int
    name: str
    own: Options | None


class ResolverServicer(resolver_pb2_grpc.ResolverServiceServicer):
    """Resolves names with the engine on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ResolveName(self, request: resolver_pb2.ResolveNameRequest, context: Any) -> Any:
        """Return the answer for one name."""
        asking = Asking(self._desk, request.options)
        given = asking.before(request.name)
        if given is None:
            require(bad_options(request.options, "options."))
            (given,) = await self._desk.compute.each(asking.anew, (request.name,), Size.SMALL)
            asking.remember(request.name, None, given)
        self._desk.count(1, Tally({(given.decision, given.stage): 1}, given.candidates))
        return given.item[given.start :] + VERSION

    async def BatchResolveNames(
        self, request: resolver_pb2.BatchResolveNamesRequest, context: Any
    ) -> Any:
        """Return a result for each name, in order."""
        return await self._results(request)

    async def StreamResolveNames(
        self, request_iterator: AsyncIterator[resolver_pb2.StreamResolveNamesRequest], context: Any
    ) -> AsyncIterator[Any]:
        """Yield the results of each request, in order."""
        async for request in request_iterator:
            yield await self._results(request)

    async def _results(self, batch: Batch) -> bytes:
        """Return a response: what is remembered from here, the rest from where work is done."""
        require(
            [
                *too_many("queries", batch.queries, MAX_NAMES),
                *bad_options(batch.options, "options."),
            ]
        )
        asking = Asking(self._desk, batch.options)
        wishes = [
            _Wish(place, query.name, query.options if query.HasField("options") else None)
            for place, query in enumerate(batch.queries)
        ]
        given = [asking.before(wish.name, wish.own) for wish in wishes]
        missing = [wish for wish, each in zip(wishes, given, strict=True) if each is None]
        if missing:
            size = Size.SMALL if len(missing) <= INLINE_NAMES else Size.MEDIUM
            made = await self._desk.compute.each(lambda wish: asking.outcome(*wish), missing, size)
            for wish, each in zip(missing, made, strict=True):
                given[wish.place] = each
                asking.remember(wish.name, wish.own, each)
        answers = [each for each in given if each is not None]
        self._count(answers)
        return b"".join([each.item for each in answers]) + VERSION

    def _count(self, answers: list[Given]) -> None:
        tally = Tally()
        for each in answers:
            if each.revision:
                tally.add(each.decision, each.stage, each.candidates)
        self._desk.count(len(answers), tally)
