"""The handlers of ResolverService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from normalizer.engine import NameService
from normalizer.service.compute import Size
from normalizer.service.convert import resolve_options, write_resolution
from normalizer.service.desk import Desk
from normalizer.service.limits import MAX_NAMES, bad_options, require, too_many
from normalizer.service.status import to_status
from normalizer.service.telemetry.metrics import Tally
from normalizer.types import ResolveOptions
from normalizer.v1 import resolver_pb2, resolver_pb2_grpc
from normalizer.version import ENGINE_VERSION

INLINE_NAMES = 8
_DEFAULTS = ResolveOptions()

Batch = resolver_pb2.BatchResolveNamesRequest | resolver_pb2.StreamResolveNamesRequest


class ResolverServicer(resolver_pb2_grpc.ResolverServiceServicer):
    """Resolves names with the engine on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ResolveName(
        self, request: resolver_pb2.ResolveNameRequest, context: Any
    ) -> resolver_pb2.ResolveNameResponse:
        """Return the answer for one name."""
        options = _DEFAULTS
        if request.HasField("options"):
            require(bad_options(request.options, "options."))
            options = resolve_options(request.options)
        answer = self._desk.engine.resolve(request.name, options)
        tally = Tally()
        tally.note(answer.decision, answer.candidates)
        self._desk.count(1, tally)
        response = resolver_pb2.ResolveNameResponse(engine_version=ENGINE_VERSION)
        write_resolution(answer, response.resolution)
        return response

    async def BatchResolveNames(
        self, request: resolver_pb2.BatchResolveNamesRequest, context: Any
    ) -> resolver_pb2.BatchResolveNamesResponse:
        """Return a result for each name, in order."""
        return resolver_pb2.BatchResolveNamesResponse(
            results=await self._results(request), engine_version=ENGINE_VERSION
        )

    async def StreamResolveNames(
        self, request_iterator: AsyncIterator[resolver_pb2.StreamResolveNamesRequest], context: Any
    ) -> AsyncIterator[resolver_pb2.StreamResolveNamesResponse]:
        """Yield the results of each request, in order."""
        async for request in request_iterator:
            yield resolver_pb2.StreamResolveNamesResponse(
                results=await self._results(request), engine_version=ENGINE_VERSION
            )

    async def _results(self, batch: Batch) -> list[resolver_pb2.ResolutionResult]:
        require(
            [
                *too_many("queries", batch.queries, MAX_NAMES),
                *bad_options(batch.options, "options."),
            ]
        )
        tally = Tally()
        work = partial(_result, self._desk.engine, resolve_options(batch.options), tally)
        numbered = list(enumerate(batch.queries))
        size = Size.SMALL if len(numbered) <= INLINE_NAMES else Size.MEDIUM
        results = await self._desk.compute.each(work, numbered, size)
        self._desk.count(len(results), tally)
        return results


def _result(
    engine: NameService,
    shared: ResolveOptions,
    tally: Tally,
    numbered: tuple[int, resolver_pb2.NameQuery],
) -> resolver_pb2.ResolutionResult:
    """Return the outcome for one name of a batch; no error of one name leaves it."""
    place, query = numbered
    try:
        options = shared
        if query.HasField("options"):
            require(bad_options(query.options, "options."))
            options = resolve_options(query.options)
        answer = engine.resolve(query.name, options)
        tally.note(answer.decision, answer.candidates)
        result = resolver_pb2.ResolutionResult()
        write_resolution(answer, result.resolution)
        return result
    except Exception as error:
        return resolver_pb2.ResolutionResult(error=to_status(error, f"queries[{place}]."))
