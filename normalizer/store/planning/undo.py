"""The plan that puts back every row of a change as it was before."""

from __future__ import annotations

from normalizer.errors import ConflictError, JudgementConflictError, UnknownChangeError
from normalizer.rulings import Ruling
from normalizer.store.changes import Effect, Row, owner_of
from normalizer.store.operations import Undo
from normalizer.store.planning.aliases import refuse_never
from normalizer.store.planning.draft import Draft
from normalizer.store.planning.rulings import refuse_against_aliases
from normalizer.store.state import key_of
from normalizer.types import Alias


def undo(draft: Draft, operation: Undo) -> None:
    """Put back what a change has changed, the last row first.

    Raises ConflictError when a row has changed again since, UnknownChangeError for a revision
    that there is not.
    """
    change = draft.state.log.get(operation.revision)
    if change is None:
        raise UnknownChangeError("revision", str(operation.revision))
    for effect in reversed(change.effects):
        _put_back(draft, effect, operation.revision)
    draft.check_whole()


def _put_back(draft: Draft, effect: Effect, revision: int) -> None:
    row = effect.after if effect.after is not None else effect.before
    assert row is not None  # an effect has at least one side
    now = draft.state.row(key_of(row))
    if now != effect.after:
        _refuse(draft, row if isinstance(row, Ruling) else owner_of(row), revision)
    if effect.before is not None:
        _refuse_ruled_out(draft, effect.before)
        draft.put(effect.before)
    elif now is not None:
        draft.drop(now)


def _refuse_ruled_out(draft: Draft, row: Row) -> None:
    """Raise JudgementConflictError when a row and a ruling of today would contradict each other."""
    if isinstance(row, Alias):
        refuse_never(draft, row)
    elif isinstance(row, Ruling) and row.right in draft.state.entities:
        refuse_against_aliases(draft, row)


def _refuse(draft: Draft, changed: Ruling | str, revision: int) -> None:
    if isinstance(changed, Ruling):
        raise JudgementConflictError(str(changed), "the ruling has been changed again since")
    record = draft.state.record(changed)
    raise ConflictError(changed, revision, record.version, None, record)
