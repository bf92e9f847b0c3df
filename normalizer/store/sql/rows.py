"""Rows of the database ↔ rows of the table: one list of columns for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Change, Redirect, Row
from normalizer.store.codec import effects_of, to_json
from normalizer.store.planning.planner import microseconds, time_of
from normalizer.store.state import number_of
from normalizer.types import Alias, AliasKind, Entity, Kind

FOREVER = 9_223_372_036_854_775_807
"""The `until` of a row that is in force."""

ENTITY = "id, kind, name, country, gender, description, xrefs"
ALIAS = "text, entity_id, kind, lang, script, scheme, source, note"
REDIRECT = "id, target"
RULING = "kind, subject, object"
CHANGE = (
    "revision, made_at, actor, operation, reason, source, request_id, approved_by,"
    " payload, effects, digest"
)
# The columns by which an open row is found, in the order of `key_values`.
KEYS: Mapping[str, str] = {
    "entity": "id = ?",
    "alias": "entity_id = ? AND text = ? AND lang = ?",
    "redirect": "id = ?",
    "ruling": "kind = ? AND subject = ? AND object = ?",
}
_KINDS = {str(kind): kind for kind in Kind}
_ALIAS_KINDS = {str(kind): kind for kind in AliasKind}


def entity_of(row: Sequence[Any]) -> Entity:
    """Return the entity of the columns `ENTITY`."""
    entity_id, kind, name, country, gender, description, xrefs = row
    known = json.loads(xrefs) if xrefs != "{}" else {}
    return Entity(entity_id, _KINDS[kind], name, country, gender, description, known)


def alias_of(row: Sequence[Any]) -> Alias:
    """Return the alias of the columns `ALIAS`."""
    text, entity_id, kind, *rest = row
    return Alias(text, entity_id, _ALIAS_KINDS[kind], *rest)


def ruling_of(row: Sequence[Any]) -> Ruling:
    """Return the ruling of the columns `RULING`."""
    kind, subject, other = row
    return Ruling(RulingKind(kind), subject, other)


def change_of(row: Sequence[Any]) -> Change:
    """Return the change of the columns `CHANGE`."""
    revision, made_at, *texts, payload, effects, digest = row
    actor, operation, reason, source, request_id, approved_by = texts
    return Change(
        revision,
        time_of(made_at),
        actor,
        operation,
        reason,
        source,
        request_id,
        approved_by,
        json.loads(payload),
        effects_of(effects),
        digest,
    )


def change_values(change: Change, effects: str) -> tuple[Any, ...]:
    """Return the columns `CHANGE` of a change; `effects` is the JSON of its effects."""
    return (
        change.revision,
        microseconds(change.time),
        change.actor,
        change.operation,
        change.reason,
        change.source,
        change.request_id,
        change.approved_by,
        to_json(dict(change.payload)),
        effects,
        change.digest,
    )


def all_values(row: Row) -> tuple[Any, ...]:
    """Return every column of a row but the revisions between which it holds."""
    if isinstance(row, Entity):
        about = (row.country, row.gender, row.description, to_json(dict(row.xrefs)))
        return (row.id, number_of(row.id), row.kind.value, row.name, *about)
    if isinstance(row, Alias):
        rest = (row.kind.value, row.script, row.scheme, row.source, row.note)
        return (row.entity_id, row.text, row.lang, *rest)
    if isinstance(row, Redirect):
        return row.entity_id, row.into
    return row.kind.value, row.left, row.right
