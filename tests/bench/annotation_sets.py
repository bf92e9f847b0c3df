"""Reads the annotation sets: documents, their gold mentions, and the alias table to seed.

The layout is that of the development data: `docs.jsonl.gz`, `gold.jsonl.gz` and
`table.jsonl.gz` in one folder. Steps of the seeding:

1. each entity takes the kind of its type; events and products, which are no kind of ours, are
   looked for as bodies are, since their names behave alike;
2. its canonical name is its commonest lemma, English first;
3. each name becomes one alias a language, with the kind that its shape and origin tell;
4. a name that another entity has several times as often is left to that one, as the recipes
   leave a name to the entity that has it oftenest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalizer.names.acronym import is_acronym_shape
from normalizer.scripts import script_of
from normalizer.store.memory import MemoryStore
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Document, Entity, Kind
from tests.bench.retrieval_sets import read_lines

KINDS = {
    "PER": Kind.PERSON,
    "LOC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
    "EVT": Kind.ORGANISATION,
    "PRO": Kind.ORGANISATION,
}
OURS = frozenset({"PER", "LOC", "ORG"})
SLIP = 4
"""A name that another entity has so many times as often is not an alias of the rarer one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold mention: `entity` is the set's own identifier, known to the table or not."""

    doc: str
    start: int
    end: int
    surface: str
    type: str
    entity: str


@dataclass(frozen=True, slots=True)
class Table:
    """The seeded store, and the set's identifiers and types by our IDs and its own."""

    store: MemoryStore
    entity_of: Mapping[str, str]
    types: Mapping[str, str]
    owners: Mapping[str, Mapping[str, int]]
    """Casefolded name → the entities that have it, by the set's identifiers, with their counts."""


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """One folder of annotated documents and the table to read them with."""

    name: str
    documents: Sequence[Document]
    gold: Sequence[Mention]
    table: Table


def load(folder: Path, documents: int = 0) -> AnnotationSet:
    """Return the set of a folder, with at most so many documents, evenly taken; 0 for all.

    Raises OSError or KeyError where the folder has not the layout.
    """
    rows = list(read_lines(folder / "docs.jsonl.gz"))
    if documents and documents < len(rows):
        rows = [rows[at * len(rows) // documents] for at in range(documents)]
    kept = {row["id"] for row in rows}
    gold = [
        Mention(g["doc"], g["start"], g["end"], g["surface"], g["type"], g["entity"])
        for g in read_lines(folder / "gold.jsonl.gz")
        if g["doc"] in kept
    ]
    found = [Document(row["id"], row["text"], row.get("lang", "")) for row in rows]
    return AnnotationSet(folder.name, found, gold, seeded(read_lines(folder / "table.jsonl.gz")))


def seeded(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return the alias table of the rows of a set."""
    entities: list[Entity] = []
    aliases: list[Alias] = []
    rows = list(rows)
    owners = _owners(rows)
    ids = {row["id"]: f"nn{900_000 + at}" for at, row in enumerate(rows)}
    for row in rows:
        kind = KINDS[row["type"]]
        entities.append(Entity(ids[row["id"]], kind, _canonical(row["names"])))
        aliases.extend(_aliases(row, ids[row["id"]], kind, owners))
    return Table(
        MemoryStore(entities, aliases),
        {ours: theirs for theirs, ours in ids.items()},
        {row["id"]: row["type"] for row in rows},
        owners,
    )


def _owners(rows: Sequence[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name in row["names"]:
            owners[name["name"].casefold()][row["id"]] += name["n"]
    return dict(owners)


def _canonical(names: Sequence[Mapping[str, Any]]) -> str:
    """Return the name to show: of the English lemmas, else of all, the commonest."""
    lemmas = [n for n in names if n["kind"] != "surface"] or list(names)
    return str(max(lemmas, key=lambda n: (n["lang"] == "en", n["n"]))["name"])


def _aliases(
    row: Mapping[str, Any], entity: str, kind: Kind, owners: Mapping[str, Mapping[str, int]]
) -> Iterator[Alias]:
    seen: set[tuple[str, str]] = set()
    for name in sorted(row["names"], key=lambda n: n["kind"] == "surface"):
        text, lang = name["name"], name["lang"]
        have = owners[text.casefold()]
        slip = have[row["id"]] * SLIP <= max(have.values())
        if slip or (text, lang) in seen or not normalise(text):
            continue
        seen.add((text, lang))
        script = next(filter(None, map(script_of, text)), "")
        yield Alias(text, entity, _alias_kind(text, name["kind"], kind), lang, script)


def _alias_kind(text: str, origin: str, kind: Kind) -> AliasKind:
    if is_acronym_shape(text):
        return AliasKind.ACRONYM
    if origin == "surface":
        return AliasKind.INFLECTED
    alone = kind is Kind.PERSON and " " not in text
    return AliasKind.SHORT if alone else AliasKind.OFFICIAL
