"""What the change log and the table hold: types of the store ↔ messages of the contract."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from normalizer.rulings import Ruling, RulingKind
from normalizer.service.convert_entities import (
    alias,
    alias_message,
    aliases,
    entity,
    entity_message,
)
from normalizer.service.enums import Pairs
from normalizer.store.changes import Change, Effect, Redirect, Row
from normalizer.types import Alias, Entity, EntityRecord
from normalizer.v1 import edits_pb2

RULING_KINDS = Pairs(RulingKind, edits_pb2.RulingKind, "RULING_KIND")


def ruling(message: edits_pb2.Ruling) -> Ruling:
    """Return the ruling that a message carries; raise KeyError for an unknown kind."""
    return Ruling(RULING_KINDS.member[message.kind], message.left, message.right)


def ruling_message(source: Ruling) -> edits_pb2.Ruling:
    """Return the message of a ruling."""
    return edits_pb2.Ruling(
        kind=RULING_KINDS.number[source.kind], left=source.left, right=source.right
    )


def change(message: edits_pb2.Change) -> Change:
    """Return the change that a message carries, without its digest and payload."""
    return Change(
        revision=message.revision,
        time=moment(message.time),
        actor=message.actor,
        operation=message.operation,
        reason=message.reason,
        source=message.source,
        request_id=message.request_id,
        approved_by=message.approved_by,
        effects=tuple(Effect(_side(e, "before"), _side(e, "after")) for e in message.effects),
    )


def change_message(source: Change) -> edits_pb2.Change:
    """Return the message of a change."""
    return edits_pb2.Change(
        revision=source.revision,
        time=timestamp(source.time),
        actor=source.actor,
        operation=source.operation,
        reason=source.reason,
        source=source.source,
        approved_by=source.approved_by,
        entity_ids=source.entity_ids,
        effects=map(_effect_message, source.effects),
        request_id=source.request_id,
    )


def record(message: edits_pb2.EntityRecord) -> EntityRecord:
    """Return the record that a message carries."""
    there = message.HasField("entity")
    return EntityRecord(
        entity_id=message.entity_id,
        version=message.version,
        entity=entity(message.entity) if there else None,
        aliases=aliases(message.entity) if there else (),
        merged_into=message.merged_into,
    )


def record_message(source: EntityRecord) -> edits_pb2.EntityRecord:
    """Return the message of a record."""
    return edits_pb2.EntityRecord(
        entity_id=source.entity_id,
        version=source.version,
        entity=entity_message(source.entity, source.aliases) if source.entity else None,
        merged_into=source.merged_into,
    )


def timestamp(time: datetime) -> Timestamp:
    """Return a moment as the contract has it."""
    found = Timestamp()
    found.FromDatetime(time.astimezone(UTC))
    return found


def moment(time: Timestamp) -> datetime:
    """Return a moment of the contract, in UTC."""
    return time.ToDatetime(tzinfo=UTC)


def _effect_message(source: Effect) -> edits_pb2.Effect:
    return edits_pb2.Effect(before=_row_message(source.before), after=_row_message(source.after))


def _row_message(row: Row | None) -> edits_pb2.TableRow | None:
    if isinstance(row, Entity):
        return edits_pb2.TableRow(entity=entity_message(row))
    if isinstance(row, Alias):
        owned = edits_pb2.OwnedAlias(entity_id=row.entity_id, alias=alias_message(row))
        return edits_pb2.TableRow(alias=owned)
    if isinstance(row, Redirect):
        leads = edits_pb2.Redirect(entity_id=row.entity_id, into_entity_id=row.into)
        return edits_pb2.TableRow(redirect=leads)
    return edits_pb2.TableRow(ruling=ruling_message(row)) if row else None


def _side(effect: edits_pb2.Effect, side: str) -> Row | None:
    if not effect.HasField(side):  # type: ignore[arg-type]  # one of two literals
        return None
    row: Any = getattr(effect, side)
    found = row.WhichOneof("row")
    if found == "entity":
        return entity(row.entity)
    if found == "alias":
        return alias(row.alias.alias, row.alias.entity_id)
    if found == "redirect":
        return Redirect(row.redirect.entity_id, row.redirect.into_entity_id)
    return ruling(row.ruling)
