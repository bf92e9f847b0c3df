"""The rows and files of a generated set of seeds: merge, part the ambiguous, render, write, check.

Order: a generator collects rows → `merge` keeps one row a spelling → `part` moves the spellings
that several entities share to `ambiguous.tsv` → `render` → `publish` writes or compares.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from normalizer.scripts import script_counts
from normalizer.text import normalise

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
HERE = Path(__file__).resolve().parent

ENTITY_COLUMNS = ("id", "kind", "name", "country", "gender", "wikidata", "description")
ALIAS_COLUMNS = ("alias", "entity_id", "kind", "lang", "script", "scheme", "source", "note")
XREF_COLUMNS = ("entity_id", "scheme", "value")

# Soft hyphens and marks of direction, which are layout and no part of a spelling.
_INVISIBLE = dict.fromkeys((0xAD, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True, order=True)
class EntityRow:
    """A row of entities.tsv; all the generated entities are places."""

    id: str
    name: str
    country: str
    description: str

    def fields(self) -> tuple[str, ...]:
        """Return the row's columns in the order of the file."""
        return (self.id, "place", self.name, self.country, "", "", self.description)


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A row of aliases.tsv before it is merged; `rank` orders languages, lowest first."""

    alias: str
    entity_id: str
    kind: str
    lang: str
    script: str
    source: str
    rank: int = 0
    note: str = ""

    def fields(self) -> tuple[str, ...]:
        """Return the row's columns in the order of the file."""
        return (
            self.alias, self.entity_id, self.kind, self.lang, self.script, "",
            self.source, self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeedSet:
    """The rows of one generated set."""

    entities: tuple[EntityRow, ...]
    aliases: tuple[AliasRow, ...]
    xrefs: tuple[tuple[str, str, str], ...]


@cache
def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file by column name; none when it does not exist."""
    if not path.exists():
        return []
    lines = [
        line.split("\t")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [dict(zip(lines[0], row, strict=True)) for row in lines[1:]]


def hand_written_sets() -> list[str]:
    """Return the names of the hand-edited sets, sorted."""
    folders = sorted(path.parent.name for path in SEEDS.glob("*/entities.tsv"))
    return [name for name in folders if not name.startswith("generated-")]


def hand_written(name: str) -> dict[str, set[str]]:
    """Return entity ID → aliases and names of the hand-edited set `seeds/<name>`."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in ("aliases.tsv", "ambiguous.tsv"):
        for row in table(SEEDS / name / file):
            found[row["entity_id"]].add(row["alias"])
    for row in table(SEEDS / name / "entities.tsv"):
        found[row["id"]].add(row["name"])
    return found


def merge(rows: Iterable[AliasRow], names: Mapping[str, str]) -> list[AliasRow]:
    """Return one row for each normal form of an entity's names, the canonical name left out.

    The language of the lowest rank stands in the row, the others in its note. Words that mix
    scripts are slips of the source and are left out.
    """
    canonical = {entity_id: normalise(name) for entity_id, name in names.items()}
    same: dict[tuple[str, str], list[AliasRow]] = defaultdict(list)
    for row in rows:
        spelling = unicodedata.normalize("NFC", row.alias.translate(_INVISIBLE))
        normal = normalise(spelling)
        if normal != canonical[row.entity_id] and not _mixes_alphabets(spelling):
            same[row.entity_id, normal].append(replace(row, alias=spelling))
    return sorted(map(_merged, same.values()), key=lambda row: (row.entity_id, row.alias))


def _mixes_alphabets(spelling: str) -> bool:
    return any({"Latn", "Cyrl"} <= set(script_counts(word)) for word in spelling.split())


def _merged(rows: list[AliasRow]) -> AliasRow:
    named = [row for row in rows if row.kind != "code"] or rows
    first, *others = sorted(named, key=lambda row: row.rank)
    langs = dict.fromkeys(row.lang for row in others if row.lang not in ("", first.lang))
    return replace(first, note=f"also {', '.join(langs)}" if langs else first.note)


def shared_names(owners: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the normal forms that belong to more than one entity; `owners` is ID → names."""
    seen: dict[str, set[str]] = defaultdict(set)
    for entity_id, names in owners.items():
        for name in names:
            seen[normalise(name)].add(entity_id)
    return frozenset(name for name, ids in seen.items() if len(ids) > 1)


def owners_of(sets: Iterable[SeedSet]) -> dict[str, set[str]]:
    """Return entity ID → its name and aliases over several generated sets, codes left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in sets:
        for entity in one.entities:
            found[entity.id].add(entity.name)
        for row in one.aliases:
            found[row.entity_id].add(row.alias)
    return found


def render(header: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return the text of a file: comment, header row, rows."""
    comment = "".join(f"# {line}\n" for line in header.strip().splitlines())
    body = "".join("\t".join(row) + "\n" for row in (columns, *rows))
    return comment + body


def files_of(one: SeedSet, header: str, shared: frozenset[str]) -> dict[str, str]:
    """Return file name → text of a set; spellings in `shared` go to ambiguous.tsv."""
    rows = [(normalise(row.alias) in shared, row.fields()) for row in one.aliases]
    plain = [fields for ambiguous, fields in rows if not ambiguous]
    ambiguous = [fields for is_shared, fields in rows if is_shared]
    return {
        "entities.tsv": render(header, ENTITY_COLUMNS, (e.fields() for e in one.entities)),
        "aliases.tsv": render(header, ALIAS_COLUMNS, plain),
        "ambiguous.tsv": render(header, ALIAS_COLUMNS, ambiguous),
        "xrefs.tsv": render(header, XREF_COLUMNS, sorted(one.xrefs)),
    }


def publish(folder: Path, files: Mapping[str, str], check: bool) -> list[str]:
    """Return the names of the files that differed; write them unless `check`."""
    stale = [name for name, text in files.items() if _text(folder / name) != text]
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    return stale


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""
