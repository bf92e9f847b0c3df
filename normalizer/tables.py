"""The only reader of `data/`: linguistic tables as rows, or as JSON objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from normalizer import tsv
from normalizer.errors import TableError
from normalizer.resources import data_dir


def rows(name: str, columns: Sequence[str]) -> list[list[str]]:
    """Return the rows of the table `data/<name>` (TSV); raise TableError with its line."""
    return [fields for _, fields in numbered_rows(name, columns)]


def numbered_rows(name: str, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return (line, fields) for each row of `data/<name>`, for readers that check further."""
    return list(tsv.read_rows(data_dir() / name, columns, TableError))


def content(name: str) -> bytes:
    """Return the bytes of the table `data/<name>`, for a reader that looks up its rows in place.

    Raises TableError where it cannot be read.
    """
    path = data_dir() / name
    try:
        return path.read_bytes()
    except OSError as failure:
        raise TableError(str(path), 0, failure.strerror or "cannot be read") from None


def names_in(folder: str, suffix: str) -> tuple[str, ...]:
    """Return the stems of the files in `data/<folder>` that end with `suffix`, sorted."""
    found = (data_dir() / folder).glob(f"*{suffix}")
    return tuple(sorted(path.name.removesuffix(suffix) for path in found))


def json_object(name: str) -> dict[str, Any]:
    """Return the JSON object in `data/<name>`; raise TableError where it is malformed."""
    path = data_dir() / name
    text = tsv.read_text(path, TableError)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as failure:
        raise TableError(str(path), failure.lineno, failure.msg) from None
    if not isinstance(value, dict):
        raise TableError(str(path), 1, "must be one JSON object")
    return value


def fault(name: str, line: int, reason: str) -> TableError:
    """Return the error to raise for a row of `data/<name>` that means nothing."""
    return TableError(str(data_dir() / name), line, reason)
