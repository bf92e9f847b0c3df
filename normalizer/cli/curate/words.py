"""What curators read: changes, proposals and records as sentences and as JSON records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from normalizer.rulings import Ruling
from normalizer.store.changes import Applied, Change, Effect, Proposal, Redirect, Row
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
from normalizer.types import Alias, Entity, EntityRecord

if TYPE_CHECKING:
    from normalizer.curation.findings import Finding

_ENTITY_FIELDS = ("id", "kind", "name", "country", "gender", "description")
_ALIAS_FIELDS = ("kind", "lang", "script", "scheme", "source", "note")


def applied_words(done: Applied) -> list[str]:
    """Return what was done, a sentence a change."""
    if done.repeated:
        return [f"was done before, revision {done.revision}"]
    if not done.changes:
        return ["nothing to do: it is so already"]
    lines = [line for change in done.changes for line in change_words(change)]
    return [*lines, *(f"new entity {entity_id}" for entity_id in done.created)]


def applied_record(done: Applied) -> dict[str, Any]:
    """Return what was done as a JSON record."""
    return {
        "revision": done.revision,
        "repeated": done.repeated,
        "created": list(done.created),
        "changes": [change_record(change) for change in done.changes],
    }


def change_words(change: Change) -> Iterator[str]:
    """Yield a change as a heading and a line for each row that it changed."""
    when = change.time.strftime("%Y-%m-%d %H:%M:%S")
    why = f", {change.reason}" if change.reason else ""
    approved = f", approved by {change.approved_by}" if change.approved_by else ""
    source = f" [{change.source}]" if change.source else ""
    yield f"{change.revision} {when} {change.actor}: {change.operation}{why}{source}{approved}"
    for effect in change.effects:
        yield from (f"    {line}" for line in _effect_words(effect))


def change_record(change: Change) -> dict[str, Any]:
    """Return a change as a JSON record."""
    return {
        "revision": change.revision,
        "time": change.time.isoformat(),
        "actor": change.actor,
        "operation": change.operation,
        "reason": change.reason,
        "source": change.source,
        "request_id": change.request_id,
        "approved_by": change.approved_by,
        "entity_ids": list(change.entity_ids),
        "effects": [
            {"before": _row_record(effect.before), "after": _row_record(effect.after)}
            for effect in change.effects
        ],
    }


def proposal_words(proposal: Proposal) -> list[str]:
    """Return a proposal as a heading and a line for each edit."""
    by = proposal.by
    decided = f" by {proposal.decided_by}" if proposal.decided_by else ""
    why = f": {by.reason}" if by.reason else ""
    heading = f"proposal {proposal.id}, {proposal.state}{decided}, of {by.actor}{why}"
    return [heading, *(f"    {_operation_words(each)}" for each in proposal.operations)]


def proposal_record(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as a JSON record."""
    return {
        "proposal": proposal.id,
        "time": proposal.time.isoformat(),
        "actor": proposal.by.actor,
        "reason": proposal.by.reason,
        "source": proposal.by.source,
        "state": proposal.state.value,
        "decided_by": proposal.decided_by,
        "note": proposal.note,
        "revision": proposal.revision,
        "edits": [_operation_words(each) for each in proposal.operations],
    }


def record_words(record: EntityRecord) -> list[str]:
    """Return all of an ID as it stands, in lines."""
    version = f"version {record.version}"
    if record.merged_into:
        return [f"{record.entity_id} was merged into {record.merged_into}, {version}"]
    if record.entity is None:
        return [f"{record.entity_id} was deleted, {version}"]
    return [f"{_row_words(record.entity)}, {version}", *map(_row_words, record.aliases)]


