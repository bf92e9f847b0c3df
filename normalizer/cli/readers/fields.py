"""A record of named fields (a JSON line, a row of a table) to the document that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from normalizer.cli.readers.items import Fields
from normalizer.errors import InputError
from normalizer.types import Document


def member(value: Mapping[str, Any], name: str, path: str, line: int) -> str:
    """Return the text of a member that must be there; raise InputError."""
    if name not in value:
        raise InputError(path, line, f"no field {name!r}; the fields are {_names(value)}")
    text = value[name]
    if not isinstance(text, str):
        raise InputError(path, line, f"field {name!r} must be a string, not {json_type(text)}")
    return text


def document_of(value: Mapping[str, Any], path: str, line: int, fields: Fields) -> Document:
    """Return the document of a record; raise InputError naming the field that is wrong."""
    text = member(value, fields.text, path, line)
    lang = member(value, fields.lang, path, line) if fields.lang else value.get("lang")
    return Document(
        id=_identifier(value, path, line, fields.id),
        text=text,
        lang=lang if isinstance(lang, str) else "",
    )


def _identifier(value: Mapping[str, Any], path: str, line: int, field: str) -> str:
    name = field or "id"
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if field:
        return member(value, field, path, line)
    return found if isinstance(found, str) and found else f"{path}:{line}"


def _names(value: Mapping[str, Any]) -> str:
    shown = ", ".join(list(value)[:8])
    return (shown + ", …" if len(value) > 8 else shown) or "none"


def json_type(value: object) -> str:
    """Return what a value is called in JSON."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
