"""The files of a seeds folder, read into columns with their line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from normalizer import tsv
from normalizer.errors import SeedError

ENTITIES = "entities.tsv"
ALIASES = "aliases.tsv"
AMBIGUOUS = "ambiguous.tsv"
XREFS = "xrefs.tsv"
DOCUMENTS = "documents"

ENTITY_COLUMNS = ("id", "kind", "name", "country", "gender", "wikidata", "description")
ALIAS_COLUMNS = ("alias", "entity_id", "kind", "lang", "script", "scheme", "source", "note")
XREF_COLUMNS = ("entity_id", "scheme", "value")

LAYOUTS = {
    ENTITIES: ENTITY_COLUMNS,
    ALIASES: ALIAS_COLUMNS,
    AMBIGUOUS: ALIAS_COLUMNS,
    XREFS: XREF_COLUMNS,
}


@dataclass(slots=True)
class Sheet:
    """One file of a set: its columns, the lines its rows stand on, its malformed lines."""

    path: Path
    numbers: list[int]
    columns: Mapping[str, Sequence[str]]
    faults: list[tsv.Fault]

    @property
    def name(self) -> str:
        """Return which of the files of a set this is."""
        return self.path.name

    def place(self, row: int) -> tuple[Path, int]:
        """Return the file and the line of a row, counted from 0."""
        return self.path, self.numbers[row]


@dataclass(slots=True)
class Seeds:
    """Every file of every set below a folder, by what it holds."""

    folder: Path
    entities: list[Sheet]
    aliases: list[Sheet]
    ambiguous: list[Sheet]
    xrefs: list[Sheet]

    def alias_sheets(self) -> list[Sheet]:
        """Return the files with alias rows, those of ambiguous aliases last."""
        return self.aliases + self.ambiguous

    def all_sheets(self) -> list[Sheet]:
        """Return every file."""
        return self.entities + self.alias_sheets() + self.xrefs


def read_seeds(folder: Path) -> Seeds:
    """Return the files of all sets below `folder`, well-formed or not.

    Raises SeedError when the folder is missing, cannot be listed, or has no set in it.
    """
    found: dict[str, list[Sheet]] = {name: [] for name in LAYOUTS}
    for set_folder in set_folders(folder):
        for name, sheets in found.items():
            if (set_folder / name).exists():
                sheets.append(_read_sheet(set_folder / name))
    if not found[ENTITIES]:
        raise SeedError(str(folder), 0, f"no set with an {ENTITIES} in this folder")
    return Seeds(folder, found[ENTITIES], found[ALIASES], found[AMBIGUOUS], found[XREFS])


def set_folders(folder: Path) -> list[Path]:
    """Return the folders that may be sets, by name; raise SeedError when there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and path.name != DOCUMENTS)
    except OSError as failure:
        raise SeedError(str(folder), 0, failure.strerror or "cannot be listed") from None


def chained(sheets: Sequence[Sheet], column: str) -> list[str]:
    """Return one column of several files, one after the other."""
    return list(chain.from_iterable(sheet.columns[column] for sheet in sheets))


def rows_of(sheets: Sequence[Sheet], *columns: str) -> Iterator[tuple[Sheet, int, list[str]]]:
    """Yield (file, row, values of the columns) over several files."""
    for sheet in sheets:
        for row, values in enumerate(zip(*(sheet.columns[name] for name in columns), strict=True)):
            yield sheet, row, list(values)


def _read_sheet(path: Path) -> Sheet:
    names = LAYOUTS[path.name]
    try:
        text = tsv.read_text(path, SeedError)
    except SeedError as failure:
        fault = tsv.Fault(failure.line, "unreadable", failure.reason)
        return Sheet(path, [], dict.fromkeys(names, ()), [fault])
    found = tsv.scan(text, names)
    # The kind, language, script, … of an alias come in few combinations.
    heads = 2 if names is ALIAS_COLUMNS else 0
    columns = dict(zip(names, found.columns(heads), strict=True))
    return Sheet(path, found.numbers, columns, found.faults)
