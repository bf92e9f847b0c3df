"""A folder of sets as our seeds are: the rules of the loader, with each row's own line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from normalizer.errors import SeedError
from normalizer.exchange.records import OWN, Facts, Fault, Item, Key, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.store.refusals import refusals
from normalizer.store.sheets import ALIAS_COLUMNS, ENTITY_COLUMNS, Seeds, read_seeds, rows_of
from normalizer.types import AliasKind, Kind


def read_folder(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each entity, then one for each alias; or every fault of the folder."""
    try:
        seeds = read_seeds(Path(path))
    except SeedError as failure:
        yield Fault(failure.path, failure.line, failure.reason)
        return
    found = sorted(refusals(seeds))
    if found:
        yield from (Fault(str(each.path), each.line, each.reason) for each in found)
        return
    yield from _entities(seeds)
    for sheet, row, values in rows_of(seeds.alias_sheets(), *ALIAS_COLUMNS):
        text, entity_id, kind, *rest = values
        file, line = sheet.place(row)
        spelling = Spelling(text, AliasKind(kind), *rest)
        yield Record(str(file), line, Key(OWN, entity_id), None, (spelling,))


def _entities(seeds: Seeds) -> Iterator[Item]:
    xrefs: dict[str, dict[str, str]] = {}
    for _, _, (entity_id, scheme, value) in rows_of(seeds.xrefs, "entity_id", "scheme", "value"):
        xrefs.setdefault(entity_id, {})[scheme] = value
    for sheet, row, values in rows_of(seeds.entities, *ENTITY_COLUMNS):
        entity_id, kind, name, country, gender, wikidata, description = values
        known = {**xrefs.get(entity_id, {}), **({"wikidata": wikidata} if wikidata else {})}
        file, line = sheet.place(row)
        facts = Facts(Kind(kind), name, country, gender, description, known)
        yield Record(str(file), line, Key(OWN, entity_id), facts)