def record_record(record: EntityRecord) -> dict[str, Any]:
    """Return all of an ID as a JSON record."""
    return {
        "entity_id": record.entity_id,
        "version": record.version,
        "merged_into": record.merged_into,
        "entity": _row_record(record.entity),
        "aliases": [_row_record(alias) for alias in record.aliases],
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return what a preview has found as a JSON record."""
    return {
        "kind": finding.kind.value,
        "text": finding.text,
        "entity_ids": list(finding.entity_ids),
        "mentions": finding.mentions,
        "documents": finding.documents,
        "sentence": finding.sentence,
    }


def ruling_record(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as a JSON record."""
    return {"kind": ruling.kind.value, "left": ruling.left, "right": ruling.right}


def _effect_words(effect: Effect) -> Sequence[str]:
    if effect.before is None:
        return [f"+ {_row_words(effect.after)}"]
    if effect.after is None:
        return [f"- {_row_words(effect.before)}"]
    return [f"- {_row_words(effect.before)}", f"+ {_row_words(effect.after)}"]


def _row_words(row: Row | None) -> str:
    if isinstance(row, Entity):
        about = ", ".join(word for word in (row.country, row.gender, row.description) if word)
        xrefs = "".join(f", {scheme} {value}" for scheme, value in sorted(row.xrefs.items()))
        return f"{row.kind} {row.id} “{row.name}”{', ' * bool(about)}{about}{xrefs}"
    if isinstance(row, Alias):
        about = ", ".join(w for w in (row.lang, row.script, row.scheme, row.source, row.note) if w)
        return f"{row.kind} alias “{row.text}” of {row.entity_id}{', ' * bool(about)}{about}"
    if isinstance(row, Redirect):
        return f"{row.entity_id} → {row.into}"
    return str(row)


def _row_record(row: Row | None) -> dict[str, Any] | None:
    if isinstance(row, Entity):
        return {**_values(row, _ENTITY_FIELDS), "xrefs": dict(row.xrefs)}
    if isinstance(row, Alias):
        return {"alias": row.text, "entity_id": row.entity_id, **_values(row, _ALIAS_FIELDS)}
    if isinstance(row, Redirect):
        return {"entity_id": row.entity_id, "merged_into": row.into}
    return {"ruling": ruling_record(row)} if row else None


def _values(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _operation_words(operation: Operation) -> str:
    """Return what an operation wants, in one line."""
    if isinstance(operation, AddAlias):
        return f"+ {_row_words(operation.alias)}"
    if isinstance(operation, ChangeAlias):
        return f"{_key_words(operation.key)} → {_row_words(operation.alias)}"
    if isinstance(operation, RemoveAlias):
        return f"- {_key_words(operation.key)}"
    if isinstance(operation, CreateEntity):
        aliases = "".join(f"; {_row_words(alias)}" for alias in operation.aliases)
        return f"+ {_row_words(operation.entity)}{aliases}"
    if isinstance(operation, Rule | Withdraw):
        return f"{'no longer: ' if isinstance(operation, Withdraw) else ''}{operation.ruling}"
    return _entity_words(operation)


def _entity_words(operation: Operation) -> str:
    if isinstance(operation, UpdateEntity):
        names = ("kind", "name", "country", "gender", "description")
        values = [(name, getattr(operation, name)) for name in names]
        found = [f"{name} “{value}”" for name, value in values if value is not None]
        found += [f"{scheme} “{value}”" for scheme, value in sorted(operation.xrefs.items())]
        return f"{operation.entity_id}: {', '.join(found)}"
    if isinstance(operation, DeleteEntity):
        return f"- entity {operation.entity_id}"
    if isinstance(operation, Merge):
        return f"{operation.entity_id} → {operation.into}"
    if isinstance(operation, Split):
        moving = ", ".join(f"“{key.text}”" for key in operation.aliases)
        return f"out of {operation.entity_id}: {_row_words(operation.entity)}, with {moving}"
    assert isinstance(operation, Undo)
    return f"undo {operation.revision}"


def _key_words(key: AliasKey) -> str:
    return f"alias “{key.text}” of {key.entity_id}{', ' * bool(key.lang)}{key.lang}"
