from __future__ import annotations

import random
from dataclasses import replace

import pytest

from normalizer.errors import StoreError, UnknownEntityError
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

MINSK = Entity("nn200001", Kind.PLACE, "Minsk", "BY", description="Capital of Belarus")
NATO = Entity("nn100002", Kind.ORGANISATION, "NATO", xrefs={"wikidata": "Q7184"})
ALIASES = (
    Alias("Мінск", "nn200001", AliasKind.OFFICIAL, "be", "Cyrl"),
    Alias("Минск", "nn200001", AliasKind.OFFICIAL, "ru", "Cyrl"),
    Alias("OTAN", "nn100002", AliasKind.ACRONYM, "fr", "Latn"),
)


def test_entities_come_in_the_order_of_ids() -> None:
    """The order in which entities are given does not matter."""
    assert MemoryStore([MINSK, NATO], ()).entities() == (NATO, MINSK)


def test_the_canonical_name_is_an_alias() -> None:
    """Nobody repeats the canonical name: it is an official English alias by itself."""
    (alias,) = MemoryStore([MINSK], ()).aliases()
    assert (alias.text, alias.kind, alias.lang, alias.script) == (
        "Minsk",
        AliasKind.OFFICIAL,
        "en",
        "Latn",
    )


def test_a_row_for_the_canonical_name_stands() -> None:
    """A curator may say more of the canonical name than that it is official."""
    row = Alias("NATO", "nn100002", AliasKind.ACRONYM, "en", "Latn", source="official site")
    assert MemoryStore([NATO], [row]).aliases() == (row,)


def test_the_canonical_name_in_another_language_is_another_alias() -> None:
    """Only a row in English takes the place of the canonical name."""
    row = Alias("NATO", "nn100002", AliasKind.ACRONYM, "de", "Latn")
    assert len(MemoryStore([NATO], [row]).aliases()) == 2


def test_aliases_are_grouped_by_entity_and_sorted() -> None:
    """Each entity's aliases are those of its ID, by text."""
    store = MemoryStore([MINSK, NATO], ALIASES)
    assert [one.text for one in store.aliases()] == ["NATO", "OTAN", "Minsk", "Минск", "Мінск"]
    assert [one.text for one in store.aliases_of("nn200001")] == ["Minsk", "Минск", "Мінск"]


def test_unknown_ids_are_refused() -> None:
    """Asking for an entity that is not there names the ID."""
    store = MemoryStore([MINSK], ())
    with pytest.raises(UnknownEntityError, match="nn999999"):
        store.entity("nn999999")
    with pytest.raises(UnknownEntityError, match="nn999999"):
        store.aliases_of("nn999999")


def test_aliases_of_nobody_are_refused() -> None:
    """A table whose aliases point nowhere is not made."""
    with pytest.raises(StoreError, match="nn100002"):
        MemoryStore([MINSK], ALIASES)


def test_the_revision_ignores_the_order() -> None:
    """The same content has the same revision and the same order, however it is given."""
    first = MemoryStore([MINSK, NATO], ALIASES)
    shuffled = list(first.aliases())
    random.Random(7).shuffle(shuffled)
    second = MemoryStore([NATO, MINSK], shuffled)
    assert first.revision == second.revision
    assert first.aliases() == second.aliases()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Mensk"),
        ("kind", Kind.ORGANISATION),
        ("country", "LT"),
        ("gender", "f"),
        ("description", "A city"),
        ("xrefs", {"geonames": "1"}),
    ],
)
def test_the_revision_follows_every_field_of_an_entity(field: str, value: object) -> None:
    """No change of an entity goes unseen."""
    before = MemoryStore([MINSK], ())
    after = MemoryStore([replace(MINSK, **{field: value})], before.aliases())
    assert after.revision != before.revision


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "Менск"),
        ("kind", AliasKind.FORMER),
        ("lang", "ru"),
        ("script", "Latn"),
        ("scheme", "be_lacinka"),
        ("source", "CLDR"),
        ("note", "old"),
    ],
)
def test_the_revision_follows_every_field_of_an_alias(field: str, value: object) -> None:
    """No change of an alias goes unseen."""
    before = MemoryStore([MINSK], ALIASES[:1])
    after = MemoryStore([MINSK], [replace(ALIASES[0], **{field: value})])
    assert after.revision != before.revision


def test_the_revision_is_short_and_plain() -> None:
    """A revision is "s" and twelve hexadecimal digits."""
    revision = MemoryStore([MINSK], ()).revision
    assert revision[0] == "s"
    assert len(bytes.fromhex(revision[1:])) == 6
