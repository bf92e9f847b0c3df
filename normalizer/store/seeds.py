"""The seeded alias table: every set below `seeds/` as one store."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

from normalizer.errors import SeedError
from normalizer.resources import seeds_dir
from normalizer.store.memory import MemoryStore
from normalizer.store.refusals import refusals
from normalizer.store.sheets import (
    ALIAS_COLUMNS,
    ENTITY_COLUMNS,
    Seeds,
    chained,
    read_seeds,
    rows_of,
)
from normalizer.types import Alias, AliasKind, Entity, Kind

_KINDS = {str(kind): kind for kind in Kind}
_ALIAS_KINDS = {str(kind): kind for kind in AliasKind}


def load_seeds(folder: Path | None = None) -> MemoryStore:
    """Return the alias table of all sets below `folder`, by default of the seeds we ship.

    A set is a sub-folder with an `entities.tsv`; `documents/` is none. Raises SeedError for
    the first line, by path, that `check` would call an error, and for a folder that is
    missing or has no set.
    """
    with _collector_at_rest():
        seeds = read_seeds(folder or seeds_dir())
        first = min(refusals(seeds), default=None)
        if first:
            raise SeedError(str(first.path), first.line, first.reason)
        return table_of(seeds)


def table_of(seeds: Seeds) -> MemoryStore:
    """Return the alias table of sheets in which nothing is to be refused."""
    return MemoryStore(_entities(seeds), _aliases(seeds))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the cycle collector from walking the rows again and again while they are made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _entities(seeds: Seeds) -> Iterator[Entity]:
    xrefs: dict[str, dict[str, str]] = {}
    for _, _, (entity_id, scheme, value) in rows_of(seeds.xrefs, "entity_id", "scheme", "value"):
        xrefs.setdefault(entity_id, {})[scheme] = value
    for _, _, row in rows_of(seeds.entities, *ENTITY_COLUMNS):
        entity_id, kind, name, country, gender, wikidata, description = row
        found = xrefs.get(entity_id, {})
        if wikidata:
            found["wikidata"] = wikidata
        yield Entity(entity_id, _KINDS[kind], name, country, gender, description, found)


def _aliases(seeds: Seeds) -> list[Alias]:
    columns = {name: chained(seeds.alias_sheets(), name) for name in ALIAS_COLUMNS}
    ids = {entity_id: entity_id for entity_id in chained(seeds.entities, "id")}
    fields: dict[str, Sequence[object]] = {
        **columns,
        "kind": list(map(_ALIAS_KINDS.__getitem__, columns["kind"])),
        # One string object for each ID, however many aliases it has.
        "entity_id": list(map(ids.__getitem__, columns["entity_id"])),
    }
    fields["text"] = fields.pop("alias")
    return _made_of(fields, len(columns["alias"]))


def _made_of(fields: dict[str, Sequence[object]], count: int) -> list[Alias]:
    """Return aliases whose fields are given by the column.

    Half the cost of calling the class, as a frozen dataclass sets each field of each object
    through `object.__setattr__`; here each column is set in one pass over the slots.
    """
    made = list(map(object.__new__, repeat(Alias, count)))
    for name, values in fields.items():
        deque(map(getattr(Alias, name).__set__, made, values), maxlen=0)
    return made
