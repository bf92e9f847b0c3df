"""Plans for whole entities: create, update, delete, merge, split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from normalizer.errors import (
    AlreadyThereError,
    InvalidEditError,
    JudgementConflictError,
)
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Redirect
from normalizer.store.memory import CANONICAL_LANG, CANONICAL_SCRIPT
from normalizer.store.operations import (
    CreateEntity,
    DeleteEntity,
    Merge,
    Split,
    UpdateEntity,
)
from normalizer.store.planning.aliases import (
    put_alias,
    refuse_never,
    refuse_ruled_out,
    stored_alias,
)
from normalizer.store.planning.checks import checked_entity, checked_id
from normalizer.store.planning.draft import Draft
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Entity


def create(draft: Draft, operation: CreateEntity) -> str:
    """Put a new entity with its aliases, and return its ID."""
    entity_id = _new_entity(draft, operation.entity)
    for alias in operation.aliases:
        if alias.entity_id not in ("", operation.entity.id):
            reason = f"{alias.text!r} is of {alias.entity_id}, not of the new entity"
            raise InvalidEditError("aliases", reason)
        put_alias(draft, alias, entity_id)
    return entity_id


def update(draft: Draft, operation: UpdateEntity) -> None:
    """Put an entity with the fields that are given."""
    names = ("kind", "name", "country", "gender", "description")
    values = {name: getattr(operation, name) for name in names}
    given = {name: value for name, value in values.items() if value is not None}
    entity = draft.entity(operation.entity_id)
    xrefs = {**entity.xrefs, **operation.xrefs}
    kept = {scheme: value for scheme, value in xrefs.items() if value}
    updated = checked_entity(replace(entity, **given, xrefs=kept), entity.id)
    if updated != entity:
        if updated.name != entity.name:
            refuse_ruled_out(draft, name_as_alias(updated, entity.id))
        draft.put(updated)


def delete(draft: Draft, operation: DeleteEntity) -> None:
    """Drop an entity, its aliases, and the rulings that speak of it."""
    entity = draft.entity(operation.entity_id)
    for alias in draft.aliases(entity.id):
        draft.drop(alias)
    for ruling in _rulings_of(draft, entity.id):
        draft.drop(ruling)
    draft.drop(entity)


def merge(draft: Draft, operation: Merge) -> None:
    """Move everything of an entity to another, and redirect its ID there."""
    gone, kept = draft.entity(operation.entity_id), draft.entity(operation.into)
    _refuse_merge(draft, gone, kept)
    united = _united(gone, kept)
    if united != kept:
        draft.put(united)
    _move_aliases(draft, gone, kept)
    _move_rulings(draft, gone.id, kept.id)
    for redirect in draft.redirects_to(gone.id):
        draft.put(Redirect(redirect.entity_id, kept.id))
    draft.drop(gone)
    draft.put(Redirect(gone.id, kept.id))


def split(draft: Draft, operation: Split) -> str:
    """Put a new entity with some of an entity's aliases and xrefs, and return its ID."""
    entity = draft.entity(operation.entity_id)
    missing = [scheme for scheme in operation.xrefs if scheme not in entity.xrefs]
    if missing:
        raise InvalidEditError("xrefs", f"{entity.id} has none in {', '.join(missing)}")
    moved = {scheme: entity.xrefs[scheme] for scheme in operation.xrefs}
    rest = {scheme: value for scheme, value in entity.xrefs.items() if scheme not in moved}
    made = replace(operation.entity, xrefs={**moved, **operation.entity.xrefs})
    entity_id = _new_entity(draft, made)
    if moved:
        draft.put(replace(entity, xrefs=rest))
    for key in operation.aliases:
        if draft.state.target(key.entity_id) != entity.id:
            raise InvalidEditError("aliases", f"{key.text!r} is not named as one of {entity.id}")
        alias = stored_alias(draft, key)
        draft.drop(alias)
        draft.put(replace(alias, entity_id=entity_id))
    return entity_id


def _new_entity(draft: Draft, entity: Entity) -> str:
    state = draft.state
    if entity.id in state.used:
        raise AlreadyThereError(f"the ID {entity.id}", "it is or was an entity's")
    entity_id = checked_id(entity.id) if entity.id else f"nn{state.number + 1}"
    made = checked_entity(entity, entity_id)
    if state.rulings:
        refuse_ruled_out(draft, name_as_alias(made, entity_id))
    draft.put(made)
    return entity_id


def _refuse_merge(draft: Draft, gone: Entity, kept: Entity) -> None:
    if gone.id == kept.id:
        raise InvalidEditError("into", f"{gone.id} would be merged into itself")
    if gone.kind is not kept.kind:
        reason = f"{gone.id} is of the kind {gone.kind}, {kept.id} of the kind {kept.kind}"
        raise InvalidEditError("into", reason)
    apart = Ruling(RulingKind.APART, *sorted((gone.id, kept.id)))
    if apart in draft.state.rulings:
        raise JudgementConflictError(str(apart), "a ruling forbids the merge")


def _united(gone: Entity, kept: Entity) -> Entity:
    """Return the entity that stays, its empty fields filled and all cross-references kept."""
    xrefs = dict(kept.xrefs)
    for scheme, value in gone.xrefs.items():
        if xrefs.setdefault(scheme, value) != value:
            xrefs[f"{scheme}-of-{gone.id}"] = value
    return replace(
        kept,
        country=kept.country or gone.country,
        gender=kept.gender or gone.gender,
        description=kept.description or gone.description,
        xrefs=dict(sorted(xrefs.items())),
    )


def _move_aliases(draft: Draft, gone: Entity, kept: Entity) -> None:
    """Move aliases; where both have one of the same text and language, the other's row stays."""
    moved = [replace(alias, entity_id=kept.id) for alias in draft.aliases(gone.id)]
    for alias in draft.aliases(gone.id):
        draft.drop(alias)
    own = {(alias.text, alias.lang) for alias in draft.aliases(kept.id)}
    name = (gone.name, CANONICAL_LANG)
    if name not in {*own, (kept.name, CANONICAL_LANG), *((a.text, a.lang) for a in moved)}:
        moved.append(name_as_alias(gone, kept.id))
    for alias in moved:
        if (alias.text, alias.lang) not in own:
            refuse_never(draft, alias)
            draft.put(alias)


def name_as_alias(gone: Entity, owner: str) -> Alias:
    """Return the canonical name of an entity as an alias row of an owner."""
    source = f"{CANONICAL_SOURCE} of {gone.id}"
    about = (AliasKind.OFFICIAL, CANONICAL_LANG, CANONICAL_SCRIPT)
    return Alias(gone.name, owner, *about, source=source)


def _move_rulings(draft: Draft, gone: str, kept: str) -> None:
    for ruling in _rulings_of(draft, gone):
        draft.drop(ruling)
        if ruling.kind is RulingKind.NEVER:
            moved = Ruling(ruling.kind, ruling.left, kept)
        else:
            other = ruling.left if ruling.right == gone else ruling.right
            moved = Ruling(ruling.kind, *sorted((other, kept)))
        draft.put(moved)


def _rulings_of(draft: Draft, entity_id: str) -> Iterable[Ruling]:
    never = [r for r in draft.rulings(RulingKind.NEVER) if r.right == entity_id]
    apart = [r for r in draft.rulings(RulingKind.APART) if entity_id in (r.left, r.right)]
    return [*never, *apart]
