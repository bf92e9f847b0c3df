"""Names of peoples: lent to tables that have such names for countries, in their languages."""

from __future__ import annotations

import pytest

from normalizer.store.known_names import with_known_names
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

KNOWN = MemoryStore(
    [
        Entity(f"nn{code}", Kind.PLACE, name, xrefs={"iso3166": code})
        for code, name in (("DK", "Dania"), ("FI", "Finlandia"), ("SE", "Szwecja"))
    ],
    [],
)


def table(*more: tuple[str, str, str]) -> MemoryStore:
    """Return a table of three countries with further names: (name, entity, language)."""
    names = (("Dania", "d", "pl"), ("Finlandia", "f", "pl"), ("Szwecja", "s", "pl"), *more)
    entities = [Entity("d", Kind.PLACE, "Dania"), Entity("f", Kind.PLACE, "Finlandia")]
    entities += [Entity("s", Kind.PLACE, "Szwecja"), Entity("x", Kind.ORGANISATION, "Finowie 2")]
    return MemoryStore(
        entities, [Alias(name, own, AliasKind.OFFICIAL, lang) for name, own, lang in names]
    )


def lent(store: MemoryStore, entity: str) -> set[str]:
    """Return the names that an entity of a table has once the table is helped."""
    return {alias.text for alias in with_known_names(store, KNOWN).aliases_of(entity)}


NAMED = (("Duńczycy", "d", "pl"), ("Szwedzi", "s", "pl"), ("Szwed", "s", "pl"))


@pytest.mark.parametrize(("named", "helped"), [((), False), (NAMED[:2], False), (NAMED, True)])
def test_table_must_name_peoples(named: tuple[tuple[str, str, str], ...], helped: bool) -> None:
    """Three such names are a habit; without one, Danes are not Denmark."""
    assert ("Finowie" in lent(table(*named), "f")) is helped
    assert ("Финны".casefold() in lent(table(*named), "f")) is helped


def test_language_that_names_countries_and_no_people() -> None:
    """A table that knows the countries of a language well lacks its peoples on purpose."""
    russian = [(f"Дания {number}", "d", "ru") for number in range(10)]
    assert "финны" not in lent(table(*NAMED, *russian), "f")
    assert "finové" in {name.casefold() for name in lent(table(*NAMED, *russian), "f")}


def test_name_of_another_entity_is_left_to_it() -> None:
    """A name that the table has for something else is lent to nobody."""
    assert "Finowie" not in lent(table(*NAMED, ("Finowie", "x", "pl")), "f")


@pytest.mark.parametrize(("people", "same"), [("Duńczycy", True), ("Norwegowie", False)])
def test_name_of_country_and_of_its_people_is_the_country(people: str, same: bool) -> None:
    """A table may count a country named beside its people as a person; it is the country."""
    known = MemoryStore(
        KNOWN.entities(), [Alias("Данія", "nnDK", AliasKind.TRANSLATION, "uk", "Cyrl")]
    )
    rows = [Alias(people, "p", AliasKind.OFFICIAL, "pl", "Latn")]
    store = MemoryStore([Entity("p", Kind.PERSON, "Dania")], rows)
    names = {alias.text for alias in with_known_names(store, known).aliases_of("p")}
    assert ("Данія" in names) is same
