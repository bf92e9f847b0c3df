"""The alias table as an index holds it, so that who serves an index needs no store beside it."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from normalizer.errors import UnknownEntityError
from normalizer.index.layered import LayeredIndex
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.types import Alias, Entity


class SnapshotTable:
    """The `AliasStore` that an index file was built from."""

    def __init__(self, index: Snapshot) -> None:
        self.revision = index.revision
        self._records = index.records

    def entities(self, after: str = "") -> Iterator[Entity]:
        """Yield every entity whose ID comes after another, in the order of IDs."""
        first = self._records.first_after(after)
        return map(self._records.entity_read, range(first, self._records.entities))

    def aliases(self) -> Iterator[Alias]:
        """Yield every alias, in the order of entity IDs."""
        return map(self._records.alias_read, range(self._records.entries))

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of this ID; raise UnknownEntityError."""
        return self._records.entity_at(self._records.require(entity_id))

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of this ID; raise UnknownEntityError."""
        entity = self._records.require(entity_id)
        entries = map(self._records.entry_at, self._records.entries_of(entity))
        return tuple(entry.alias for entry in entries)


class LayeredTable:
    """The `AliasStore` of an index file and the edits laid over it."""

    def __init__(self, index: LayeredIndex) -> None:
        self.revision = index.revision
        self._edits, self._edited = index.edits, index.overlay.table
        self._base = SnapshotTable(index.base)

    def entities(self, after: str = "") -> Iterator[Entity]:
        """Yield every entity whose ID comes after another, in the order of IDs."""
        old = (entity for entity in self._base.entities(after) if entity.id not in self._edits)
        return merge(old, self._edited.entities(after), key=lambda entity: entity.id)

    def aliases(self) -> Iterator[Alias]:
        """Yield every alias, in the order of entity IDs."""
        old = (alias for alias in self._base.aliases() if alias.entity_id not in self._edits)
        return merge(old, self._edited.aliases(), key=lambda alias: alias.entity_id)

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of this ID; raise UnknownEntityError."""
        return (
            self._state(entity_id)[0] if entity_id in self._edits else self._base.entity(entity_id)
        )

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of this ID; raise UnknownEntityError."""
        if entity_id in self._edits:
            return self._state(entity_id)[1]
        return self._base.aliases_of(entity_id)

    def _state(self, entity_id: str) -> tuple[Entity, tuple[Alias, ...]]:
        state = self._edits[entity_id]
        if state is None:
            raise UnknownEntityError(entity_id)
        return state
