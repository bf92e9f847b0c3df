from __future__ import annotations

from normalizer.store.known_names import SOURCE, with_known_names
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

KNOWN = MemoryStore(
    [
        Entity("nn1", Kind.PLACE, "Hungary"),
        Entity("nn2", Kind.PLACE, "Georgia"),
        Entity("nn3", Kind.PLACE, "Georgia, United States"),
        Entity("nn4", Kind.PERSON, "Anna Kowal"),
    ],
    [
        Alias("Węgry", "nn1", AliasKind.TRANSLATION, "pl", "Latn"),
        Alias("Угорщина", "nn1", AliasKind.TRANSLATION, "uk", "Cyrl"),
        Alias("HU", "nn1", AliasKind.CODE, "", "Latn"),
        Alias("Georgia", "nn3", AliasKind.SHORT, "en", "Latn"),
        Alias("Gruzja", "nn2", AliasKind.TRANSLATION, "pl", "Latn"),
        Alias("Kowal", "nn4", AliasKind.SHORT, "pl", "Latn"),
        Alias("Анна Коваль", "nn4", AliasKind.TRANSLATION, "uk", "Cyrl"),
    ],
)


def names_of(*entities: tuple[str, Kind, str]) -> dict[str, set[str]]:
    """Return the names that a table of such entities has once it is helped."""
    store = MemoryStore([Entity(*entity) for entity in entities], [])
    helped = with_known_names(store, KNOWN)
    return {entity: {a.text for a in helped.aliases_of(entity)} for entity, _, _ in entities}


def test_place_and_body_need_three_names() -> None:
    """A house of government may be a place in one table and a body in the other."""
    three = ("Hungary", "Węgry", "Угорщина")
    entity = Entity("x", Kind.ORGANISATION, "Hungary")
    for count, helped in ((2, False), (3, True)):
        given = [Alias(name, "x", AliasKind.OFFICIAL) for name in three[1:count]]
        extra = Alias("Венгрия", "nn1", AliasKind.TRANSLATION, "ru", "Cyrl")
        known = MemoryStore(KNOWN.entities(), [*KNOWN.aliases(), extra])
        found = with_known_names(MemoryStore([entity], given), known)
        assert ("Венгрия" in {a.text for a in found.aliases_of("x")}) is helped


def test_languages_of_a_name_are_taken_over() -> None:
    """A name that the table has in one language is one of the others too."""
    known = MemoryStore(
        [Entity("nn1", Kind.PLACE, "Turkey")],
        [Alias("Турция", "nn1", AliasKind.TRANSLATION, "ru", "Cyrl", note="also bg")],
    )
    store = MemoryStore(
        [Entity("x", Kind.PLACE, "Turkey")],
        [Alias("Турция", "x", AliasKind.OFFICIAL, "uk", "Cyrl")],
    )
    found = with_known_names(store, known).aliases_of("x")
    assert {(a.lang, a.note) for a in found if a.text == "Турция"} == {
        ("uk", ""),
        ("ru", "also bg"),
    }


def test_entity_of_the_same_name_takes_the_others() -> None:
    """What is plainly the same takes every name that is no code."""
    assert names_of(("x", Kind.PLACE, "Węgry")) == {"x": {"Węgry", "Hungary", "Угорщина"}}


def test_source_tells_where_a_name_is_from() -> None:
    """A name that was taken over says so, with the entity it is from."""
    helped = with_known_names(MemoryStore([Entity("x", Kind.PLACE, "Węgry")], []), KNOWN)
    added = [a for a in helped.aliases() if a.text == "Угорщина"]
    assert [a.source for a in added] == [f"{SOURCE}: nn1"]


def test_name_of_several_tells_nothing() -> None:
    """A name that two entities share on either side makes nothing the same."""
    assert names_of(("x", Kind.PLACE, "Georgia")) == {"x": {"Georgia"}}


def test_kinds_and_lone_surnames_do_not_mix() -> None:
    """A body is no place, and one word makes no two people the same."""
    assert names_of(("x", Kind.ORGANISATION, "Węgry")) == {"x": {"Węgry"}}
    assert names_of(("x", Kind.PERSON, "Kowal")) == {"x": {"Kowal"}}
    assert "Анна Коваль" in names_of(("x", Kind.PERSON, "Anna Kowal"))["x"]


def test_name_that_somebody_has_is_not_given_again() -> None:
    """A name of another entity of the table does not become ambiguous."""
    found = names_of(("x", Kind.PLACE, "Hungary"), ("y", Kind.ORGANISATION, "Węgry"))
    assert found["x"] == {"Hungary", "Угорщина"}


def test_known_entities_are_left_to_their_curators() -> None:
    """What a curator took from an entity of the seeds does not come back."""
    assert names_of(("nn1", Kind.PLACE, "Hungary")) == {"nn1": {"Hungary"}}


def test_table_with_nothing_in_common_is_the_same_table() -> None:
    """Without a name in common, the very store is returned."""
    store = MemoryStore([Entity("x", Kind.PLACE, "Atlantis")], [])
    assert with_known_names(store, KNOWN) is store


def test_things_of_a_row_are_told_apart_by_their_figures() -> None:
    """A name without the second line's figure may be the first line's, and is not lent."""
    known = MemoryStore(
        [Entity("nn1", Kind.ORGANISATION, "Blue Line")],
        [
            Alias("Blue Line 2", "nn1", AliasKind.OFFICIAL, "en", "Latn"),
            Alias("Синяя линия", "nn1", AliasKind.TRANSLATION, "ru", "Cyrl"),
            Alias("Синяя линия — 2", "nn1", AliasKind.TRANSLATION, "ru", "Cyrl"),
        ],
    )
    store = MemoryStore([Entity("x", Kind.ORGANISATION, "Blue Line 2")], [])
    found = {alias.text for alias in with_known_names(store, known).aliases_of("x")}
    assert found == {"Blue Line 2", "Синяя линия — 2"}


def test_thing_entered_twice_takes_the_names_where_it_is_known_best() -> None:
    """Of two entries of one country the one of more rows is helped, if it has far more."""
    entities = [Entity("x", Kind.PLACE, "Węgry"), Entity("y", Kind.PLACE, "Hungary")]
    rows = [Alias(f"Węgrzech {at}", "x", AliasKind.INFLECTED, "pl", "Latn") for at in range(3)]
    for count, helped in ((1, False), (3, True)):
        found = with_known_names(MemoryStore(entities, rows[:count]), KNOWN)
        assert ("Угорщина" in {a.text for a in found.aliases_of("x")}) is helped
        assert "Угорщина" not in {a.text for a in found.aliases_of("y")}
