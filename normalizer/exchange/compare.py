"""Two tables → what differs between them, entity by entity, in the order of IDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from normalizer.exchange.differences import About
from normalizer.exchange.table import alias_order
from normalizer.exchange.writers.jsonl import entities_with_aliases
from normalizer.store.protocol import AliasStore
from normalizer.types import Alias, Entity

Whole = tuple[Entity, list[Alias]]


class Change(StrEnum):
    """What has become of an entity or an alias from the first table to the second."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Contrast:
    """One difference of two tables; `reason` says field by field what it was and what it is."""

    change: Change
    about: About
    entity_id: str
    name: str
    lang: str = ""
    reason: str = ""

    def in_words(self) -> str:
        """Return one line for a person."""
        lang = f" [{self.lang}]" if self.lang else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.change} {self.about} {self.entity_id} “{self.name}”{lang}{reason}"


def contrasts(before: AliasStore, after: AliasStore) -> Iterator[Contrast]:
    """Yield what differs; nothing for equal tables. Aliases of what is gone are gone with it."""
    for one, other in _side_by_side(before, after):
        if one is None and other is not None:
            yield _of_entity(Change.ADDED, other[0])
            yield from (_of_alias(Change.ADDED, alias) for alias in other[1])
        elif other is None and one is not None:
            yield _of_entity(Change.REMOVED, one[0])
        elif one is not None and other is not None:
            yield from _within(one, other)


def _side_by_side(
    before: AliasStore, after: AliasStore
) -> Iterator[tuple[Whole | None, Whole | None]]:
    """Yield the entities of both tables in pairs of one ID, None where a table has it not."""
    ours, theirs = entities_with_aliases(before), entities_with_aliases(after)
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0].id < other[0].id):
            yield one, None
            one = next(ours, None)
        elif one is None or other[0].id < one[0].id:
            yield None, other
            other = next(theirs, None)
        else:
            yield one, other
            one, other = next(ours, None), next(theirs, None)


def _within(one: Whole, other: Whole) -> Iterator[Contrast]:
    if one[0] != other[0]:
        names = ("kind", "name", "country", "gender", "description")
        said = [*_said(one[0], other[0], names), *_said_of_xrefs(one[0], other[0])]
        yield _of_entity(Change.CHANGED, other[0], ", ".join(said))
    before = {alias_order(alias): alias for alias in one[1]}
    after = {alias_order(alias): alias for alias in other[1]}
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield _of_alias(Change.REMOVED, before[key])
        elif key not in before:
            yield _of_alias(Change.ADDED, after[key])
        elif before[key] != after[key]:
            said = _said(before[key], after[key], ("kind", "script", "scheme", "source", "note"))
            yield _of_alias(Change.CHANGED, after[key], ", ".join(said))


def _said(one: object, other: object, names: Iterable[str]) -> list[str]:
    pairs = ((name, getattr(one, name), getattr(other, name)) for name in names)
    return [_words(name, was, now) for name, was, now in pairs if was != now]


def _said_of_xrefs(one: Entity, other: Entity) -> list[str]:
    schemes = dict.fromkeys(chain(sorted(one.xrefs), sorted(other.xrefs)))
    pairs = ((scheme, one.xrefs.get(scheme, ""), other.xrefs.get(scheme, "")) for scheme in schemes)
    return [_words(scheme, was, now) for scheme, was, now in pairs if was != now]


def _words(name: str, was: str, now: str) -> str:
    return f"{name} {was or 'empty'} → {now or 'empty'}"


def _of_entity(change: Change, entity: Entity, reason: str = "") -> Contrast:
    return Contrast(change, About.ENTITY, entity.id, entity.name, reason=reason)


def _of_alias(change: Change, alias: Alias, reason: str = "") -> Contrast:
    return Contrast(change, About.ALIAS, alias.entity_id, alias.text, alias.lang, reason)
