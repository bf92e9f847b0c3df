"""Edits: operations of the store ↔ messages of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from normalizer.service.convert_entities import (
    alias,
    alias_message,
    aliases,
    entity,
    entity_message,
)
from normalizer.service.curation.rows import ruling, ruling_message
from normalizer.service.enums import ALIAS_KINDS, KINDS
from normalizer.service.faults import RequestError, Violation
from normalizer.service.limits import require
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
    UpdateEntity,
    Withdraw,
)
from normalizer.types import Alias
from normalizer.v1 import edits_pb2, entities_pb2

MAX_EDITS = 1_000
_MASKABLE = ("kind", "canonical_name", "country", "gender", "description", "xrefs")
_PARTS = ("entity", "alias", "key", "ruling")
_ABSENT = "is absent"


def operations(edits: Sequence[edits_pb2.Edit], field: str = "edits") -> list[Operation]:
    """Return the operations that messages ask for; raise RequestError naming all that is wrong."""
    if not 1 <= len(edits) <= MAX_EDITS:
        reason = f"has {len(edits):,} items; from 1 to {MAX_EDITS:,} are allowed"
        raise RequestError([Violation(field, reason)])
    require(fault for at, edit in enumerate(edits) for fault in _faults(edit, f"{field}[{at}]."))
    return list(map(operation, edits))


def operation(edit: edits_pb2.Edit) -> Operation:
    """Return the operation that a sound message asks for; raise KeyError for one that is not."""
    return _READERS[edit.WhichOneof("edit")](edit)


def edit_message(source: Operation) -> edits_pb2.Edit:
    """Return the message of an operation; raise KeyError for `Undo`, which has its own call."""
    return _WRITERS[type(source)](source)


def _faults(edit: edits_pb2.Edit, place: str) -> Iterator[Violation]:
    wish = edit.WhichOneof("edit")
    if wish is None:
        yield Violation(place.removesuffix("."), "asks for nothing")
        return
    message = getattr(edit, wish)
    parts = [part for part in _PARTS if part in message.DESCRIPTOR.fields_by_name]
    if absent := [part for part in parts if not message.HasField(part)]:
        yield from (Violation(f"{place}{wish}.{part}", _ABSENT) for part in absent)
        return
    if wish in ("create_entity", "split_entity"):
        yield from _bad_kind(f"{place}{wish}.entity.kind", message.entity.kind, KINDS.member)
    if wish == "create_entity":
        for at, row in enumerate(message.entity.aliases):
            field = f"{place}{wish}.entity.aliases[{at}].kind"
            yield from _bad_kind(field, row.kind, ALIAS_KINDS.member)
    if wish in ("add_alias", "change_alias"):
        yield from _bad_kind(f"{place}{wish}.alias.kind", message.alias.kind, ALIAS_KINDS.member)
    if wish == "update_entity":
        yield from _bad_mask(f"{place}{wish}", message)
    if wish == "rule" and message.ruling.kind not in edits_pb2.RulingKind.values()[1:]:
        yield Violation(f"{place}{wish}.ruling.kind", f"{message.ruling.kind} is not a ruling")


def _bad_kind(field: str, kind: int, known: Mapping[int, object]) -> Iterator[Violation]:
    if kind not in known:
        yield Violation(field, f"{kind} is not a kind")


def _bad_mask(place: str, message: edits_pb2.UpdateEntityEdit) -> Iterator[Violation]:
    if not message.update_mask.paths:
        yield Violation(f"{place}.update_mask", "names no field")
    for path in message.update_mask.paths:
        if path not in _MASKABLE:
            known = ", ".join(_MASKABLE)
            yield Violation(f"{place}.update_mask", f"{path!r} is none of {known}")
    if "kind" in message.update_mask.paths:
        yield from _bad_kind(f"{place}.entity.kind", message.entity.kind, KINDS.member)


def _create(edit: edits_pb2.Edit) -> CreateEntity:
    row = edit.create_entity.entity
    return CreateEntity(entity(row), aliases(row))


def _update(edit: edits_pb2.Edit) -> UpdateEntity:
    row = edit.update_entity.entity
    values: dict[str, Any] = {
        "kind": KINDS.member.get(row.kind),
        "canonical_name": row.canonical_name,
        "country": row.country,
        "gender": row.gender,
        "description": row.description,
        "xrefs": dict(row.xrefs),
    }
    wanted = {path: values[path] for path in edit.update_entity.update_mask.paths}
    if "canonical_name" in wanted:
        wanted["name"] = wanted.pop("canonical_name")
    return UpdateEntity(row.entity_id, **wanted)


def _update_message(source: UpdateEntity) -> edits_pb2.Edit:
    row = entities_pb2.Entity(entity_id=source.entity_id, xrefs=source.xrefs)
    paths = ["xrefs"] if source.xrefs else []
    if source.kind is not None:
        row.kind = KINDS.number[source.kind]
        paths.append("kind")
    for ours, theirs in (
        ("name", "canonical_name"),
        ("country", "country"),
        ("gender", "gender"),
        ("description", "description"),
    ):
        value = getattr(source, ours)
        if value is not None:
            setattr(row, theirs, value)
            paths.append(theirs)
    edit = edits_pb2.Edit(update_entity=edits_pb2.UpdateEntityEdit(entity=row))
    edit.update_entity.update_mask.paths.extend(sorted(paths))
    return edit


def _key(message: edits_pb2.AliasKey, owner: str = "") -> AliasKey:
    return AliasKey(owner or message.entity_id, message.text, message.language)


def _key_message(key: AliasKey) -> edits_pb2.AliasKey:
    return edits_pb2.AliasKey(entity_id=key.entity_id, text=key.text, language=key.lang)


def _add(edit: edits_pb2.Edit) -> AddAlias:
    return AddAlias(alias(edit.add_alias.alias, edit.add_alias.entity_id))


def _change(edit: edits_pb2.Edit) -> ChangeAlias:
    wish = edit.change_alias
    return ChangeAlias(_key(wish.key), alias(wish.alias, wish.entity_id or wish.key.entity_id))


def _split(edit: edits_pb2.Edit) -> Split:
    wish = edit.split_entity
    keys = tuple(_key(key, wish.entity_id) for key in wish.aliases)
    return Split(wish.entity_id, entity(wish.entity), keys, tuple(wish.xref_schemes))


def _rule(edit: edits_pb2.Edit) -> Rule | Withdraw:
    found = ruling(edit.rule.ruling)
    return Withdraw(found) if edit.rule.withdraw else Rule(found)


_READERS: Mapping[str | None, Callable[[edits_pb2.Edit], Operation]] = {
    "create_entity": _create,
    "update_entity": _update,
    "delete_entity": lambda edit: DeleteEntity(edit.delete_entity.entity_id),
    "add_alias": _add,
    "change_alias": _change,
    "remove_alias": lambda edit: RemoveAlias(_key(edit.remove_alias.key)),
    "merge_entities": lambda edit: Merge(
        edit.merge_entities.entity_id, edit.merge_entities.into_entity_id
    ),
    "split_entity": _split,
    "rule": _rule,
}


def _add_message(row: Alias) -> edits_pb2.AddAliasEdit:
    return edits_pb2.AddAliasEdit(entity_id=row.entity_id, alias=alias_message(row))


def _change_message(source: ChangeAlias) -> edits_pb2.ChangeAliasEdit:
    row = source.alias
    return edits_pb2.ChangeAliasEdit(
        key=_key_message(source.key), entity_id=row.entity_id, alias=alias_message(row)
    )


def _split_message(source: Split) -> edits_pb2.SplitEntityEdit:
    return edits_pb2.SplitEntityEdit(
        entity_id=source.entity_id,
        entity=entity_message(source.entity),
        aliases=map(_key_message, source.aliases),
        xref_schemes=source.xrefs,
    )


def _rule_message(source: Rule | Withdraw) -> edits_pb2.RuleEdit:
    withdraw = isinstance(source, Withdraw)
    return edits_pb2.RuleEdit(ruling=ruling_message(source.ruling), withdraw=withdraw)


_Edit = edits_pb2.Edit
_WRITERS: Mapping[type, Callable[[Any], edits_pb2.Edit]] = {
    CreateEntity: lambda o: _Edit(
        create_entity=edits_pb2.CreateEntityEdit(entity=entity_message(o.entity, o.aliases))
    ),
    UpdateEntity: _update_message,
    DeleteEntity: lambda o: _Edit(delete_entity=edits_pb2.DeleteEntityEdit(entity_id=o.entity_id)),
    AddAlias: lambda o: _Edit(add_alias=_add_message(o.alias)),
    ChangeAlias: lambda o: _Edit(change_alias=_change_message(o)),
    RemoveAlias: lambda o: _Edit(remove_alias=edits_pb2.RemoveAliasEdit(key=_key_message(o.key))),
    Merge: lambda o: _Edit(
        merge_entities=edits_pb2.MergeEntitiesEdit(entity_id=o.entity_id, into_entity_id=o.into)
    ),
    Split: lambda o: _Edit(split_entity=_split_message(o)),
    Rule: lambda o: _Edit(rule=_rule_message(o)),
    Withdraw: lambda o: _Edit(rule=_rule_message(o)),
}
