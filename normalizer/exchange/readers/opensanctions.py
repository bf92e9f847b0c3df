"""OpenSanctions `targets.simple.csv`: one target a row, its aliases in one cell parted by `;`.

Source: https://www.opensanctions.org/docs/bulk/csv/
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from normalizer.errors import FieldError
from normalizer.exchange.lines import GoodLines
from normalizer.exchange.readers.ftm import key_of, schemata
from normalizer.exchange.records import Facts, Fault, Item, PassedOver, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.types import AliasKind, Kind

SCHEME = "opensanctions"
_NEEDED = ("id", "schema", "name", "aliases", "countries")


def read_opensanctions(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each target of a schema that we know, or the fault of a row."""
    lines = GoodLines(path)
    rows = csv.reader(lines)
    header: list[str] = []
    while True:
        try:
            row = next(rows, None)
        except csv.Error as failure:
            yield Fault(path, lines.number, f"malformed CSV: {failure}")
            continue
        yield from lines.new_faults()
        if row is None:
            return
        if not header:
            header = row
            if missing := [name for name in _NEEDED if name not in header]:
                yield Fault(path, 1, f"no column {', '.join(missing)}")
                return
        elif row:
            yield _item(path, lines.number, header, row, settings)


def _item(path: str, line: int, header: list[str], row: list[str], settings: ReadSettings) -> Item:
    if len(row) != len(header):
        return Fault(path, line, f"{len(row)} cells where {len(header)} belong")
    cells = dict(zip(header, row, strict=True))
    try:
        return _record(path, line, cells, settings)
    except FieldError as failure:
        return Fault(path, line, str(failure))


def _record(path: str, line: int, cells: Mapping[str, str], settings: ReadSettings) -> Item:
    for name in ("id", "schema", "name"):
        if not cells[name].strip():
            raise FieldError(name, "is empty")
    kind = schemata().get(cells["schema"])
    if kind is None and (settings.kind is None or cells["schema"] != "LegalEntity"):
        return PassedOver(path, line, f"schema {cells['schema']}")
    countries = parted(cells["countries"])
    country = countries[0].upper() if len(countries) == 1 and len(countries[0]) == 2 else ""
    facts = Facts(kind or settings.kind or Kind.ORGANISATION, cells["name"], country)
    spellings = tuple(Spelling(text, AliasKind.OFFICIAL) for text in parted(cells["aliases"]))
    return Record(path, line, key_of(cells["id"], settings.scheme or SCHEME), facts, spellings)


def parted(cell: str) -> list[str]:
    """Return the values of a cell that are parted by `;`, one that holds a `;` being quoted.

    >>> parted('МАЗ;"Minsk; MAZ"')
    ['МАЗ', 'Minsk; MAZ']
    """
    if not cell.strip():
        return []
    try:
        values = next(csv.reader([cell], delimiter=";", strict=True), [])
    except csv.Error as failure:
        raise FieldError("aliases", f"malformed list: {failure}") from None
    return [value.strip() for value in values if value.strip()]
