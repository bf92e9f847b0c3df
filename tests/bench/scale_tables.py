"""Tables of millions of names for size and speed: a sample of whole entities, streamed from disk.

The folder has `entities.tsv.gz` (id, kind, name, source) and `names.tsv.gz` (id, kind, name,
source). A table of some size takes the entities whose ID has a small enough checksum, so that
each smaller table is a part of every bigger one.
"""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from normalizer.errors import UnknownEntityError
from normalizer.types import Alias, AliasKind, Entity, Kind

KINDS = {"person": Kind.PERSON, "place": Kind.PLACE, "org": Kind.ORGANISATION}
LETTERS = "aeiourstnlkmv"
_SPAN = 2**32


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as somebody might write it, and the ID of the entity meant."""

    text: str
    gold: str


class TableFile:
    """An `AliasStore` that reads a sorted table file anew each time that it is asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.revision = path.stem

    def entities(self) -> Iterator[Entity]:
        """Yield every entity by its first name, in the order of IDs."""
        last = ""
        for entity_id, kind, name in self.rows():
            if entity_id != last:
                last = entity_id
                yield Entity(entity_id, KINDS[kind], name)

    def aliases(self) -> Iterator[Alias]:
        """Yield every name, in the order of IDs."""
        for entity_id, _, name in self.rows():
            yield Alias(name, entity_id, AliasKind.OFFICIAL, source="names")

    def entity(self, entity_id: str) -> Entity:
        """Raise UnknownEntityError: nothing is kept in memory."""
        raise UnknownEntityError(entity_id)

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Raise UnknownEntityError: nothing is kept in memory."""
        raise UnknownEntityError(entity_id)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield ID, kind and name of every row."""
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                entity_id, kind, name = line.rstrip("\n").split("\t")
                yield entity_id, kind, name


def prepare(data: Path, size: int, folder: Path) -> TableFile:
    """Return the table of about `size` names, 0 for all of them, written below `folder` once."""
    path = folder / f"names-{size or 'all'}.tsv"
    if not path.exists():
        lines = _sample(data / "names.tsv.gz", size)
        lines.sort(key=lambda line: line.partition("\t")[0])
        path.with_suffix(".part").write_text("".join(lines), encoding="utf-8")
        path.with_suffix(".part").replace(path)
    return TableFile(path)


def _sample(path: Path, size: int) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        total = sum(1 for _ in lines) if size else 0
    below = _SPAN * min(1.0, size / total) if size else _SPAN
    kept = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entity_id, kind, name, *_ = line.rstrip("\n").split("\t")
            if zlib.crc32(entity_id.encode()) < below and kind in KINDS:
                kept[f"{entity_id}\t{kind}\t{name}\n"] = None
    return list(kept)


def noisy_names(table: TableFile, number: int, seed: int = 7) -> list[Asked]:
    """Return names of a table with what people and scans do to them; the same for a seed.

    A letter is replaced, dropped, doubled or swapped with its neighbour in two words of three
    names; in one of five the words change places; in one of ten a word is missing.
    """
    chance = random.Random(seed)
    rows = _reservoir(table, number, chance)
    return [Asked(_spoilt(name, chance), entity_id) for entity_id, name in rows]


def _reservoir(table: TableFile, number: int, chance: random.Random) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    seen = 0
    for entity_id, _, name in table.rows():
        if len(name) < 5:
            continue
        seen += 1
        if len(kept) < number:
            kept.append((entity_id, name))
        elif (at := chance.randrange(seen)) < number:
            kept[at] = (entity_id, name)
    chance.shuffle(kept)
    return kept


def _spoilt(name: str, chance: random.Random) -> str:
    words = name.split()
    if len(words) > 2 and chance.random() < 0.1:
        del words[chance.randrange(len(words))]
    if len(words) > 1 and chance.random() < 0.2:
        words.append(words.pop(0))
    places = [at for at, word in enumerate(words) if len(word) > 3]
    if places and chance.random() < 2 / 3:
        at = chance.choice(places)
        words[at] = _mistyped(words[at], chance)
    return " ".join(words)


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    ways: Sequence[str] = (
        word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at - 1] + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    return chance.choice(ways)
