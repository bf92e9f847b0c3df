"""Rows, effects and operations as JSON, and back: what the change log and proposals are kept in.

A row is a list that begins with a letter for what it is, so that the log of a big import stays
small. The text of an effect never changes once written: the digests of the log are over it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Author, Effect, Redirect, Row
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Rule,
    Split,
    Undo,
    UpdateEntity,
    Withdraw,
)
from normalizer.types import Alias, AliasKind, Entity, Kind

NAMES: dict[type[Operation], str] = {
    CreateEntity: "create-entity",
    UpdateEntity: "update-entity",
    DeleteEntity: "delete-entity",
    AddAlias: "add-alias",
    ChangeAlias: "change-alias",
    RemoveAlias: "remove-alias",
    Merge: "merge",
    Split: "split",
    Rule: "rule",
    Withdraw: "withdraw",
    Undo: "undo",
}
"""The name of each operation, in the log and for people."""

_TYPES = {name: kind for kind, name in NAMES.items()}
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def to_json(value: object) -> str:
    """Return a JSON text, the same for equal values."""
    return _encoder.encode(value)


def plain_row(row: Row | None) -> list[Any] | None:
    """Return a row as a list of plain values; None for None."""
    if isinstance(row, Alias):
        rest = (row.kind, row.script, row.scheme, row.source, row.note)
        return ["a", row.entity_id, row.text, row.lang, *rest]
    if isinstance(row, Entity):
        about = (row.country, row.gender, row.description)
        return ["e", row.id, row.kind, row.name, *about, dict(row.xrefs)]
    if isinstance(row, Redirect):
        return ["m", row.entity_id, row.into]
    if isinstance(row, Ruling):
        return ["r", row.kind, row.left, row.right]
    return None


def row_of(plain: Sequence[Any] | None) -> Row | None:
    """Return the row of a list that `plain_row` gave."""
    if plain is None:
        return None
    what, *values = plain
    return _MAKERS[what](values)


def _entity(values: Sequence[Any]) -> Entity:
    entity_id, kind, *rest = values
    return Entity(entity_id, Kind(kind), *rest)


def _alias(values: Sequence[Any]) -> Alias:
    entity_id, text, lang, kind, *rest = values
    return Alias(text, entity_id, AliasKind(kind), lang, *rest)


def _redirect(values: Sequence[Any]) -> Redirect:
    return Redirect(*values)


def _ruling(values: Sequence[Any]) -> Ruling:
    kind, left, right = values
    return Ruling(RulingKind(kind), left, right)


_MAKERS: dict[str, Callable[[Sequence[Any]], Row]] = {
    "a": _alias,
    "e": _entity,
    "m": _redirect,
    "r": _ruling,
}


def effects_to_json(effects: Sequence[Effect]) -> str:
    """Return effects as a JSON list of pairs, before and after."""
    return to_json([(plain_row(each.before), plain_row(each.after)) for each in effects])


def effects_of(text: str) -> tuple[Effect, ...]:
    """Return the effects of a JSON text that `effects_to_json` gave."""
    return tuple(Effect(row_of(before), row_of(after)) for before, after in json.loads(text))


def operation_to_plain(operation: Operation) -> dict[str, Any]:
    """Return an operation as a mapping of plain values, its name under "operation"."""
    given = {each.name: _plain(getattr(operation, each.name)) for each in fields(operation)}
    return {"operation": NAMES[type(operation)], **given}


def operation_of(plain: Mapping[str, Any]) -> Operation:
    """Return the operation of a mapping that `operation_to_plain` gave."""
    kind = _TYPES[plain["operation"]]
    given = {each.name: _revived(each.name, plain[each.name]) for each in fields(kind)}
    if kind is UpdateEntity and given["kind"] is not None:
        given["kind"] = Kind(given["kind"])
    return kind(**given)


def _plain(value: object) -> Any:
    if isinstance(value, AliasKey):
        return ["k", value.entity_id, value.text, value.lang]
    if isinstance(value, Alias | Entity | Ruling):
        return plain_row(value)
    if isinstance(value, Mapping):
        return dict(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _revived(name: str, value: Any) -> Any:
    if name in ("aliases", "xrefs") and isinstance(value, list):
        return tuple(each if isinstance(each, str) else _revived("", each) for each in value)
    if isinstance(value, list):
        return AliasKey(*value[1:]) if value[0] == "k" else row_of(value)
    return value


def author_to_plain(by: Author) -> dict[str, Any]:
    """Return an author as a mapping of plain values."""
    return {each.name: _plain(getattr(by, each.name)) for each in fields(by)}
