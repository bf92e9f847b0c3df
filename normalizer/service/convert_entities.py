"""Entities, aliases and schemes: types of the domain ↔ messages of the contract."""

from __future__ import annotations

from collections.abc import Iterable

from normalizer.errors import InvalidOptionError
from normalizer.schemes import SchemeInfo
from normalizer.service.enums import ALIAS_KINDS, KINDS
from normalizer.types import Alias, Entity
from normalizer.v1 import entities_pb2, romaniser_pb2

_COLLECTION = "entities/"


def resource_name(entity_id: str) -> str:
    """Return the resource name of an entity.

    >>> resource_name("nn100001")
    'entities/nn100001'
    """
    return _COLLECTION + entity_id


def entity_id(name: str) -> str:
    """Return the ID in a resource name; raise InvalidOptionError when it is no entity's name."""
    if not name.startswith(_COLLECTION):
        raise InvalidOptionError("name", "is not of the form entities/{id}")
    return name.removeprefix(_COLLECTION)


def entity(message: entities_pb2.Entity) -> Entity:
    """Return the entity that a message carries."""
    return Entity(
        id=message.entity_id,
        kind=KINDS.member[message.kind],
        name=message.canonical_name,
        country=message.country,
        gender=message.gender,
        description=message.description,
        xrefs=dict(message.xrefs),
    )


def entities(messages: Iterable[entities_pb2.Entity]) -> tuple[Entity, ...]:
    """Return the entities that messages carry, in order."""
    return tuple(map(entity, messages))


def entity_message(source: Entity, known_as: Iterable[Alias] = ()) -> entities_pb2.Entity:
    """Return the message of an entity, with these aliases, if any."""
    return entities_pb2.Entity(
        name=resource_name(source.id),
        entity_id=source.id,
        kind=KINDS.number[source.kind],
        canonical_name=source.name,
        country=source.country,
        gender=source.gender,
        description=source.description,
        xrefs=dict(source.xrefs),
        aliases=map(alias_message, known_as),
    )


def aliases(message: entities_pb2.Entity) -> tuple[Alias, ...]:
    """Return the aliases that came with an entity."""
    return tuple(alias(each, message.entity_id) for each in message.aliases)


def alias(message: entities_pb2.Alias, owner: str) -> Alias:
    """Return the alias that a message carries; `owner` is its entity's ID."""
    return Alias(
        text=message.text,
        entity_id=owner,
        kind=ALIAS_KINDS.member[message.kind],
        lang=message.language,
        script=message.script,
        scheme=message.scheme,
        source=message.source,
        note=message.note,
    )


def alias_message(source: Alias) -> entities_pb2.Alias:
    """Return the message of an alias."""
    return entities_pb2.Alias(
        text=source.text,
        kind=ALIAS_KINDS.number[source.kind],
        language=source.lang,
        script=source.script,
        scheme=source.scheme,
        source=source.source,
        note=source.note,
    )


def scheme(message: romaniser_pb2.Scheme) -> SchemeInfo:
    """Return the scheme that a message describes."""
    return SchemeInfo(
        id=message.id,
        lang=message.language,
        script=message.script,
        name=message.name,
        description=message.description,
        source=message.source,
        url=message.url,
    )


def scheme_message(source: SchemeInfo) -> romaniser_pb2.Scheme:
    """Return the message of a scheme."""
    return romaniser_pb2.Scheme(
        id=source.id,
        language=source.lang,
        script=source.script,
        name=source.name,
        description=source.description,
        source=source.source,
        url=source.url,
    )
