"""JSON Lines: one object a line, read line by line, so that size does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from normalizer.cli.readers.files import decode, open_bytes
from normalizer.cli.readers.items import JsonFields, SourcedDocument
from normalizer.errors import InputError
from normalizer.types import Document


def read_jsonl(path: str, fields: JsonFields) -> Iterator[SourcedDocument | InputError]:
    """Yield a document for each line that is not blank, or what is wrong with the line."""
    for number, value in json_lines(path):
        if isinstance(value, InputError):
            yield value
            continue
        try:
            yield SourcedDocument(_document(value, path, number, fields), path, number)
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


def member(value: dict[str, Any], name: str, path: str, line: int) -> str:
    """Return the text of a member that must be there; raise InputError."""
    if name not in value:
        raise InputError(path, line, f"no field {name!r}; the fields are {_names(value)}")
    text = value[name]
    if not isinstance(text, str):
        raise InputError(path, line, f"field {name!r} must be a string, not {_json_type(text)}")
    return text


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
        return InputError(path, number, f"must be a JSON object, not {_json_type(value)}")
    return value


def _document(value: dict[str, Any], path: str, line: int, fields: JsonFields) -> Document:
    text = member(value, fields.text, path, line)
    lang = member(value, fields.lang, path, line) if fields.lang else value.get("lang")
    return Document(
        id=_identifier(value, path, line, fields.id),
        text=text,
        lang=lang if isinstance(lang, str) else "",
    )


def _identifier(value: dict[str, Any], path: str, line: int, field: str) -> str:
    name = field or "id"
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if field:
        return member(value, field, path, line)
    return found if isinstance(found, str) and found else f"{path}:{line}"


def _names(value: dict[str, Any]) -> str:
    shown = ", ".join(list(value)[:8])
    return (shown + ", …" if len(value) > 8 else shown) or "none"


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
