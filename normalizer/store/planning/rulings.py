"""Plans for rulings: a judgement from now on, and its withdrawal."""

from __future__ import annotations

from dataclasses import replace

from normalizer.errors import InvalidEditError, JudgementConflictError, UnknownChangeError
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.operations import Rule, Withdraw
from normalizer.store.planning.checks import check_key
from normalizer.store.planning.draft import Draft
from normalizer.text import normalise


def rule(draft: Draft, operation: Rule) -> None:
    """Put a ruling, in place of an earlier skip of the same surface form."""
    ruling = _standing(draft, operation.ruling)
    if ruling.kind in (RulingKind.NEVER, RulingKind.APART):
        draft.entity(ruling.right)
    if ruling.kind is RulingKind.APART:
        draft.entity(ruling.left)
    refuse_against_aliases(draft, ruling)
    for skipped in _earlier_skips(draft, ruling):
        draft.drop(skipped)
    draft.put(ruling)


def withdraw(draft: Draft, operation: Withdraw) -> None:
    """Drop a ruling; raise UnknownChangeError for one that does not hold."""
    ruling = _standing(draft, operation.ruling)
    if ruling not in draft.state.rulings:
        raise UnknownChangeError("ruling", str(ruling))
    draft.drop(ruling)


def _standing(draft: Draft, given: Ruling) -> Ruling:
    """Return a ruling in normal form, about the IDs that stand; raise InvalidEditError."""
    target = draft.state.target
    if given.kind is RulingKind.APART:
        left, right = sorted((target(given.left), target(given.right)))
        if left == right:
            raise InvalidEditError("right", f"{left} cannot be kept apart from itself")
        return replace(given, left=left, right=right)
    surface = normalise(given.left)
    if not surface:
        raise InvalidEditError("left", "the surface form has no letter or digit")
    check_key("left", surface)
    if given.kind is RulingKind.NEVER:
        return replace(given, left=surface, right=target(given.right))
    if given.kind is RulingKind.SKIPPED and not (given.right.isascii() and given.right.isdigit()):
        raise InvalidEditError("right", f"{given.right!r} is not a number of mentions")
    if given.kind is RulingKind.NOT_A_NAME and given.right:
        raise InvalidEditError("right", "a ruling that something is not a name has none")
    return replace(given, left=surface)


def refuse_against_aliases(draft: Draft, ruling: Ruling) -> None:
    """Raise JudgementConflictError when what is never to mean an entity is stored as its name."""
    if ruling.kind is not RulingKind.NEVER:
        return
    entity = draft.entity(ruling.right)
    names = [alias.text for alias in draft.aliases(entity.id)]
    for text in (entity.name, *names):
        if normalise(text) == ruling.left:
            reason = f"{text!r} is stored as a name of {entity.id}, which the ruling denies"
            raise JudgementConflictError(str(ruling), reason)


def _earlier_skips(draft: Draft, ruling: Ruling) -> list[Ruling]:
    if ruling.kind is RulingKind.APART:
        return []
    return [r for r in draft.rulings(RulingKind.SKIPPED) if r.left == ruling.left and r != ruling]
