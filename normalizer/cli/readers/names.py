"""Names to resolve: arguments, one a line, a member of JSON lines, a column of CSV.

Every line gives one item, also a blank one: answers stand in the order of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.cli.readers.csv_files import csv_records
from normalizer.cli.readers.fields import member
from normalizer.cli.readers.files import decode, open_bytes
from normalizer.cli.readers.jsonl import json_lines
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedName

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
    for line, row in csv_records(path, [column]):
        yield row if isinstance(row, InputError) else SourcedName(row[column], path, line)


def _one_line(line: bytes, path: str, number: int) -> NameItem:
    try:
        text = decode(line, path, number)
    except InputError as failure:
        return failure
    return SourcedName(text.removesuffix("\n").removesuffix("\r"), path, number)
