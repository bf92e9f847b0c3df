"""Writes small seed sets for the tests of the store."""

from __future__ import annotations

from pathlib import Path

from normalizer.store.sheets import LAYOUTS

MINSK = "nn200001\tplace\tMinsk\tBY\t\tQ2280\tCapital of Belarus"
BREST = "nn200002\tplace\tBrest\tBY\t\t\tCity in Belarus"
LUKASHENKO = "nn100001\tperson\tAlexander Lukashenko\tBY\tm\t\tPresident of Belarus"


def alias(
    text: str = "Мінск",
    entity_id: str = "nn200001",
    kind: str = "official",
    lang: str = "be",
    script: str = "Cyrl",
    **rest: str,
) -> str:
    """Return an alias row, well-formed unless told otherwise."""
    fields = (text, entity_id, kind, lang, script)
    return "\t".join((*fields, *(rest.get(name, "") for name in ("scheme", "source", "note"))))


def write(folder: Path, name: str, *rows: str, set_name: str = "one") -> Path:
    """Write a file of a set with its header, the first row on line 2, and return its path."""
    path = folder / set_name / name
    path.parent.mkdir(parents=True, exist_ok=True)
    header = "\t".join(LAYOUTS[name])
    path.write_text("".join(f"{row}\n" for row in (header, *rows)), encoding="utf-8", newline="")
    return path


def write_towns(folder: Path) -> Path:
    """Write an entities.tsv of two towns and return its path."""
    return write(folder, "entities.tsv", MINSK, BREST)
