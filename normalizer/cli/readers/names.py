"""Names to resolve: arguments, one a line, a member of JSON lines, a column of CSV.

Every line gives one item, also a blank one: answers stand in the order of the lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from normalizer.cli.readers.files import decode, open_bytes, without_mark
from normalizer.cli.readers.items import SourcedName
from normalizer.cli.readers.jsonl import json_lines, member
from normalizer.errors import InputError

NameItem = SourcedName | InputError


def names_by_line(path: str) -> Iterator[NameItem]:
    """Yield the name on each line of a file, or what is wrong with the line."""
    try:
        with open_bytes(path) as stream:
            for number, line in enumerate(stream, 1):
                yield _one_line(line, path, number)
    except InputError as failure:
        yield failure


def names_in_jsonl(path: str, field: str) -> Iterator[NameItem]:
    """Yield the member `field` of each JSON line, or what is wrong with the line."""
    for number, value in json_lines(path):
        if isinstance(value, InputError):
            yield value
            continue
        try:
            yield SourcedName(member(value, field, path, number), path, number)
        except InputError as failure:
            yield failure


def names_in_csv(path: str, column: str) -> Iterator[NameItem]:
    """Yield the cell in `column` of each row, or what is wrong with the row.

    The first row names the columns. A file that ends in `.tsv` is parted by tabs.
    """
    try:
        with open_bytes(path) as stream:
            delimiter = "\t" if path.lower().endswith(".tsv") else ","
            yield from _csv_rows(stream, path, column, delimiter)
    except InputError as failure:
        yield failure


def _one_line(line: bytes, path: str, number: int) -> NameItem:
    try:
        text = decode(line, path, number)
    except InputError as failure:
        return failure
    return SourcedName(text.removesuffix("\n").removesuffix("\r"), path, number)


def _csv_rows(stream: IO[bytes], path: str, column: str, delimiter: str) -> Iterator[NameItem]:
    rows = csv.reader(_lenient_lines(stream), delimiter=delimiter)
    header = _header(rows, path)
    if column not in header:
        known = ", ".join(header) or "none"
        raise InputError(path, 1, f"no column {column!r}; the columns are {known}")
    place = header.index(column)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            yield InputError(path, rows.line_num, f"malformed CSV: {failure}")
            continue
        if row:
            yield _cell(row, place, path, rows.line_num)


def _header(rows: Iterator[list[str]], path: str) -> list[str]:
    try:
        return next(rows, [])
    except csv.Error as failure:
        raise InputError(path, 1, f"malformed CSV: {failure}") from None


def _lenient_lines(stream: IO[bytes]) -> Iterator[str]:
    """Yield lines as text; bytes that are not UTF-8 become lone surrogates.

    A fault inside the row reader would end it; so the fault is found in the cell.
    """
    for number, line in enumerate(stream, 1):
        body = without_mark(line) if number == 1 else line
        yield body.decode("utf-8", "surrogateescape")


def _cell(row: list[str], place: int, path: str, line: int) -> NameItem:
    if place >= len(row):
        return InputError(path, line, f"{len(row)} cells; column {place + 1} is missing")
    text = row[place]
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return InputError(path, line, "the name is not UTF-8")
    return SourcedName(text, path, line)
