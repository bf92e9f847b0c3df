"""An alias table in which IDs that were merged lead to what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from normalizer.store.protocol import AliasStore
from normalizer.types import Alias, Entity


class RedirectedTable:
    """An `AliasStore` over another, with redirects; merged IDs are not listed."""

    def __init__(self, table: AliasStore, redirects: Mapping[str, str]) -> None:
        self._table, self._redirects = table, redirects

    @property
    def revision(self) -> str:
        """Return the revision of the table below."""
        return self._table.revision

    def entities(self, after: str = "") -> Iterable[Entity]:
        """Return every entity whose ID comes after another, in the order of IDs."""
        return self._table.entities(after)

    def aliases(self) -> Iterable[Alias]:
        """Return every alias, in the order of the table below."""
        return self._table.aliases()

    def entity(self, entity_id: str) -> Entity:
        """Return the entity that an ID stands for; raise UnknownEntityError."""
        return self._table.entity(self._redirects.get(entity_id, entity_id))

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of the entity that an ID stands for; raise UnknownEntityError."""
        return self._table.aliases_of(self._redirects.get(entity_id, entity_id))
