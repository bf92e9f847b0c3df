from __future__ import annotations

from dataclasses import replace

import pytest

from normalizer.errors import InvalidEditError, UnknownAliasError, UnknownEntityError
from normalizer.store.changes import Author
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    CreateEntity,
    DeleteEntity,
    Merge,
    Split,
    UpdateEntity,
)
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import AGENCY, GUARD, KGB_BELARUS, KGB_USSR, MINSK, NATO, PRESIDENT, SON


def test_a_merge_moves_everything(store: SqlStore) -> None:
    """Aliases move, the name becomes one, and empty fields are filled."""
    store.apply([UpdateEntity(SON.id, xrefs={"wikidata": "Q2"}, description="")], ANNA)
    (change,) = store.apply([Merge(PRESIDENT.id, SON.id)], ANNA).changes
    record = store.record(SON.id)
    names = {(alias.text, alias.lang): alias for alias in record.aliases}
    assert names["Батька", "ru"].entity_id == SON.id
    assert names["Alexander Lukashenko", "en"].kind is AliasKind.OFFICIAL
    assert record.entity is not None
    assert record.entity.description == PRESIDENT.description
    assert dict(change.payload) == {"merged": PRESIDENT.id, "into": SON.id}
    assert change.entity_ids == (PRESIDENT.id, SON.id)


def test_a_merged_id_redirects(store: SqlStore) -> None:
    """Who asks for the old ID is given the entity that it has become part of."""
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    assert store.record(KGB_USSR.id).merged_into == KGB_BELARUS.id
    assert store.redirects() == {KGB_USSR.id: KGB_BELARUS.id}
    table = store.snapshot()
    assert table.entity(KGB_USSR.id).id == KGB_BELARUS.id
    assert table.aliases_of(KGB_USSR.id) == table.aliases_of(KGB_BELARUS.id)
    assert KGB_USSR.id not in {entity.id for entity in table.entities()}


def test_redirects_stay_one_step_long(store: SqlStore) -> None:
    """When the target is merged on, all that led to it leads on."""
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id), Merge(KGB_BELARUS.id, GUARD.id)], ANNA)
    assert store.redirects() == {KGB_USSR.id: GUARD.id, KGB_BELARUS.id: GUARD.id}


def test_an_operation_on_a_merged_id_is_one_on_its_target(store: SqlStore) -> None:
    """Callers may keep old IDs for ever."""
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    store.apply([AddAlias(Alias("Lubyanka", KGB_USSR.id, AliasKind.NICKNAME, "en"))], ANNA)
    assert "Lubyanka" in {alias.text for alias in store.record(KGB_BELARUS.id).aliases}


def test_an_alias_that_both_have_stays_as_it_was(store: SqlStore) -> None:
    """The row of the entity that stays is kept where the text and language are the same."""
    before = [a for a in store.record(KGB_BELARUS.id).aliases if a.text == "КГБ"]
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    after = [a for a in store.record(KGB_BELARUS.id).aliases if a.text == "КГБ"]
    assert after == before


def test_no_cross_reference_is_lost(store: SqlStore) -> None:
    """Where both have one in a scheme, the other's is kept under its old ID."""
    store.apply(
        [
            UpdateEntity(NATO.id, xrefs={"wikidata": "Q7184", "viaf": "1"}),
            UpdateEntity(AGENCY.id, xrefs={"wikidata": "Q815", "isni": "2"}),
            Merge(AGENCY.id, NATO.id),
        ],
        ANNA,
    )
    entity = store.record(NATO.id).entity
    assert entity is not None
    assert entity.xrefs == {
        "wikidata": "Q7184",
        "viaf": "1",
        "isni": "2",
        f"wikidata-of-{AGENCY.id}": "Q815",
    }


