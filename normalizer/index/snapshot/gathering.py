"""First reading of an alias table, entity by entity: what an index file holds of each.

Only numbers and bytes are kept of what has been read, so that a table of millions of names
takes little memory.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from normalizer.errors import StoreError
from normalizer.index.nearness import joined
from normalizer.index.protocol import COUNTRY_CODE
from normalizer.names.acronym import acronyms
from normalizer.store.protocol import AliasStore
from normalizer.text import normalise
from normalizer.types import Alias, Entity, Kind

Progress = Callable[[str, int], None]
"""Told the stage of the work, and how much of it is done."""
NOTE_FOLLOWS = b"\xff"
"""Stands between an alias and its note; no byte of UTF-8."""
_TOLD_EVERY = 4_096


@dataclass(slots=True)
class Gathered:
    """An alias table as numbers: words are numbered as they were met."""

    words: dict[str, int] = field(default_factory=dict)
    entity_ids: list[bytes] = field(default_factory=list)
    entity_records: list[bytes] = field(default_factory=list)
    entity_firsts: array[int] = field(default_factory=lambda: array("I"))
    states: array[int] = field(default_factory=lambda: array("I"))
    texts: bytearray = field(default_factory=bytearray)
    text_starts: array[int] = field(default_factory=lambda: array("I", [0]))
    rows: dict[bytes, int] = field(default_factory=dict)
    entry_rows: array[int] = field(default_factory=lambda: array("I"))
    entry_entities: array[int] = field(default_factory=lambda: array("I"))
    tokens: array[int] = field(default_factory=lambda: array("I"))
    token_starts: array[int] = field(default_factory=lambda: array("I", [0]))
    joined: array[int] = field(default_factory=lambda: array("I"))
    joined_entries: array[int] = field(default_factory=lambda: array("I"))
    cased: bytearray = field(default_factory=bytearray)
    acronyms: dict[str, int] = field(default_factory=dict)
    acronym_owners: array[int] = field(default_factory=lambda: array("I"))
    acronym_entries: array[int] = field(default_factory=lambda: array("I"))

    @property
    def entries(self) -> int:
        """Return how many aliases have been read."""
        return len(self.entry_rows)

    def word(self, word: str) -> int:
        """Return the number of a word, a new one when it has not been met."""
        return self.words.setdefault(word, len(self.words))

    def add_entity(self, entity: Entity) -> None:
        """Note an entity, whose aliases follow."""
        if COUNTRY_CODE in entity.xrefs:
            self.states.append(len(self.entity_ids))
        self.entity_ids.append(entity.id.encode())
        self.entity_firsts.append(self.entries)
        about = (entity.name, entity.country, entity.gender, entity.description)
        record = [entity.kind, *about, dict(sorted(entity.xrefs.items()))]
        self.entity_records.append(_json(record))

    def add_alias(self, alias: Alias, kind: Kind) -> None:
        """Note an alias of the entity noted last, which is of this kind."""
        entry, tokens = self.entries, normalise(alias.text).split()
        self.texts += alias.text.encode()
        if alias.note:
            self.texts += NOTE_FOLLOWS + alias.note.encode()
        self.text_starts.append(len(self.texts))
        row = _json([alias.kind, alias.lang, alias.script, alias.scheme, alias.source])
        self.entry_rows.append(self.rows.setdefault(row, len(self.rows)))
        self.entry_entities.append(len(self.entity_ids) - 1)
        self.cased.append(alias.text.lower() != alias.text.upper())
        self.tokens.extend(map(self.word, tokens))
        self.token_starts.append(len(self.tokens))
        for word in joined(tokens):
            self.joined.append(self.word(word))
            self.joined_entries.append(entry)
        if kind is Kind.ORGANISATION:
            for acronym in sorted(acronyms(tokens)):
                number = self.acronyms.setdefault(acronym, len(self.acronyms))
                self.acronym_owners.append(number)
                self.acronym_entries.append(entry)


def gather_table(store: AliasStore, progress: Progress) -> Gathered:
    """Return what an index file holds of a table.

    Raises StoreError when entities or aliases are not in the order of entity IDs, or when an
    alias has no entity.
    """
    found = Gathered()
    for done, (entity, aliases) in enumerate(by_entity(store.entities(), store.aliases())):
        found.add_entity(entity)
        for alias in aliases:
            found.add_alias(alias, entity.kind)
        if done % _TOLD_EVERY == 0:
            progress("read entities", done)
    found.entity_firsts.append(found.entries)
    return found


def by_entity(
    entities: Iterable[Entity], aliases: Iterable[Alias]
) -> Iterator[tuple[Entity, list[Alias]]]:
    """Yield each entity with its aliases, both given in the order of entity IDs."""
    rest = iter(aliases)
    alias = next(rest, None)
    last = ""
    for entity in entities:
        if entity.id <= last:
            raise StoreError("index", f"entity {entity.id!r} comes after {last!r}: not in order")
        last, own = entity.id, []
        while alias is not None and alias.entity_id == entity.id:
            own.append(alias)
            alias = next(rest, None)
        yield entity, own
    if alias is not None:
        reason = f"alias {alias.text!r} of {alias.entity_id!r} is out of order or has no entity"
        raise StoreError("index", reason)


def _json(value: Sequence[object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
