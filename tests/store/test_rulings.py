from __future__ import annotations

from dataclasses import replace

import pytest

from normalizer.errors import (
    InvalidEditError,
    JudgementConflictError,
    UnknownChangeError,
    UnknownEntityError,
)
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.operations import (
    AddAlias,
    ChangeAlias,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Rule,
    Split,
    UpdateEntity,
    Withdraw,
    accept,
    keep_apart,
    never,
    not_a_name,
    skip,
)
from normalizer.store.operations import AliasKey as Key
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity
from tests.store.conftest import ANNA
from tests.world import BREST_BY, BREST_FR, GUARD, KGB_BELARUS, KGB_USSR, MINSK, PRESIDENT, SON


def test_rulings_are_kept_in_normal_form(store: SqlStore) -> None:
    """A ruling holds for a surface form however it is capitalised."""
    store.apply([never("ЛУКА", PRESIDENT.id), not_a_name("Сегодня")], ANNA)
    rulings = store.rulings()
    assert not rulings.may_mean("лука", PRESIDENT.id)
    assert rulings.may_mean("лука", SON.id)
    assert not rulings.may_be_name("сегодня")
    assert rulings.may_be_name("завтра")


def test_the_same_ruling_once_more_changes_nothing(store: SqlStore) -> None:
    """A ruling holds or does not."""
    store.apply([not_a_name("Сегодня")], ANNA)
    assert store.apply([not_a_name("сегодня")], ANNA).changes == ()


def test_a_withdrawn_ruling_no_longer_holds(store: SqlStore) -> None:
    """Withdrawing is a change of its own; what does not hold cannot be withdrawn."""
    ruling = Ruling(RulingKind.NOT_A_NAME, "сегодня")
    store.apply([Rule(ruling)], ANNA)
    store.apply([Withdraw(ruling)], ANNA)
    assert list(store.rulings()) == []
    with pytest.raises(UnknownChangeError, match="сегодня"):
        store.apply([Withdraw(ruling)], ANNA)


def test_a_later_skip_takes_the_place_of_the_earlier(store: SqlStore) -> None:
    """The inbox remembers the number of mentions that was last decided on."""
    store.apply([skip("Лука", 5)], ANNA)
    store.apply([skip("Лука", 9)], ANNA)
    assert list(store.rulings()) == [Ruling(RulingKind.SKIPPED, "лука", "9")]


def test_a_surface_may_have_several_rulings_against(store: SqlStore) -> None:
    """Never this one and never that one are two rulings."""
    store.apply([never("Лука", PRESIDENT.id), never("Лука", SON.id)], ANNA)
    assert len(list(store.rulings())) == 2


def test_an_alias_against_a_ruling_is_refused(store: SqlStore) -> None:
    """The table and the rulings never say opposite things."""
    store.apply([never("Лука", PRESIDENT.id), not_a_name("Сегодня")], ANNA)
    with pytest.raises(JudgementConflictError, match="“лука” never means nn100001"):
        store.apply([accept("Лука", PRESIDENT.id, AliasKind.NICKNAME, "ru")], ANNA)
    with pytest.raises(JudgementConflictError, match="“сегодня” is not a name"):
        store.apply([accept("Сегодня", SON.id, AliasKind.NICKNAME, "ru")], ANNA)
    with pytest.raises(JudgementConflictError):
        store.apply([not_a_name("Mensk"), UpdateEntity(MINSK.id, name="Mensk")], ANNA)
    assert store.apply([accept("Лука", SON.id, AliasKind.NICKNAME, "ru")], ANNA).changes


def test_a_ruling_against_an_alias_is_refused(store: SqlStore) -> None:
    """What is stored as a name must be removed before it is denied."""
    with pytest.raises(JudgementConflictError, match="Батька"):
        store.apply([never("батька", PRESIDENT.id)], ANNA)
    with pytest.raises(JudgementConflictError, match="Minsk"):
        store.apply([never("minsk", MINSK.id)], ANNA)
    removed = RemoveAlias(Key(PRESIDENT.id, "Батька", "ru"))
    assert store.apply([removed, never("батька", PRESIDENT.id)], ANNA).changes


