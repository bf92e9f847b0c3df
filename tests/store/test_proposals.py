from __future__ import annotations

from dataclasses import replace

import pytest

from normalizer.errors import (
    ApprovalError,
    ConflictError,
    InvalidOptionError,
    UnknownChangeError,
    UnknownEntityError,
)
from normalizer.store.changes import Author, ProposalState
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Split,
    Undo,
    UpdateEntity,
    Withdraw,
    never,
)
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import KGB_BELARUS, KGB_USSR, MINSK, PRESIDENT

MENSK = Alias("Менск", MINSK.id, AliasKind.FORMER, "be", "Cyrl")


def test_under_four_eyes_nothing_is_applied_at_once(store: SqlStore) -> None:
    """Changes, imports and undo must all be proposed; the rule can be lifted again."""
    store.require_approval(True)
    assert store.four_eyes
    with pytest.raises(ApprovalError, match="anna"):
        store.apply([AddAlias(MENSK)], ANNA)
    with pytest.raises(ApprovalError):
        store.undo(1, 1, ANNA)
    with pytest.raises(ApprovalError):
        list(store.apply_many([AddAlias(MENSK)], replace(ANNA, request_id="x")))
    store.require_approval(False)
    assert store.apply([AddAlias(MENSK)], ANNA).changes


def test_a_proposal_is_applied_by_another(store: SqlStore) -> None:
    """The change is the proposer's, and says who approved it."""
    store.require_approval(True)
    proposal = store.propose([AddAlias(MENSK)], ANNA)
    assert MENSK not in store.record(MINSK.id).aliases
    (change,) = store.approve(proposal.id, "boris", "agreed").changes
    assert (change.actor, change.approved_by) == ("anna", "boris")
    assert MENSK in store.record(MINSK.id).aliases
    (found,) = store.proposals(ProposalState.APPROVED)
    assert (found.decided_by, found.note, found.revision) == ("boris", "agreed", change.revision)


def test_nobody_approves_their_own(store: SqlStore) -> None:
    """Four eyes are of two people."""
    proposal = store.propose([AddAlias(MENSK)], ANNA)
    with pytest.raises(ApprovalError, match="their own"):
        store.approve(proposal.id, "anna")
    assert store.proposals(ProposalState.OPEN) == (proposal,)


def test_a_proposal_is_decided_once(store: SqlStore) -> None:
    """Neither a declined one nor an approved one can be decided again."""
    first = store.propose([AddAlias(MENSK)], ANNA)
    second = store.propose([DeleteEntity(MINSK.id)], ANNA)
    assert store.decline(second.id, "anna", "my mistake").state is ProposalState.DECLINED
    store.approve(first.id, "boris")
    for proposal in (first, second):
        with pytest.raises(ApprovalError, match="already"):
            store.approve(proposal.id, "boris")
    with pytest.raises(UnknownChangeError, match="proposal 99"):
        store.approve(99, "boris")


def test_a_bad_proposal_is_refused_at_once(store: SqlStore) -> None:
    """What could not be applied is not kept for another to find out."""
    with pytest.raises(UnknownEntityError):
        store.propose([DeleteEntity("nn999999")], ANNA)
    assert store.proposals() == ()


def test_a_proposal_that_has_gone_stale_is_not_applied(store: SqlStore) -> None:
    """The versions that it was decided on are compared when it is approved, and it stays open."""
    version = store.record(MINSK.id).version
    by = Author("anna", expected={MINSK.id: version})
    proposal = store.propose([UpdateEntity(MINSK.id, country="LT")], by)
    store.apply([AddAlias(MENSK)], Author("boris"))
    with pytest.raises(ConflictError):
        store.approve(proposal.id, "boris")
    assert [each.id for each in store.proposals(ProposalState.OPEN)] == [proposal.id]


def test_proposals_are_paged(store: SqlStore) -> None:
    """After an ID, a few at a time; a number that is no page is refused."""
    made = [store.propose([AddAlias(MENSK)], ANNA).id for _ in range(3)]
    assert [each.id for each in store.proposals(after=made[0], limit=1)] == [made[1]]
    for limit in (0, 1_001):
        with pytest.raises(InvalidOptionError, match="limit"):
            store.proposals(limit=limit)


def test_a_proposal_sent_again_is_the_same(store: SqlStore) -> None:
    """A request ID makes proposing idempotent too."""
    by = replace(ANNA, request_id="p1")
    assert store.propose([AddAlias(MENSK)], by) == store.propose([AddAlias(MENSK)], by)
    assert len(store.proposals()) == 1


def test_every_operation_can_be_proposed(store: SqlStore) -> None:
    """A proposal is kept with every field of its operations, and read back equal."""
    key = AliasKey(PRESIDENT.id, "Батька", "ru")
    ruling = never("Лука", PRESIDENT.id)
    new = Entity("", Kind.PERSON, "Somebody", "BY", "f", "Of old", {"viaf": "1"})
    operations: tuple[Operation, ...] = (
        AddAlias(MENSK),
        CreateEntity(new, (replace(MENSK, entity_id=""),)),
        UpdateEntity(PRESIDENT.id, kind=Kind.PERSON, description="", xrefs={"viaf": "9"}),
        Split(PRESIDENT.id, new, (key,), ("viaf",)),
        ChangeAlias(AliasKey(MINSK.id, "Менск", "be"), replace(MENSK, note="x")),
        RemoveAlias(AliasKey(MINSK.id, "Менск", "be")),
        ruling,
        Withdraw(ruling.ruling),
        Merge(KGB_USSR.id, KGB_BELARUS.id),
        DeleteEntity(MINSK.id),
    )
    store.apply([UpdateEntity(KGB_USSR.id, description="Of old")], ANNA)
    kept = store.propose(operations, ANNA)
    (found,) = store.proposals()
    assert found == kept
    assert found.operations == operations
    undo = store.propose([Undo(store.revision)], ANNA)
    assert store.proposals(after=kept.id) == (undo,)
