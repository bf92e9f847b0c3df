"""Reads the retrieval sets: a table of entities with one name each, and queries with their answers.

The layout is that of the development data: `<folder>/table.jsonl.gz`, `<folder>/<split>.jsonl.gz`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

KINDS = {"people": Kind.PERSON, "places": Kind.PLACE, "orgs": Kind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Query:
    """A name to resolve: `gold` holds every acceptable ID, none for a NIL query.

    `kind` is the sort of name that the row has: alias, label, acronym …
    """

    text: str
    gold: frozenset[str]
    lang: str
    script: str
    easy: bool
    mono: bool
    kind: str = ""


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load_table(folder: Path, seed_half: str = "") -> MemoryStore:
    """Return the entities of a set as a store.

    Protocol A indexes the one name of each; with `seed_half`, a split whose rows marked
    `seed` are indexed too (protocol B).
    """
    kind = KINDS[folder.name]
    entities = [
        Entity(row["id"], kind, row["name"], _country(row.get("country")))
        for row in read_lines(folder / "table.jsonl.gz")
    ]
    known = {entity.id for entity in entities}
    rows = read_lines(folder / f"{seed_half}.jsonl.gz") if seed_half else iter(())
    aliases = [
        Alias(row["q"], row["gold"], AliasKind.OFFICIAL, "", "")
        for row in rows
        if row.get("half") == "seed" and row["gold"] in known
    ]
    return MemoryStore(entities, aliases)


def load_queries(folder: Path, split: str, half: str = "") -> list[Query]:
    """Return the queries of a split, in order; with `half`, those of one half and NIL."""
    return [
        Query(
            row["q"],
            frozenset({row["gold"], *row.get("alts", ())} - {None}),
            row["lang"],
            row["script"],
            bool(row.get("easy")),
            bool(row.get("mono")),
            row.get("kind", ""),
        )
        for row in read_lines(folder / f"{split}.jsonl.gz")
        if not half or row["gold"] is None or row.get("half") == half
    ]


def _country(written: str | None) -> str:
    return (written or "")[:2] if written and written[:2].isupper() else ""