def test_entities_kept_apart_are_not_merged(store: SqlStore) -> None:
    """The ruling holds in either order, and has to be withdrawn first."""
    store.apply([keep_apart(BREST_FR.id, BREST_BY.id)], ANNA)
    with pytest.raises(JudgementConflictError, match="are not one"):
        store.apply([Merge(BREST_BY.id, BREST_FR.id)], ANNA)


def test_rulings_follow_a_merge(store: SqlStore) -> None:
    """What was said of the merged entity is said of what it became part of."""
    store.apply([never("Контора", KGB_USSR.id), Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    assert not store.rulings().may_mean("контора", KGB_BELARUS.id)


def test_a_merge_against_a_ruling_is_refused(store: SqlStore) -> None:
    """An alias of one that never means the other must be settled first."""
    store.apply([never("Батька", SON.id)], ANNA)
    with pytest.raises(JudgementConflictError, match="“батька” never means nn100002"):
        store.apply([Merge(PRESIDENT.id, SON.id)], ANNA)


def test_rulings_go_with_their_entity(store: SqlStore) -> None:
    """Nothing is left that speaks of a deleted entity; undo brings it back."""
    store.apply([never("Лука", PRESIDENT.id)], ANNA)
    deleted = store.apply([DeleteEntity(PRESIDENT.id)], ANNA)
    assert list(store.rulings()) == []
    store.undo(deleted.revision, deleted.revision, ANNA)
    assert not store.rulings().may_mean("лука", PRESIDENT.id)


@pytest.mark.parametrize(
    "operation",
    [
        not_a_name("—"),
        keep_apart(MINSK.id, MINSK.id),
        Rule(Ruling(RulingKind.SKIPPED, "лука", "often")),
        Rule(Ruling(RulingKind.NOT_A_NAME, "лука", MINSK.id)),
        not_a_name("明 " * 600),
    ],
)
def test_malformed_rulings_are_refused(store: SqlStore, operation: Operation) -> None:
    """A ruling must be about something, and fit to be found again."""
    with pytest.raises(InvalidEditError):
        store.apply([operation], ANNA)


def test_a_ruling_on_nobody_is_refused(store: SqlStore) -> None:
    """The entity must be known."""
    with pytest.raises(UnknownEntityError):
        store.apply([never("Лука", "nn999999")], ANNA)


def test_undo_makes_no_contradiction(store: SqlStore) -> None:
    """An alias does not come back against a ruling of later."""
    alias = Alias("Лука", PRESIDENT.id, AliasKind.NICKNAME, "ru", "Cyrl")
    store.apply([AddAlias(alias)], ANNA)
    removed = store.apply([RemoveAlias(Key(PRESIDENT.id, "Лука", "ru"))], ANNA)
    store.apply([never("Лука", PRESIDENT.id)], ANNA)
    with pytest.raises(JudgementConflictError):
        store.undo(removed.revision, removed.revision, ANNA)


def test_what_is_no_name_may_be_stored_as_one(store: SqlStore) -> None:
    """The ruling stops a form that is an alias already, and whatever happens to the row stands.

    It forbids new aliases alone: not a merge, a split, an edit of the row, or undo.
    """
    key = Key(KGB_USSR.id, "КГБ", "ru")
    row = next(alias for alias in store.record(KGB_USSR.id).aliases if alias.text == "КГБ")
    store.apply([not_a_name("КГБ")], ANNA)
    noted = store.apply([ChangeAlias(key, replace(row, note="an acronym"))], ANNA)
    removed = store.apply([RemoveAlias(key)], ANNA)
    store.undo(noted.revision, removed.revision, ANNA)
    store.apply([Split(KGB_USSR.id, Entity("", KGB_USSR.kind, "Lubyanka"), (key,))], ANNA)
    store.apply([Merge("nn1000001", GUARD.id)], ANNA)
    assert "КГБ" in {alias.text for alias in store.record(GUARD.id).aliases}
    with pytest.raises(JudgementConflictError, match="is not a name"):
        store.apply([AddAlias(replace(row, entity_id=PRESIDENT.id))], ANNA)
