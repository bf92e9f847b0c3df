"""Plans for single aliases: add, change, remove."""

from __future__ import annotations

from normalizer.errors import AlreadyThereError, JudgementConflictError, UnknownAliasError
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.operations import AddAlias, AliasKey, ChangeAlias, RemoveAlias
from normalizer.store.planning.checks import checked_alias
from normalizer.store.planning.draft import Draft
from normalizer.text import normalise
from normalizer.types import Alias


def add(draft: Draft, operation: AddAlias) -> None:
    """Put one more alias of an entity."""
    owner = draft.entity(operation.alias.entity_id).id
    put_alias(draft, operation.alias, owner)


def change(draft: Draft, operation: ChangeAlias) -> None:
    """Put another row in place of an alias."""
    old = stored_alias(draft, operation.key)
    owner = draft.entity(operation.alias.entity_id).id
    draft.drop(old)
    made = checked_alias(operation.alias, owner)
    if (owner, normalise(made.text)) == (old.entity_id, normalise(old.text)):
        refuse_other_row(draft, made)
        draft.put(made)  # the same name, of which something else is said
    else:
        put_alias(draft, made, owner)


def remove(draft: Draft, operation: RemoveAlias) -> None:
    """Drop one alias of an entity."""
    draft.drop(stored_alias(draft, operation.key))


def stored_alias(draft: Draft, key: AliasKey) -> Alias:
    """Return the row of a key; raise UnknownAliasError, or UnknownEntityError for its owner."""
    owner = draft.entity(key.entity_id).id
    row = draft.state.row(("alias", owner, key.text, key.lang))
    if not isinstance(row, Alias):
        raise UnknownAliasError(owner, key.text, key.lang)
    return row


def put_alias(draft: Draft, given: Alias, owner: str) -> None:
    """Put an alias of an owner that fits the table; the very same row once more changes nothing.

    Raises AlreadyThereError where the text has another row in this language, and
    JudgementConflictError where a ruling says the opposite.
    """
    alias = checked_alias(given, owner)
    if draft.state.aliases.get(owner, {}).get((alias.text, alias.lang)) == alias:
        return
    refuse_other_row(draft, alias)
    if draft.state.rulings:
        refuse_ruled_out(draft, alias)
    draft.put(alias)


def refuse_other_row(draft: Draft, alias: Alias) -> None:
    """Raise AlreadyThereError when an entity has another row of this text and language."""
    there = draft.state.aliases.get(alias.entity_id, {}).get((alias.text, alias.lang))
    if there is not None and there != alias:
        place = f"{alias.entity_id}, language {alias.lang or 'none'}, as {there.kind}"
        raise AlreadyThereError(f"the alias {alias.text!r}", place)


def refuse_ruled_out(draft: Draft, alias: Alias) -> None:
    """Raise JudgementConflictError when a ruling says that a new alias is nobody's, or not its own.

    A ruling that something is no name may be made while it is stored as one, and then stops
    it; it is new aliases that it forbids.
    """
    refuse_never(draft, alias)
    _refuse(draft, Ruling(RulingKind.NOT_A_NAME, normalise(alias.text)))


def refuse_never(draft: Draft, alias: Alias) -> None:
    """Raise JudgementConflictError when a ruling says that an alias never means its owner."""
    _refuse(draft, Ruling(RulingKind.NEVER, normalise(alias.text), alias.entity_id))


def _refuse(draft: Draft, ruling: Ruling) -> None:
    if ruling in draft.state.rulings:
        raise JudgementConflictError(str(ruling), "a ruling forbids the alias")
