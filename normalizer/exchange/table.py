"""A table as the rows of our files: what each file holds, in which order, whatever keeps it.

The canonical name of an entity is an alias by itself and has no row, unless one says more of
it. An alias whose normal form leads to several entities stands among the ambiguous ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from normalizer.exchange.forms import form_of
from normalizer.store.protocol import AliasStore
from normalizer.store.sheets import ALIASES, AMBIGUOUS, ENTITIES, XREFS
from normalizer.types import CANONICAL_SOURCE, Alias, Entity

WIKIDATA = "wikidata"

alias_order = attrgetter("entity_id", "text", "lang")
"""The order of alias rows; no two of one table are equal in it."""


class Row(NamedTuple):
    """A row of a file: which file, whose row it is, and its fields in the order of its columns."""

    sheet: str
    entity_id: str
    fields: tuple[str, ...]


def rows_of(store: AliasStore) -> Iterator[Row]:
    """Yield every row of a table, file by file, each file in its order.

    Holds a hash of each normal form in memory, and the aliases of one entity at a time.
    """
    shared = shared_forms(store)
    for entity in store.entities():
        yield Row(ENTITIES, entity.id, entity_fields(entity))
    for alias in written_aliases(store):
        sheet = AMBIGUOUS if hash(form_of(alias.text)) in shared else ALIASES
        yield Row(sheet, alias.entity_id, alias_fields(alias))
    for entity in store.entities():
        for scheme, value in sorted(entity.xrefs.items()):
            if scheme != WIKIDATA:
                yield Row(XREFS, entity.id, (entity.id, scheme, value))


def shared_forms(store: AliasStore) -> frozenset[int]:
    """Return the hashes of the normal forms that lead to more than one entity.

    A hash and not the form, so that a million aliases need tens of megabytes. Two forms of one
    hash (less than one chance in ten million, at a million) would put a row into the other file.
    """
    first: dict[int, str] = {}
    shared: set[int] = set()
    for alias in store.aliases():
        form = hash(form_of(alias.text))
        if first.setdefault(form, alias.entity_id) != alias.entity_id:
            shared.add(form)
    return frozenset(shared)


def written_aliases(store: AliasStore) -> Iterator[Alias]:
    """Yield the aliases that have rows, in their order: entity by entity, by text, by language."""
    batch: list[Alias] = []
    for alias in store.aliases():
        if batch and alias.entity_id != batch[0].entity_id:
            yield from sorted(batch, key=alias_order)
            batch.clear()
        if alias.source != CANONICAL_SOURCE:
            batch.append(alias)
    yield from sorted(batch, key=alias_order)


def entity_fields(entity: Entity) -> tuple[str, ...]:
    """Return an entity's fields in the order of entities.tsv."""
    about = (entity.country, entity.gender, entity.xrefs.get(WIKIDATA, ""), entity.description)
    return (entity.id, str(entity.kind), entity.name, *about)


def alias_fields(alias: Alias) -> tuple[str, ...]:
    """Return an alias's fields in the order of aliases.tsv."""
    about = (alias.lang, alias.script, alias.scheme, alias.source, alias.note)
    return (alias.text, alias.entity_id, str(alias.kind), *about)
