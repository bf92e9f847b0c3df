"""nomenklatura's blocker as a peer: DuckDB over words and name parts, asked in batches.

A batch of one takes as long as one of two hundred, so all names are asked at once, and each counts
for its share of the time. Every entity is a `LegalEntity`, for the blocker knows no places.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.bench.scale_tables import TableFile

TOP = 10


class Blocker:
    """The entities of a table in an index of nomenklatura's; ImportError where it is missing."""

    def __init__(self, table: TableFile) -> None:
        from followthemoney import Dataset, StatementEntity
        from nomenklatura.blocker.index import Index

        self._table, self._dataset = table, Dataset.make({"name": "bench", "title": "bench"})
        self._made = StatementEntity.from_data
        self._folder = tempfile.TemporaryDirectory()
        view: Any = self  # which asks a view for its entities alone
        self._index = Index(view, Path(self._folder.name), {"max_candidates": TOP})
        self._index.build()

    def entities(self, include_schemata: object = None) -> Iterator[Any]:
        """Yield the entities of the table with all their names."""
        del include_schemata  # all are of one
        for entity_id, rows in groupby(self._table.rows(), key=lambda row: row[0]):
            yield self._entity(entity_id, [name for _, _, name in rows])

    def ask(self, names: Sequence[str]) -> list[list[str]]:
        """Return the IDs of the first ten entities for each name."""
        asked = [self._entity(f"asked-{number}", [name]) for number, name in enumerate(names)]
        found = {
            str(own): [str(other) for other, _ in hits]
            for own, hits in self._index.match_entities(asked)
        }
        return [found.get(entity.id, []) for entity in asked]

    def _entity(self, entity_id: str, names: list[str]) -> Any:
        given = {"id": entity_id, "schema": "LegalEntity", "properties": {"name": names}}
        return self._made(self._dataset, given)
