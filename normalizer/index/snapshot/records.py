"""Entities and aliases of an index file, made into values when they are asked for."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

from normalizer.errors import UnknownEntityError
from normalizer.index.protocol import Near
from normalizer.index.snapshot.dictionary import NONE, Dictionary, Heap
from normalizer.index.snapshot.gathering import NOTE_FOLLOWS
from normalizer.index.snapshot.lists import Lists
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.remembering import remembered
from normalizer.types import Alias, AliasKind, Entity, Kind

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEPT_ENTITIES, _KEPT_ENTRIES = 4_096, 8_192
_KIND_AT = 3  # a record opens with a bracket and the kind in quotes, which its second letter tells
_KINDS = {ord(kind.value[1]): kind for kind in Kind}


class Records:
    """What an index file says of entities and entries, by their position."""

    def __init__(self, file: MappedFile, words: Dictionary, kernel: Kernel | None) -> None:
        self._ids, self._entities = Heap(file, "entity.ids"), Heap(file, "entity.records")
        self.firsts = file.numbers("entity.firsts")
        self.states = file.numbers("entity.states")
        self.owners = file.numbers("entry.entities")
        self._texts, self._row_of = Heap(file, "alias"), file.numbers("entry.rows")
        rows = Heap(file, "alias.rows")
        self._rows = [json.loads(rows[number]) for number in range(len(rows))]
        self._alias_kinds = [AliasKind(row[0]) for row in self._rows]
        self._tokens, self._words = Lists(file, "tokens"), words
        self._kernel = kernel
        self.itself = ref(self)
        # Kept, because the same few names are asked for again and again.
        self.entity_at = remembered(_KEPT_ENTITIES, self.entity_read)
        self.entry_at: Callable[[int], FiledEntry] = lru_cache(_KEPT_ENTRIES)(
            partial(FiledEntry, self.itself)
        )

    @property
    def entities(self) -> int:
        """Return how many entities there are."""
        return len(self._ids)

    @property
    def entries(self) -> int:
        """Return how many entries there are."""
        return len(self.owners)

    def id_at(self, entity: int) -> str:
        """Return the ID of the entity at a position."""
        return self._ids[entity].decode()

    def find(self, entity_id: str) -> int:
        """Return the position of an entity, `NONE` for an unknown ID."""
        wanted = entity_id.encode()
        place = bisect_left(self._ids, wanted)
        return place if place < len(self._ids) and self._ids[place] == wanted else NONE

    def first_after(self, entity_id: str) -> int:
        """Return the position of the first entity whose ID comes after another, known or not."""
        return bisect_right(self._ids, entity_id.encode())

    def require(self, entity_id: str) -> int:
        """Return the position of an entity; raise UnknownEntityError."""
        position = self.find(entity_id)
        if position == NONE:
            raise UnknownEntityError(entity_id)
        return position

    def entries_of(self, entity: int) -> range:
        """Return the positions of the entries of an entity."""
        return range(self.firsts[entity], self.firsts[entity + 1])

    def tokens_of(self, entry: int) -> tuple[str, ...]:
        """Return the tokens of an entry in normal form."""
        return self.tokens_read(entry) if self._kernel is None else self._kernel.tokens(entry)

    def tokens_read(self, entry: int) -> tuple[str, ...]:
        """Return what `tokens_of` does; the kernel's oracle."""
        return tuple([self._words.string(word) for word in self._tokens[entry]])

    def kind_of(self, entity: int) -> Kind:
        """Return the kind of the entity at a position, reading no more of its record."""
        return _KINDS[self._entities.letter(entity, _KIND_AT)]

    def alias_kind_of(self, entry: int) -> AliasKind:
        """Return the kind of the alias of an entry."""
        return self._alias_kinds[self._row_of[entry]]

    def told(self, found: Iterable[tuple[float, int, str]]) -> list[Near]:
        """Return entries with their ranks; who owns them has been told and is not read again."""
        near: list[Near] = []
        for rank, position, entity_id in found:
            entry = self.entry_at(position)
            entry._entity_id = entity_id
            near.append((rank, entry))
        return near

    def alias_read(self, entry: int) -> Alias:
        """Return the alias of an entry, read anew."""
        text, _, note = self._texts[entry].partition(NOTE_FOLLOWS)
        kind, lang, script, scheme, source = self._rows[self._row_of[entry]]
        owner = self.id_at(self.owners[entry])
        where = (lang, script, scheme, source, note.decode())
        return Alias(text.decode(), owner, AliasKind(kind), *where)

    def entity_read(self, entity: int) -> Entity:
        """Return the entity at a position, read anew."""
        kind, name, country, gender, description, xrefs = json.loads(self._entities[entity])
        about = (name, country, gender, description, xrefs)
        return Entity(self.id_at(entity), Kind(kind), *about)


class FiledEntry:
    """An entry of an index file: equal to one in memory, but read only as far as it is asked for.

    Of dozens of rivals for a name only the few that are told need more than their tokens, so an
    attribute is there once it was asked for. It does not keep the index alive, which keeps it: what
    is read once the index is gone raises ReferenceError.
    """

    __slots__ = ("_alias", "_entity_id", "_kind", "_position", "_records", "_tokens")
    _alias: Alias
    _entity_id: str
    _kind: Kind
    _tokens: tuple[str, ...]

    def __init__(self, records: ReferenceType[Records], position: int) -> None:
        self._records, self._position = records, position

    def __eq__(self, other: object) -> bool:
        held = (getattr(other, name, None) for name in ("alias", "entity", "tokens"))
        return (self.alias, self.entity, self.tokens) == tuple(held)

    def __hash__(self) -> int:
        return hash((self.entity_id, self.tokens))

    @property
    def entity_id(self) -> str:
        """Return the entity's ID."""
        try:
            return self._entity_id
        except AttributeError:
            records = self._read()
            self._entity_id = records.id_at(records.owners[self._position])
            return self._entity_id

    @property
    def position(self) -> int:
        """Return the number of the entry in its file."""
        return self._position

    @property
    def alias(self) -> Alias:
        """Return the alias."""
        try:
            return self._alias
        except AttributeError:
            self._alias = self._read().alias_read(self._position)
            return self._alias

    @property
    def kind(self) -> Kind:
        """Return the entity's kind."""
        try:
            return self._kind
        except AttributeError:
            records = self._read()
            self._kind = records.kind_of(records.owners[self._position])
            return self._kind

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens of the alias in normal form."""
        try:
            return self._tokens
        except AttributeError:
            self._tokens = self._read().tokens_of(self._position)
            return self._tokens

    @property
    def alias_kind(self) -> AliasKind:
        """Return the alias's kind."""
        return self._read().alias_kind_of(self._position)

    @property
    def entity(self) -> Entity:
        """Return the entity."""
        records = self._read()
        return records.entity_at(records.owners[self._position])

    def _read(self) -> Records:
        records = self._records()
        if records is None:
            raise ReferenceError("the index of this entry is gone")
        return records
