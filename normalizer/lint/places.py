"""Where the rows of a table stand: the place that a finding names."""

from __future__ import annotations

from pathlib import Path

from normalizer.store.findings import Finding
from normalizer.store.sheets import Seeds, rows_of
from normalizer.types import Alias, Entity


class Places:
    """The place of each row, for rules that see a table and not its files."""

    def __init__(self, seeds: Seeds) -> None:
        self._folder = seeds.folder
        self._entities = {
            entity_id: sheet.place(row)
            for sheet, row, (entity_id,) in rows_of(seeds.entities, "id")
        }
        columns = ("entity_id", "alias", "lang")
        self._aliases = {
            tuple(key): sheet.place(row)
            for sheet, row, key in rows_of(seeds.alias_sheets(), *columns)
        }

    def of_entity(self, entity: Entity, code: str, reason: str) -> Finding:
        """Return the finding about an entity's row."""
        path, line = self._entities.get(entity.id, (self._folder, 0))
        return Finding(path, line, code, reason, entity.id)

    def of_alias(self, alias: Alias, code: str, reason: str) -> Finding:
        """Return the finding about an alias's row, or its entity's where it has none."""
        place: tuple[Path, int] | None = self._aliases.get(
            (alias.entity_id, alias.text, alias.lang)
        )
        path, line = place or self._entities.get(alias.entity_id, (self._folder, 0))
        return Finding(path, line, code, reason, alias.entity_id)
