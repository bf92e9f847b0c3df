"""JSON Lines: one object a line, read line by line, so that size does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from normalizer.cli.readers.fields import document_of, json_type
from normalizer.cli.readers.files import decode, open_bytes
from normalizer.cli.readers.items import Fields
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument


def read_jsonl(path: str, fields: Fields) -> Iterator[SourcedDocument | InputError]:
    """Yield a document for each line that is not blank, or what is wrong with the line."""
    for number, value in json_lines(path):
        if isinstance(value, InputError):
            yield value
            continue
        try:
            yield SourcedDocument(document_of(value, path, number, fields), path, number)
        except InputError as failure:
            yield failure


def json_lines(path: str) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """Yield (line number, object) for each line that is not blank, or what is wrong with it.

    A fault of the whole file (missing, unreadable) comes as line 0.
    """
    try:
        with open_bytes(path) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, _object(line, path, number)
    except InputError as failure:
        yield 0, failure


def _object(line: bytes, path: str, number: int) -> dict[str, Any] | InputError:
    try:
        value = json.loads(decode(line.rstrip(b"\r\n"), path, number))
    except InputError as failure:
        return failure
    except json.JSONDecodeError as failure:
        return InputError(path, number, f"malformed JSON: {failure.msg} at column {failure.colno}")
    except (ValueError, RecursionError):  # a number of too many digits, too deep a nesting
        return InputError(path, number, "malformed JSON: a number or a nesting beyond reason")
    if not isinstance(value, dict):
        return InputError(path, number, f"must be a JSON object, not {json_type(value)}")
    return value
