"""CSV: a header, then one record a row; a file that ends in `.tsv` is parted by tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import IO, Protocol

from normalizer.cli.readers.fields import document_of
from normalizer.cli.readers.files import open_bytes, without_mark
from normalizer.cli.readers.items import Fields
from normalizer.cli.readers.packed import uncompressed_name
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument

# A cell that is longer is a quotation mark that was never closed.
_LONGEST_CELL = 1 << 17
_LONGEST_DOCUMENT = 1 << 28


class _Rows(Protocol):
    """What `csv.reader` makes; the type has no name before Python 3.13."""

    line_num: int

    def __next__(self) -> list[str]: ...


def read_csv(path: str, fields: Fields) -> Iterator[SourcedDocument | InputError]:
    """Yield a document for each row that is not blank, or what is wrong with the row.

    The line of a document is that on which its row ends.
    """
    needed = [name for name in (fields.text, fields.id, fields.lang) if name]
    for line, row in csv_records(path, needed, _LONGEST_DOCUMENT):
        if isinstance(row, InputError):
            yield row
            continue
        try:
            yield SourcedDocument(document_of(row, path, line, fields), path, line)
        except InputError as failure:
            yield failure


def csv_records(
    path: str, needed: Sequence[str], longest: int = _LONGEST_CELL
) -> Iterator[tuple[int, dict[str, str] | InputError]]:
    """Yield (line, cells by column) for each row that is not blank, or what is wrong with it.

    The columns `needed` are there in every row, and no cell has more than `longest`
    characters. A fault of the whole file comes as line 0.
    """
    try:
        with open_bytes(path) as stream:
            tabs = uncompressed_name(path).lower().endswith(".tsv")
            rows = csv.reader(_lenient_lines(stream), delimiter="\t" if tabs else ",")
            csv.field_size_limit(longest)
            header = _header(rows, path, needed)
            yield from _records(rows, path, header, needed)
    except InputError as failure:
        yield 0, failure


def _header(rows: Iterator[list[str]], path: str, needed: Sequence[str]) -> list[str]:
    try:
        header = next(rows, [])
    except csv.Error as failure:
        raise InputError(path, 1, f"malformed CSV: {failure}") from None
    for name in needed:
        if name not in header:
            known = ", ".join(header) or "none"
            raise InputError(path, 1, f"no column {name!r}; the columns are {known}")
    return header


def _records(
    rows: _Rows, path: str, header: list[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str] | InputError]]:
    places = {name: header.index(name) for name in needed}
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            yield rows.line_num, InputError(path, rows.line_num, f"malformed CSV: {failure}")
            continue
        if row:
            fault = _fault(row, places, path, rows.line_num)
            yield rows.line_num, fault or dict(zip(header, row, strict=False))


def _fault(row: list[str], places: dict[str, int], path: str, line: int) -> InputError | None:
    for name, place in places.items():
        if place >= len(row):
            return InputError(path, line, f"{len(row)} cells; column {place + 1} is missing")
        if not _is_utf8(row[place]):
            return InputError(path, line, f"the cell of {name!r} is not UTF-8")
    return None


def _is_utf8(cell: str) -> bool:
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _lenient_lines(stream: IO[bytes]) -> Iterator[str]:
    """Yield lines as text; bytes that are not UTF-8 become lone surrogates.

    A fault inside the row reader would end it; so the fault is found in the cell.
    """
    for number, line in enumerate(stream, 1):
        body = without_mark(line) if number == 1 else line
        yield body.decode("utf-8", "surrogateescape")
