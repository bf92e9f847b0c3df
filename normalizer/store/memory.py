"""The alias table held in memory, immutable: what the seeds are loaded into."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from types import MappingProxyType

from normalizer.errors import StoreError, UnknownEntityError
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Entity

CANONICAL_LANG = "en"
CANONICAL_SCRIPT = "Latn"

_line_of_alias = attrgetter(
    "entity_id", "text", "lang", "script", "kind", "scheme", "source", "note"
)


class MemoryStore:
    """An alias table of given entities and aliases; implements `AliasStore`.

    The canonical name of an entity is an official English alias of it, unless a row for that
    very alias and language is given, which then stands. The order of what is given does not
    matter, neither for the order of what is returned nor for the revision.

    `revision` is that of a table that has one already, else a hash of the content is made.
    `redirects` are IDs that stand for other ones: they can be asked for and are not listed.
    """

    __slots__ = ("_aliases", "_entities", "_in_order", "_redirects", "_revision", "_spans")

    def __init__(
        self,
        entities: Iterable[Entity],
        aliases: Iterable[Alias],
        revision: str = "",
        redirects: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        given = list(aliases)
        self._entities = {entity.id: entity for entity in sorted(entities, key=attrgetter("id"))}
        self._in_order = tuple(self._entities.values())
        _refuse_strays(self._entities, given)
        given += _canonical_aliases(self._entities.values(), given)
        lines = list(map("\t".join, map(_line_of_alias, given)))
        order = sorted(range(len(lines)), key=lines.__getitem__)
        self._aliases = tuple(map(given.__getitem__, order))
        self._spans = _spans(self._entities, self._aliases)
        self._revision = revision or _revision(self._entities.values(), [lines[i] for i in order])
        self._redirects = redirects

    @property
    def revision(self) -> str:
        """Return the revision that was given, else a hash: equal for equal tables."""
        return self._revision

    def entities(self, after: str = "") -> Sequence[Entity]:
        """Return every entity whose ID comes after another, in the order of IDs."""
        return self._in_order[bisect_right(self._in_order, after, key=attrgetter("id")) :]

    def aliases(self) -> Sequence[Alias]:
        """Return every alias, canonical names included, by entity ID and then by text."""
        return self._aliases

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of this ID; raise UnknownEntityError."""
        try:
            return self._entities[self._redirects.get(entity_id, entity_id)]
        except KeyError:
            raise UnknownEntityError(entity_id) from None

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of this ID, by text; raise UnknownEntityError."""
        try:
            span = self._spans[self._redirects.get(entity_id, entity_id)]
        except KeyError:
            raise UnknownEntityError(entity_id) from None
        return self._aliases[span]


def full_aliases(entity: Entity, stored: Iterable[Alias]) -> tuple[Alias, ...]:
    """Return an entity's stored aliases and that of its canonical name, in the table's order."""
    given = list(stored)
    given += _canonical_aliases([entity], given)
    return tuple(sorted(given, key=_line_of_alias))


def _refuse_strays(entities: dict[str, Entity], aliases: Sequence[Alias]) -> None:
    strays = {alias.entity_id for alias in aliases}.difference(entities)
    if strays:
        raise StoreError("memory", f"aliases of unknown entities: {', '.join(sorted(strays)[:5])}")


def _canonical_aliases(entities: Iterable[Entity], aliases: Sequence[Alias]) -> list[Alias]:
    given = {(alias.entity_id, alias.text) for alias in aliases if alias.lang == CANONICAL_LANG}
    return [
        Alias(
            text=entity.name,
            entity_id=entity.id,
            kind=AliasKind.OFFICIAL,
            lang=CANONICAL_LANG,
            script=CANONICAL_SCRIPT,
            source=CANONICAL_SOURCE,
        )
        for entity in entities
        if (entity.id, entity.name) not in given
    ]


def _spans(entities: Iterable[str], aliases: Sequence[Alias]) -> dict[str, slice]:
    """Return where each entity's aliases lie; both sides are in the order of IDs."""
    counts = Counter(alias.entity_id for alias in aliases)
    sizes = [counts[entity_id] for entity_id in entities]
    ends = accumulate(sizes)
    return {
        entity_id: slice(end - size, end)
        for entity_id, size, end in zip(entities, sizes, ends, strict=True)
    }


def _revision(entities: Iterable[Entity], alias_lines: Iterable[str]) -> str:
    """Return "s" and twelve hexadecimal digits; the field and line breaks keep rows apart."""
    digest = hashlib.sha256()
    digest.update("\n".join(map(_line_of_entity, entities)).encode())
    digest.update(b"\f")
    digest.update("\n".join(alias_lines).encode())
    return f"s{digest.hexdigest()[:12]}"


def _line_of_entity(entity: Entity) -> str:
    xrefs = [f"{scheme}={value}" for scheme, value in sorted(entity.xrefs.items())]
    fields = (entity.id, entity.kind, entity.name, entity.country, entity.gender)
    return "\t".join((*fields, entity.description, *xrefs))
