"""FollowTheMoney JSON Lines: one entity a line, `{"id", "schema", "properties": {…}}`.

Which schema is which kind, and which property which kind of alias, stands in `data/exchange/`. The
format gives names no language. Source: https://followthemoney.tech/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from normalizer import tables
from normalizer.errors import FieldError
from normalizer.exchange.lines import json_objects
from normalizer.exchange.readers.own import text_of
from normalizer.exchange.records import Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import gender_of
from normalizer.types import AliasKind, Kind

SCHEME = "ftm"
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


def read_ftm(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each entity of a schema that we know, or the fault of a line."""
    for item in json_objects(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, value = item
        try:
            yield _item(path, number, value, settings)
        except FieldError as failure:
            yield Fault(path, number, str(failure))


@cache
def schemata() -> dict[str, Kind]:
    """Return schema → kind, the schema that a kind is written as before others of the kind."""
    rows = tables.rows("exchange/ftm_schemata.tsv", ("schema", "kind"))
    return {schema: Kind(kind) for schema, kind in rows}


@cache
def alias_properties() -> tuple[tuple[str, AliasKind], ...]:
    """Return (property, kind of alias), in the order of the table."""
    rows = tables.rows("exchange/ftm_properties.tsv", ("property", "kind"))
    return tuple((name, AliasKind(kind)) for name, kind in rows)


def key_of(identifier: str, scheme: str) -> Key:
    """Return the key of an identifier: items of Wikidata are known as such everywhere."""
    if _WIKIDATA.fullmatch(identifier):
        return Key("wikidata", identifier)
    return Key(scheme, identifier)


def _item(path: str, line: int, value: dict[str, Any], settings: ReadSettings) -> Item:
    identifier, schema = text_of(value, "id"), text_of(value, "schema")
    if not identifier or not schema:
        raise FieldError("id" if schema else "schema", "is missing")
    kind = schemata().get(schema)
    if kind is None and (settings.kind is None or schema != "LegalEntity"):
        return PassedOver(path, line, f"schema {schema}")
    properties = value.get("properties")
    if not isinstance(properties, dict):
        raise FieldError("properties", "must be an object")
    names = values_of(properties, "name")
    if not names:
        raise FieldError("name", "is missing")
    facts = Facts(
        kind=kind or settings.kind or Kind.ORGANISATION,
        name=names[0],
        country=_country(properties),
        gender=gender_of(next(iter(values_of(properties, "gender")), "")),
        description=next(iter(values_of(properties, "summary")), ""),
        xrefs={"wikidata": found[0]} if (found := values_of(properties, "wikidataId")) else {},
    )
    key = key_of(identifier, settings.scheme or SCHEME)
    return Record(path, line, key, facts, _spellings(properties))


def values_of(properties: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a property, `[]` when it has none; raise FieldError."""
    found = properties.get(name, [])
    values = [found] if isinstance(found, str) else found
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise FieldError(name, "must be an array of strings")
    return [each for each in values if each.strip()]


def _country(properties: Mapping[str, Any]) -> str:
    """Return the one country of an entity, `""` when it has none, several or no ISO code."""
    for name in ("country", "nationality", "jurisdiction"):
        found = {each.upper() for each in values_of(properties, name)}
        if len(found) == 1 and len(code := found.pop()) == 2:
            return code
    return ""


def _spellings(properties: Mapping[str, Any]) -> tuple[Spelling, ...]:
    first: dict[str, AliasKind] = {}
    for name, kind in alias_properties():
        first.setdefault(name, kind)
    return tuple(
        Spelling(text, kind) for name, kind in first.items() for text in values_of(properties, name)
    )
