"""What of the table a batch must see to be planned: IDs, surface forms, and changes to undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Author, Change
from normalizer.store.operations import (
    AddAlias,
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
from normalizer.store.state import owners_of
from normalizer.text import normalise


def ids_of(operations: Iterable[Operation], by: Author) -> set[str]:
    """Return the IDs that a batch speaks of, whether they are in use or not."""
    found = {entity_id for operation in operations for entity_id in _ids(operation)}
    return {entity_id for entity_id in found | set(by.expected) if entity_id}


def revisions_of(operations: Iterable[Operation]) -> set[int]:
    """Return the revisions that a batch undoes."""
    return {operation.revision for operation in operations if isinstance(operation, Undo)}


def ids_of_changes(changes: Iterable[Change]) -> set[str]:
    """Return the IDs whose records some changes touch or whose rulings they change."""
    effects = [effect for change in changes for effect in change.effects]
    rows = (row for effect in effects for row in (effect.before, effect.after))
    ruled = {row.right for row in rows if isinstance(row, Ruling) and row.kind in _ABOUT_ENTITIES}
    return owners_of(effects) | ruled


def surfaces_of(operations: Iterable[Operation], changes: Iterable[Change] = ()) -> set[str]:
    """Return the surface forms, in normal form, on which rulings bear in a batch."""
    texts = {text for operation in operations for text in _texts(operation)}
    found = set(map(normalise, texts))
    for change in changes:
        for effect in change.effects:
            row = effect.after if effect.after is not None else effect.before
            if isinstance(row, Ruling):
                found.add(row.left)
    return found


_ABOUT_ENTITIES = (RulingKind.NEVER, RulingKind.APART)


def _ids(operation: Operation) -> Iterator[str]:
    if isinstance(operation, CreateEntity):
        yield operation.entity.id
    elif isinstance(operation, AddAlias):
        yield operation.alias.entity_id
    elif isinstance(operation, ChangeAlias):
        yield operation.key.entity_id
        yield operation.alias.entity_id
    elif isinstance(operation, RemoveAlias):
        yield operation.key.entity_id
    elif isinstance(operation, Merge):
        yield operation.entity_id
        yield operation.into
    elif isinstance(operation, Split):
        yield operation.entity_id
        yield operation.entity.id
        yield from (key.entity_id for key in operation.aliases)
    elif isinstance(operation, UpdateEntity | DeleteEntity):
        yield operation.entity_id
    elif isinstance(operation, Rule | Withdraw) and operation.ruling.kind in _ABOUT_ENTITIES:
        yield operation.ruling.right
        if operation.ruling.kind is RulingKind.APART:
            yield operation.ruling.left


def _texts(operation: Operation) -> Iterator[str]:
    if isinstance(operation, CreateEntity):
        yield operation.entity.name
        yield from (alias.text for alias in operation.aliases)
    elif isinstance(operation, AddAlias | ChangeAlias):
        yield operation.alias.text
    elif isinstance(operation, UpdateEntity):
        yield operation.name or ""
    elif isinstance(operation, Split):
        yield operation.entity.name
        yield from (key.text for key in operation.aliases)
    elif isinstance(operation, Rule | Withdraw) and operation.ruling.kind is not RulingKind.APART:
        yield operation.ruling.left
