"""What every alias table can be asked, whatever keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from normalizer.types import Alias, Entity


class AliasStore(Protocol):
    """The alias table at one revision, read-only."""

    @property
    def revision(self) -> str:
        """Return the table's revision: opaque; equal strings mean equal tables."""
        ...

    def entities(self, after: str = "") -> Iterable[Entity]:
        """Return every entity whose ID comes after another, in the order of IDs.

        IDs are ordered as strings. To begin anywhere costs no more than to begin at the first.
        """
        ...

    def aliases(self) -> Iterable[Alias]:
        """Return every alias row, canonical names included, in a stable order."""
        ...

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of this ID; raise UnknownEntityError."""
        ...

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of this ID; raise UnknownEntityError."""
        ...
