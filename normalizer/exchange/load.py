"""A file of our own → the table that it is, in memory."""

from __future__ import annotations

from collections.abc import Iterable

from normalizer.errors import InputError
from normalizer.exchange.formats import FORMATS, read
from normalizer.exchange.records import Fault, Item, Record
from normalizer.exchange.settings import ReadSettings
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, Entity


def load_file(path: str) -> MemoryStore:
    """Return the table of a file of our JSON Lines; raise InputError for the first bad line."""
    return table_of(read(FORMATS["jsonl"], [path], ReadSettings()))


def table_of(items: Iterable[Item]) -> MemoryStore:
    """Return the table of records that all have our IDs; raise InputError for what has none."""
    entities: dict[str, Entity] = {}
    aliases: dict[tuple[str, str, str], Alias] = {}
    for item in items:
        if isinstance(item, Fault):
            raise InputError(item.path, item.line, item.reason)
        if isinstance(item, Record):
            _take(item, entities, aliases)
    return MemoryStore(entities.values(), aliases.values())


def _take(
    record: Record, entities: dict[str, Entity], aliases: dict[tuple[str, str, str], Alias]
) -> None:
    if not record.key.is_own:
        raise InputError(record.path, record.line, f"{record.key} is no ID of ours")
    entity_id, facts = record.key.value, record.facts
    if facts is not None:
        if entity_id in entities:
            raise InputError(record.path, record.line, f"{entity_id} stands here a second time")
        about = (facts.country, facts.gender, facts.description, dict(facts.xrefs))
        entities[entity_id] = Entity(entity_id, facts.kind, facts.name, *about)
    elif entity_id not in entities:
        raise InputError(record.path, record.line, f"{entity_id} is no entity of this file")
    for row in record.spellings:
        key = (entity_id, row.text, row.lang)
        if key in aliases:
            reason = f"{row.text!r} of {entity_id} stands here a second time"
            raise InputError(record.path, record.line, reason)
        rest = (row.lang, row.script, row.scheme, row.source, row.note)
        aliases[key] = Alias(row.text, entity_id, row.kind, *rest)
