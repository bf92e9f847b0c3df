"""A table as FollowTheMoney JSON Lines, one entity a line, without languages and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from normalizer.exchange.readers.ftm import alias_properties, schemata
from normalizer.exchange.writers.jsonl import Write, entities_with_aliases
from normalizer.store.protocol import AliasStore
from normalizer.types import Alias, AliasKind, Entity, Kind

_GENDERS = {"f": "female", "m": "male"}


def write_ftm(store: AliasStore, write: Write) -> int:
    """Write each entity as a line and return how many there were; values are sorted."""
    count = 0
    for entity, aliases in entities_with_aliases(store):
        record = {
            "id": entity.id,
            "schema": _schemata()[entity.kind],
            "properties": _properties(entity, aliases),
        }
        write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def _properties(entity: Entity, aliases: Iterable[Alias]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"name": [entity.name]}
    for alias in sorted(aliases, key=lambda each: each.text):
        values = found.setdefault(_property_of(alias.kind, entity.kind), [])
        if alias.text not in values:
            values.append(alias.text)
    if entity.country:
        found["country"] = [entity.country.lower()]
    if entity.gender:
        found["gender"] = [_GENDERS[entity.gender]]
    if entity.description:
        found["summary"] = [entity.description]
    if "wikidata" in entity.xrefs:
        found["wikidataId"] = [entity.xrefs["wikidata"]]
    return dict(sorted(found.items()))


def _property_of(kind: AliasKind, entity_kind: Kind) -> str:
    """Return the property for a kind of alias; territories have none for abbreviations."""
    found = _alias_properties()[kind]
    return "weakAlias" if found == "abbreviation" and entity_kind is Kind.PLACE else found


@cache
def _schemata() -> dict[Kind, str]:
    found: dict[Kind, str] = {}
    for schema, kind in schemata().items():
        found.setdefault(kind, schema)
    return found


@cache
def _alias_properties() -> dict[AliasKind, str]:
    found: dict[AliasKind, str] = {}
    for name, kind in alias_properties():
        found.setdefault(kind, name)
    return found