def test_unlike_things_are_not_merged(store: SqlStore) -> None:
    """Neither a person with a place, nor an entity with itself, nor with nobody."""
    with pytest.raises(InvalidEditError, match="person"):
        store.apply([Merge(PRESIDENT.id, MINSK.id)], ANNA)
    with pytest.raises(InvalidEditError, match="itself"):
        store.apply([Merge(MINSK.id, MINSK.id)], ANNA)
    with pytest.raises(UnknownEntityError):
        store.apply([Merge(MINSK.id, "nn999999")], ANNA)


def test_a_merge_can_be_undone_wholly(store: SqlStore) -> None:
    """Both entities are again what they were, and the redirect is gone."""
    before = store.snapshot()
    merged = store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    store.undo(merged.revision, merged.revision, Author("boris"))
    after = store.snapshot()
    assert (after.entities(), after.aliases()) == (before.entities(), before.aliases())
    assert store.redirects() == {}


def test_a_redirect_to_what_was_deleted_leads_nowhere(store: SqlStore) -> None:
    """The old ID is not given out again, and is unknown like its target."""
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id), DeleteEntity(KGB_BELARUS.id)], ANNA)
    with pytest.raises(UnknownEntityError):
        store.snapshot().entity(KGB_USSR.id)


def test_a_split_moves_what_is_named(store: SqlStore) -> None:
    """Named aliases and cross-references go to the new entity, the rest stays."""
    store.apply([UpdateEntity(PRESIDENT.id, xrefs={"wikidata": "Q2", "viaf": "1"})], ANNA)
    made = Entity("", Kind.PERSON, "Bat'ka", "BY", "m", xrefs={"isni": "3"})
    keys = (AliasKey(PRESIDENT.id, "Батька", "ru"),)
    applied = store.apply([Split(PRESIDENT.id, made, keys, ("viaf",))], ANNA)
    (new_id,) = applied.created
    new, old = store.record(new_id), store.record(PRESIDENT.id)
    assert new.entity == replace(made, id=new_id, xrefs={"isni": "3", "viaf": "1"})
    assert [alias.text for alias in new.aliases] == ["Батька"]
    assert old.entity is not None
    assert old.entity.xrefs == {"wikidata": "Q2"}
    assert "Батька" not in {alias.text for alias in old.aliases}


def test_a_split_of_what_is_not_there_is_refused(store: SqlStore) -> None:
    """Aliases and cross-references must be those of the entity."""
    made = Entity("", Kind.PERSON, "Somebody")
    with pytest.raises(UnknownAliasError):
        store.apply([Split(PRESIDENT.id, made, (AliasKey(PRESIDENT.id, "X", "en"),))], ANNA)
    with pytest.raises(InvalidEditError, match="is not named as one of"):
        store.apply([Split(PRESIDENT.id, made, (AliasKey(MINSK.id, "Минск", "ru"),))], ANNA)
    with pytest.raises(InvalidEditError, match="viaf"):
        store.apply([Split(PRESIDENT.id, made, (), ("viaf",))], ANNA)


def test_a_split_and_a_merge_are_inverse(store: SqlStore) -> None:
    """Merging the new entity back leaves every alias where it was."""
    before = {(a.text, a.lang) for a in store.record(PRESIDENT.id).aliases}
    made = Entity("", Kind.PERSON, PRESIDENT.name)
    keys = (AliasKey(PRESIDENT.id, "Батька", "ru"),)
    (new_id,) = store.apply([Split(PRESIDENT.id, made, keys)], ANNA).created
    store.apply([Merge(new_id, PRESIDENT.id)], ANNA)
    assert {(a.text, a.lang) for a in store.record(PRESIDENT.id).aliases} == before


def test_a_new_entity_may_be_merged_in_the_batch_that_makes_it(store: SqlStore) -> None:
    """The rows that come and go in one batch are in the history all the same."""
    made = Entity("nn1000005", Kind.PLACE, "Mensk")
    applied = store.apply([CreateEntity(made), Merge(made.id, MINSK.id)], ANNA)
    assert store.record(made.id).merged_into == MINSK.id
    assert store.record_at(made.id, applied.revision - 1).entity == made
