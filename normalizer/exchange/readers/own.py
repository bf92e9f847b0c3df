"""Our own JSON Lines: one entity a line with its aliases, as `writers/jsonl.py` writes it.

A line of others may have `key` (`"wikidata:Q2280"`) in place of `id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from normalizer.errors import FieldError
from normalizer.exchange.lines import json_objects
from normalizer.exchange.records import OWN, Facts, Fault, Item, Key, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import alias_kind_of, kind_of
from normalizer.types import AliasKind


def read_jsonl(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each line, or its fault."""
    for item in json_objects(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, value = item
        try:
            yield _record(path, number, value, settings)
        except FieldError as failure:
            yield Fault(path, number, str(failure))


def text_of(value: Mapping[str, Any], name: str) -> str:
    """Return a member that is a string, `""` when it is missing or null; raise FieldError."""
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise FieldError(name, "must be a string")
    return found


def _record(path: str, line: int, value: dict[str, Any], settings: ReadSettings) -> Record:
    aliases = value.get("aliases", [])
    if not isinstance(aliases, list):
        raise FieldError("aliases", "must be an array")
    spellings = tuple(map(_spelling, aliases))
    return Record(path, line, _key(value, settings), _facts(value, settings), spellings)


def _key(value: dict[str, Any], settings: ReadSettings) -> Key:
    if own := text_of(value, "id"):
        return Key(OWN, own)
    written = text_of(value, "key")
    scheme, colon, rest = written.partition(":")
    if colon and rest:
        return Key(scheme, rest)
    if written and settings.scheme:
        return Key(settings.scheme, written)
    raise FieldError("id", "neither an ID nor a key such as wikidata:Q2280")


def _facts(value: dict[str, Any], settings: ReadSettings) -> Facts | None:
    name = text_of(value, "name")
    if not name:
        return None
    xrefs = value.get("xrefs") or {}
    if not isinstance(xrefs, dict) or not all(isinstance(each, str) for each in xrefs.values()):
        raise FieldError("xrefs", "must be an object of strings")
    word = text_of(value, "kind")
    return Facts(
        kind=settings.kind if settings.kind is not None and not word else kind_of(word),
        name=name,
        country=text_of(value, "country"),
        gender=text_of(value, "gender"),
        description=text_of(value, "description"),
        xrefs=xrefs,
    )


def _spelling(value: object) -> Spelling:
    if isinstance(value, str):
        return Spelling(value, AliasKind.OFFICIAL)
    if not isinstance(value, dict):
        raise FieldError("aliases", "each must be an object or a string")
    return Spelling(
        text_of(value, "alias"),
        alias_kind_of(text_of(value, "kind") or AliasKind.OFFICIAL),
        text_of(value, "lang"),
        text_of(value, "script"),
        text_of(value, "scheme"),
        text_of(value, "source"),
        text_of(value, "note"),
    )
