"""The handlers of RomaniserService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from functools import partial
from typing import Any

from normalizer.errors import InvalidTextError
from normalizer.service.convert_entities import scheme_message
from normalizer.service.desk import Desk
from normalizer.service.limits import (
    MAX_KEYWORD,
    MAX_ROMANISED,
    bad_language,
    require,
    too_long,
)
from normalizer.v1 import romaniser_pb2, romaniser_pb2_grpc
from normalizer.version import ENGINE_VERSION


class RomaniserServicer(romaniser_pb2_grpc.RomaniserServiceServicer):
    """Romanises with the engine on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def RomaniseText(
        self, request: romaniser_pb2.RomaniseTextRequest, context: Any
    ) -> romaniser_pb2.RomaniseTextResponse:
        """Return one text in Latin letters."""
        for violation in too_long("text", request.text, MAX_ROMANISED):
            raise InvalidTextError(*violation)
        require(too_long("scheme", request.scheme, MAX_KEYWORD))
        if request.language:
            require(bad_language("language", request.language))
        engine = self._desk.engine
        work = partial(engine.romanise, request.text, request.scheme, request.language)
        answer = await self._desk.compute.one(work)
        return romaniser_pb2.RomaniseTextResponse(
            text=answer.text, scheme=answer.scheme, engine_version=ENGINE_VERSION
        )

    async def ListSchemes(
        self, request: romaniser_pb2.ListSchemesRequest, context: Any
    ) -> romaniser_pb2.ListSchemesResponse:
        """Return every scheme."""
        schemes = await self._desk.compute.one(self._desk.engine.schemes)
        return romaniser_pb2.ListSchemesResponse(schemes=map(scheme_message, schemes))
