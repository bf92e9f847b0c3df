"""A table as a folder of sets, for git: sorted, one row a line, the same table the same bytes.

Order: the folder is looked at, if it is there → each row is given a set → the files are
written beside the old ones → they take their places.

A folder that is there keeps its layout: each row stays in the set in which it stands, a new row
goes to the set of its entity, a new entity to the set that is asked for, and each file keeps the
comment at its head. Rows that the table has no more are gone from the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from normalizer.errors import SeedError, StoreError
from normalizer.exchange.table import Row, rows_of
from normalizer.store.protocol import AliasStore
from normalizer.store.sheets import (
    AMBIGUOUS,
    ENTITIES,
    LAYOUTS,
    XREFS,
    Sheet,
    read_seeds,
    set_folders,
)

GENERATED = "generated-"
_HEADS = {
    ENTITIES: "Entities of the set “{}”.",
    "aliases.tsv": "Aliases of the set “{}”.",
    AMBIGUOUS: "Aliases of the set “{}” that also name another entity.",
    XREFS: "Identifiers elsewhere of entities of the set “{}”.",
}
_READERS = (
    "Read by normalizer/store/seeds.py. Source: named in each row. "
    "Written by namenorm table export."
)


@dataclass(slots=True)
class Layout:
    """Which set a row belongs to, and what stands at the head of each file.

    `rows` holds the set of each alias and identifier that is not in the set of its entity.
    """

    default: str
    entities: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, ...], str] = field(default_factory=dict)
    heads: dict[tuple[str, str], str] = field(default_factory=dict)

    def set_of(self, row: Row) -> str:
        """Return the set of a row."""
        home = self.entities.get(row.entity_id, self.default)
        if row.sheet == ENTITIES:
            return home
        known = self.rows.get(_identity(row.sheet, row.fields))
        if known is not None:
            return known
        # A script would write a generated set anew, and the row would be lost.
        return self.default if home.startswith(GENERATED) else home

    def head(self, name: str, sheet: str) -> str:
        """Return the comment at the head of a file, with its line ends."""
        told = f"# {_HEADS[sheet].format(name)}\n# {_READERS}\n"
        return self.heads.get((name, sheet), told)


def layout_of(folder: Path, default: str) -> Layout:
    """Return the layout of a folder, an empty one when there is none; raise SeedError."""
    found = Layout(default)
    if not folder.is_dir() or not any((each / ENTITIES).exists() for each in set_folders(folder)):
        return found
    seeds = read_seeds(folder)
    for sheet in seeds.all_sheets():
        if sheet.faults:
            fault = min(sheet.faults)
            raise SeedError(str(sheet.path), fault.line, fault.reason)
        found.heads[sheet.path.parent.name, sheet.name] = _head_of(sheet.path)
        _note_rows(found, sheet)
    return found


def _note_rows(found: Layout, sheet: Sheet) -> None:
    name = sheet.path.parent.name
    for fields in zip(*sheet.columns.values(), strict=True):
        if sheet.name == ENTITIES:
            found.entities[fields[0]] = name
        else:
            found.rows[_identity(sheet.name, fields)] = name


def _identity(sheet: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a row is known by: its entity, text and language, or its scheme."""
    if sheet == XREFS:
        return fields[:2]
    return fields[0], fields[1], fields[3]


def _head_of(path: Path) -> str:
    """Return the lines before the header row."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    end = next(at for at, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    return "".join(lines[:end])


def write_sets(store: AliasStore, folder: Path, default: str = "table") -> Mapping[str, int]:
    """Write a table into a folder of sets and return how many rows each file has.

    `default` names the set of what has none yet. Nothing changes in the folder until every
    file is whole; a file without rows is removed. Raises SeedError for a folder whose files
    are malformed, StoreError when it cannot be written.
    """
    layout = layout_of(folder, default)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            files = _Files(folder, layout)
            stack.callback(files.discard)
            for row in rows_of(store):
                files.write(row)
            return files.publish()
    except OSError as failure:
        raise StoreError(str(folder), failure.strerror or "cannot be written") from None


class _Files:
    """The files that are being written, under names of their own."""

    def __init__(self, folder: Path, layout: Layout) -> None:
        self._folder, self._layout = folder, layout
        self._open: dict[Path, TextIO] = {}
        self._counts: dict[Path, int] = {}

    def write(self, row: Row) -> None:
        path = self._folder / self._layout.set_of(row) / row.sheet
        stream = self._open.get(path) or self._begin(path)
        stream.write("\t".join(row.fields) + "\n")
        self._counts[path] += 1

    def _begin(self, path: Path) -> TextIO:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = _beside(path).open("w", encoding="utf-8", newline="\n")
        self._open[path], self._counts[path] = stream, 0
        stream.write(self._layout.head(path.parent.name, path.name))
        stream.write("\t".join(LAYOUTS[path.name]) + "\n")
        return stream

    def publish(self) -> dict[str, int]:
        for stream in self._open.values():
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
        for path in self._open:
            _beside(path).replace(path)
        for path in self._former():
            if path not in self._open:
                path.unlink()
        counts = {str(p.relative_to(self._folder)): n for p, n in sorted(self._counts.items())}
        self._open.clear()
        return counts

    def _former(self) -> Iterator[Path]:
        for name, sheet in self._layout.heads:
            yield self._folder / name / sheet

    def discard(self) -> None:
        for path, stream in self._open.items():
            stream.close()
            _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")
