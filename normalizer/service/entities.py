"""The handlers of EntityService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from normalizer.engine import NameService
from normalizer.search import MAX_LIMIT, MAX_PAGE_SIZE
from normalizer.service.compute import Size
from normalizer.service.convert_entities import entity_id, entity_message
from normalizer.service.desk import Desk
from normalizer.service.enums import KINDS
from normalizer.service.faults import Violation
from normalizer.service.limits import (
    MAX_KEYWORD,
    bad_kinds,
    require,
    too_long,
)
from normalizer.types import Entity, Kind
from normalizer.v1 import entities_pb2, entities_pb2_grpc

DEFAULT_PAGE = 50
DEFAULT_FOUND = 20
_INLINE_ENTITIES = 50


class EntityServicer(entities_pb2_grpc.EntityServiceServicer):
    """Reads the alias table of the engine on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def GetEntity(
        self, request: entities_pb2.GetEntityRequest, context: Any
    ) -> entities_pb2.GetEntityResponse:
        """Return one entity."""
        require([*too_long("name", request.name, MAX_KEYWORD), *_bad_view(request.view)])
        engine = self._desk.engine
        found = engine.entity(entity_id(request.name))
        return entities_pb2.GetEntityResponse(entity=_viewed(engine, request.view, found))

    async def ListEntities(
        self, request: entities_pb2.ListEntitiesRequest, context: Any
    ) -> entities_pb2.ListEntitiesResponse:
        """Return one page of entities."""
        require(
            [
                *bad_kinds("kinds", request.kinds),
                *too_long("page_token", request.page_token, MAX_KEYWORD),
                *_negative("page_size", request.page_size),
                *_bad_view(request.view),
            ]
        )
        engine = self._desk.engine
        size = min(request.page_size or DEFAULT_PAGE, MAX_PAGE_SIZE)
        work = partial(engine.list_entities, _kinds(request.kinds), size, request.page_token)
        page = await self._desk.compute.one(work)
        return entities_pb2.ListEntitiesResponse(
            entities=await self._messages(engine, request.view, page.entities),
            next_page_token=page.next_page_token,
            revision=engine.revision,
        )

    async def SearchEntities(
        self, request: entities_pb2.SearchEntitiesRequest, context: Any
    ) -> entities_pb2.SearchEntitiesResponse:
        """Return the entities that fit a few words, best first."""
        require(
            [
                *bad_kinds("kinds", request.kinds),
                *too_long("query", request.query, MAX_KEYWORD),
                *_negative("max_results", request.max_results),
                *_bad_view(request.view),
            ]
        )
        engine = self._desk.engine
        limit = min(request.max_results or DEFAULT_FOUND, MAX_LIMIT)
        work = partial(engine.search, request.query, _kinds(request.kinds), limit)
        found = await self._desk.compute.one(work)
        return entities_pb2.SearchEntitiesResponse(
            entities=await self._messages(engine, request.view, found), revision=engine.revision
        )

    async def _messages(
        self, engine: NameService, view: int, found: Sequence[Entity]
    ) -> list[entities_pb2.Entity]:
        work = partial(_viewed, engine, view)
        size = Size.SMALL if len(found) <= _INLINE_ENTITIES else Size.MEDIUM
        return await self._desk.compute.each(work, found, size)


def _viewed(engine: NameService, view: int, found: Entity) -> entities_pb2.Entity:
    full = view == entities_pb2.ENTITY_VIEW_FULL
    return entity_message(found, engine.aliases_of(found.id) if full else ())


def _kinds(numbers: Sequence[int]) -> frozenset[Kind]:
    return frozenset(KINDS.member[number] for number in numbers)


def _negative(field: str, number: int) -> Iterator[Violation]:
    if number < 0:
        yield Violation(field, "must not be negative")


def _bad_view(view: int) -> Iterator[Violation]:
    if view not in entities_pb2.EntityView.values():
        yield Violation("view", f"{view} is not a view of an entity")
