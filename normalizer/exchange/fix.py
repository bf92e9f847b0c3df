"""Faults of a folder of sets that need no judgement, put right in place.

Order, for each file: line ends → NFC → white space at the ends of fields → rows that stand twice
→ the order of rows. Nothing else changes: comments stay, a row that breaks another rule stays as
it is. A file is written beside itself and then takes its place. Generated sets are left to their
scripts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from normalizer.errors import SeedError
from normalizer.exchange.writers.sets import GENERATED
from normalizer.store.sheets import LAYOUTS, set_folders
from normalizer.tsv import read_text

FIXABLE = frozenset({"alias-duplicate", "carriage-return", "not-nfc", "outer-space", "unsorted"})
"""The rules whose faults can be put right; a duplicate only where the whole row is one."""

_ORDER = {
    "entities.tsv": ("id",),
    "aliases.tsv": ("entity_id", "alias", "lang"),
    "ambiguous.tsv": ("entity_id", "alias", "lang"),
    "xrefs.tsv": ("entity_id", "scheme"),
}


def fix_folder(folder: Path) -> Iterator[Path]:
    """Yield each file that was put right; none when all were. Raises SeedError for no folder."""
    for set_folder in set_folders(folder):
        if set_folder.name.startswith(GENERATED):
            continue
        for name in LAYOUTS:
            path = set_folder / name
            if path.is_file() and _fix(path):
                yield path


def _fix(path: Path) -> bool:
    text = read_text(path, SeedError)
    found = fixed(text, path.name)
    if found == text:
        return False
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_text(found, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def fixed(text: str, name: str) -> str:
    """Return the text of a file of this name as it should be.

    Rows are put in order only in a file with our header and whole rows, whose comments all
    stand at its head: what lies between rows would lose its place.
    """
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = unified.split("\n")
    rows = [at for at, line in enumerate(lines) if line and not line.startswith("#")]
    for at in rows:
        lines[at] = "\t".join(field.strip() for field in lines[at].split("\t"))
    if not rows or not _is_plain(lines[rows[0] :], name):
        return "\n".join(lines)
    head, body = lines[: rows[0] + 1], [line for line in lines[rows[0] + 1 :] if line]
    places = [LAYOUTS[name].index(column) for column in _ORDER[name]]

    def order(line: str) -> list[str]:
        fields = line.split("\t")
        return [fields[place] for place in places]

    return "\n".join([*head, *sorted(dict.fromkeys(body), key=order), ""])


def _is_plain(lines: list[str], name: str) -> bool:
    columns = LAYOUTS[name]
    if lines[0].split("\t") != list(columns):
        return False
    return all(line.count("\t") == len(columns) - 1 and line[0] != "#" for line in lines if line)
