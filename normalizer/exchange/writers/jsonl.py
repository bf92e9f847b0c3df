"""A table as JSON Lines: one entity a line with its aliases, in the order of IDs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

from normalizer.exchange.table import written_aliases
from normalizer.store.protocol import AliasStore
from normalizer.types import Alias, Entity

Write = Callable[[str], object]


def write_jsonl(store: AliasStore, write: Write) -> int:
    """Write each entity as a line and return how many there were. Empty members are left out."""
    count = 0
    for entity, aliases in entities_with_aliases(store):
        record = {**_entity(entity), "aliases": list(map(_alias, aliases))}
        write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def entities_with_aliases(store: AliasStore) -> Iterator[tuple[Entity, list[Alias]]]:
    """Yield each entity by ID with the aliases that have rows."""
    groups = groupby(written_aliases(store), key=attrgetter("entity_id"))
    owner, aliases = next(groups, ("", iter(())))
    for entity in store.entities():
        if owner == entity.id:
            yield entity, list(aliases)
            owner, aliases = next(groups, ("", iter(())))
        else:
            yield entity, []


def _entity(entity: Entity) -> dict[str, object]:
    about = {
        "country": entity.country,
        "gender": entity.gender,
        "description": entity.description,
        "xrefs": dict(sorted(entity.xrefs.items())),
    }
    named = {"id": entity.id, "kind": str(entity.kind), "name": entity.name}
    return {**named, **{name: value for name, value in about.items() if value}}


def _alias(alias: Alias) -> dict[str, str]:
    about = {
        "lang": alias.lang,
        "script": alias.script,
        "scheme": alias.scheme,
        "source": alias.source,
        "note": alias.note,
    }
    named = {"alias": alias.text, "kind": str(alias.kind)}
    return {**named, **{name: value for name, value in about.items() if value}}
