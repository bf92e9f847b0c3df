"""What a curator can do to the alias table: one frozen dataclass an operation.

An operation says what is wanted. What it changes row by row is planned against the table as it
stands (`planning/`) and kept in the change log. An ID that was merged into another stands for
that other in every operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from normalizer.rulings import Ruling, RulingKind
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Entity, Kind


@dataclass(frozen=True, slots=True)
class AliasKey:
    """Which row of an entity's aliases: its text and language are one row's alone."""

    entity_id: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CreateEntity:
    """A new entity with its aliases.

    With an empty `entity.id` the store gives out an ID that was never in use; an ID that is
    given must never have been. The `entity_id` of the aliases is empty or that of the entity.
    """

    entity: Entity
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateEntity:
    """Other values for fields of an entity; None leaves a field as it is.

    `xrefs` holds the cross-references that change; an empty value removes one.
    """

    entity_id: str
    kind: Kind | None = None
    name: str | None = None
    country: str | None = None
    gender: str | None = None
    description: str | None = None
    xrefs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeleteEntity:
    """An entity and its aliases are gone; its ID is never given out again."""

    entity_id: str


@dataclass(frozen=True, slots=True)
class AddAlias:
    """One more alias of an entity. The very same row once more changes nothing."""

    alias: Alias


@dataclass(frozen=True, slots=True)
class ChangeAlias:
    """Another row in place of an alias, of the same entity or of another."""

    key: AliasKey
    alias: Alias


@dataclass(frozen=True, slots=True)
class RemoveAlias:
    """One alias of an entity is gone."""

    key: AliasKey


@dataclass(frozen=True, slots=True)
class Merge:
    """An entity becomes part of another, and its ID redirects there for ever.

    Aliases move, the canonical name becomes an alias, empty fields of the other are filled.
    A cross-reference of a scheme in which both have one is kept as `SCHEME-of-ID`.
    """

    entity_id: str
    into: str


@dataclass(frozen=True, slots=True)
class Split:
    """Some aliases and cross-references of an entity become those of a new one.

    The ID of the new entity is given out as with `CreateEntity`. `xrefs` are schemes.
    """

    entity_id: str
    entity: Entity
    aliases: tuple[AliasKey, ...] = ()
    xrefs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling from now on; see the functions below. The same once more changes nothing."""

    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A ruling no longer holds."""

    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Undo:
    """The rows that a change has changed are again as they were before it."""

    revision: int


Operation = (
    CreateEntity
    | UpdateEntity
    | DeleteEntity
    | AddAlias
    | ChangeAlias
    | RemoveAlias
    | Merge
    | Split
    | Rule
    | Withdraw
    | Undo
)


def accept(surface: str, entity_id: str, kind: AliasKind, lang: str = "") -> AddAlias:
    """Return the operation by which a mention's surface form becomes an alias.

    The script is left to the store, which takes that of most letters.
    """
    return AddAlias(Alias(surface, entity_id, kind, lang, source="inbox"))


def never(surface: str, entity_id: str) -> Rule:
    """Return the ruling that a surface form never means an entity."""
    return Rule(Ruling(RulingKind.NEVER, normalise(surface), entity_id))


def keep_apart(entity_id: str, other_id: str) -> Rule:
    """Return the ruling that two entities are not one, so that they are never merged."""
    return Rule(Ruling(RulingKind.APART, *sorted((entity_id, other_id))))


def not_a_name(surface: str) -> Rule:
    """Return the ruling that a surface form names nobody."""
    return Rule(Ruling(RulingKind.NOT_A_NAME, normalise(surface)))


def skip(surface: str, mentions: int) -> Rule:
    """Return the ruling that the inbox is silent on a surface form seen `mentions` times."""
    return Rule(Ruling(RulingKind.SKIPPED, normalise(surface), str(mentions)))
