from __future__ import annotations

from collections.abc import Iterable

from normalizer.exchange.diff import Likeness, Policy, differences
from normalizer.exchange.differences import About, Difference, Verdict, tally_of
from normalizer.exchange.prepare import Terms, prepare
from normalizer.exchange.records import Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.view import TableView
from normalizer.store.memory import MemoryStore
from normalizer.types import AliasKind, Kind
from tests.exchange.samples import alias, table

OFFICIAL = AliasKind.OFFICIAL
EXACT = Policy(exact=True)


def record(key: Key, *texts: str, facts: Facts | None = None, lang: str = "") -> Record:
    """Return a record with official spellings, all of one language."""
    return Record("file", 7, key, facts, tuple(Spelling(each, OFFICIAL, lang) for each in texts))


def town(name: str, **xrefs: str) -> Facts:
    """Return the facts of a place."""
    return Facts(Kind.PLACE, name, xrefs=xrefs)


def diff(
    given: Iterable[Item],
    store: MemoryStore,
    policy: Policy = Policy(),  # noqa: B008
    likeness: Likeness | None = None,
) -> list[Difference]:
    """Return the differences of prepared items from a table."""
    prepared = prepare(given, Terms("Gazetteer", "CC0-1.0"))
    return list(differences(prepared, TableView(store), policy, likeness))


def verdicts(found: Iterable[Difference]) -> list[tuple[str, str, str]]:
    """Return what each difference is about, its name and its verdict."""
    return [(str(each.about), each.name, str(each.verdict)) for each in found]


Q1 = Key("wikidata", "Q1")
MINSK = Key("wikidata", "Q2280")


def test_a_new_entity_and_its_names() -> None:
    """Nobody has the key: the entity is new, its names are, and each has a source and licence."""
    found = diff([record(Q1, "Пінск", facts=town("Pinsk"), lang="be")], table())
    assert verdicts(found) == [
        ("entity", "Pinsk", "added"),
        ("alias", "Пінск", "added"),
        ("alias", "Pinsk", "added"),
    ]
    assert [each.spelling.source for each in found if each.spelling] == ["Gazetteer [CC0-1.0]"] * 2
    assert found[2].spelling is not None
    assert found[2].spelling.lang == "en"
    assert found[0].facts is not None
    assert found[0].facts.xrefs == {"wikidata": "Q1"}


def test_an_entity_is_known_by_our_id_or_any_identifier() -> None:
    """Our ID, the file's key and each cross-reference find the entity."""
    given = [
        record(Key("namenorm", "nn200001"), "a"),
        record(MINSK, "b"),
        record(Key("geonames", "1"), "c", facts=town("Minsk", wikidata="Q2280")),
        record(Key("geonames", "1"), "d"),
    ]
    found = diff(given, table())
    assert {each.entity_id for each in found} == {"nn200001"}
    assert [each.verdict for each in found if each.about is About.ALIAS] == [
        Verdict.ADDED, Verdict.ADDED, Verdict.ADDED, Verdict.PRESENT, Verdict.ADDED,
    ]  # fmt: skip


def test_identifiers_of_two_entities_are_a_collision() -> None:
    """A record that is two of our entities at once is written nowhere."""
    given = record(MINSK, "x", facts=town("Minsk", geonames="629634"))
    entity, *aliases = diff([given], table())
    assert (entity.verdict, entity.held) == (Verdict.COLLIDES, True)
    assert entity.others == ("nn200001", "nn200002")
    assert all(each.held for each in aliases)


def test_names_that_are_there_already() -> None:
    """A row of the same text, a canonical name and a name in another case are there already."""
    given = [record(MINSK, "Мінск", "МІНСК", lang="be"), record(MINSK, "Minsk", "мінск")]
    found = diff(given, table(alias("Мінск")))
    assert [each.verdict for each in found] == [Verdict.PRESENT] * 4
    assert found[1].reason == "reads as “Мінск” does"


def test_a_name_in_a_further_language_is_new() -> None:
    """The same spelling in two languages is two facts."""
    (found,) = diff([record(MINSK, "Мінск", lang="uk")], table(alias("Мінск")))
    assert found.verdict is Verdict.ADDED


def test_an_alias_of_another_entity_collides() -> None:
    """An alias that leads elsewhere is told with whom, and held back unless asked for."""
    given = [record(MINSK, "Берестье", lang="ru")]
    store = table(alias("Берестье", "nn200002", "ru"))
    (found,) = diff(given, store)
    assert (found.verdict, found.others, found.held) == (Verdict.COLLIDES, ("nn200002",), True)
    (found,) = diff(given, store, Policy(add_collisions=True))
    assert (found.verdict, found.held, found.is_edit) == (Verdict.COLLIDES, False, True)


def test_a_new_entity_of_a_known_name_is_held_back_with_its_names() -> None:
    """Another Brest may be the same: it is not created unless somebody says so."""
    given = [record(Q1, "Брэст", facts=town("Brest"), lang="be"), record(Q1, "Brest-sur-Mer")]
    found = diff(given, table())
    assert found[0].verdict is Verdict.COLLIDES
    assert all(each.held for each in found)
    found = diff(given, table(), Policy(add_collisions=True))
    assert not any(each.held for each in found)


def test_a_file_collides_with_itself() -> None:
    """Two new entities that share a name are seen before either is in the table."""
    second = Key("wikidata", "Q2")
    given = [record(Q1, facts=town("Pinsk")), record(second, facts=town("Pinsk"))]
    found = [each for each in diff(given, table()) if each.about is About.ENTITY]
    assert [each.verdict for each in found] == [Verdict.ADDED, Verdict.COLLIDES]
    assert found[1].reason == "its name is also of wikidata:Q1"


def test_rows_of_one_new_entity_come_together() -> None:
    """Later rows of a key that the file has brought are of that entity."""
    given = [record(Q1, facts=town("Pinsk")), record(Q1, "Пінск", facts=town("Pinsk"))]
    found = diff(given, table())
    assert [str(each.verdict) for each in found] == [
        "added",
        "added",
        "present",
        "added",
        "present",
    ]
    assert {each.handle for each in found} == {"+wikidata:Q1"}


def test_names_of_nobody() -> None:
    """A name whose entity neither the table nor the file has is told."""
    found = diff([record(Key("geonames", "5"), "Пінск")], table())
    assert verdicts(found) == [("alias", "Пінск", "unknown")]


def test_empty_facts_are_filled_and_others_left() -> None:
    """What the table does not know is filled in; what it knows stands unless overwritten."""
    facts = Facts(Kind.PLACE, "Minsk", "RU", description="City", xrefs={"geonames": "625144"})
    given = [record(MINSK, facts=facts)]
    changed = diff(given, table())[0]
    assert changed.verdict is Verdict.CHANGED
    assert changed.values == {"description": "City", "xrefs.geonames": "625144"}
    assert "country is BY, here RU" in changed.reason
    changed = diff(given, table(), Policy(overwrite=True))[0]
    assert changed.values["country"] == "RU"


def test_facts_that_only_differ_are_held_back() -> None:
    """Nothing is written for a fact on which the file and the table disagree."""
    given = [record(MINSK, facts=Facts(Kind.PLACE, "Minsk", "RU"))]
    changed = diff(given, table())[0]
    assert (changed.verdict, changed.held, changed.is_edit) == (Verdict.CHANGED, True, False)


def test_our_own_rows_are_compared_word_by_word() -> None:
    """In a file of our own, other values and emptied fields are changes."""
    store = table(alias("Мінск"))
    key = Key("namenorm", "nn200001")
    own = Spelling("Мінск", OFFICIAL, "be", "Cyrl", source="press usage", note="x")
    facts = Facts(Kind.PLACE, "Minsk", "", xrefs={"wikidata": "Q2280"})
    given = [Record("file", 1, key, facts, (own,))]
    entity, row = differences(given, TableView(store), EXACT)
    assert (entity.reason, entity.held) == ("country is BY, here empty", True)
    assert (row.verdict, row.reason, row.held) == (
        Verdict.CHANGED, "note is empty, here x", True,
    )  # fmt: skip
    policy = Policy(exact=True, overwrite=True)
    entity, row = differences(given, TableView(store), policy)
    assert (entity.values, entity.held, row.held) == ({"country": ""}, False, False)


def test_a_likeness_is_proposed_and_never_silent() -> None:
    """A new entity that a resolver knows is held back with what it looks like and why."""
    given = [record(Q1, "Менск", facts=town("Miensk"))]
    found = diff(given, table(), likeness=lambda facts: ("nn200001", "sounds like Minsk"))
    assert (found[0].verdict, found[0].others) == (Verdict.PROPOSED, ("nn200001",))
    assert all(each.held for each in found)


def test_lines_that_are_no_records_are_told() -> None:
    """Faults and what is passed over stand in the diff at their place."""
    given: list[Item] = [Fault("file", 3, "no name"), PassedOver("file", 4, "a ship")]
    found = diff(given, table())
    assert [(each.line, each.verdict) for each in found] == [
        (3, Verdict.MALFORMED), (4, Verdict.SKIPPED),
    ]  # fmt: skip
    assert found[0].in_words() == "line is malformed: no name"


def test_a_diff_in_words() -> None:
    """A person reads what is new, what is there and what is held back."""
    given = [record(Q1, "Пінск", facts=town("Pinsk")), record(MINSK, "Brest", "Minsk")]
    found = diff(given, table())
    assert found[3].in_words() == (
        "alias “Brest” of nn200001 collides, held back: also leads to nn200002"
    )
    words = tally_of(found).in_words()
    assert words == (
        "1 entity added, 2 aliases added, 1 alias present, 1 alias collides, 1 held back"
    )
    assert tally_of([]).in_words() == "nothing"


def test_what_the_files_lack_is_removed_on_request() -> None:
    """Files that are the whole table remove entities and aliases that are not in them."""
    store = table(alias("Мінск"), alias("Менск"))
    own = Spelling("Мінск", OFFICIAL, "be", "Cyrl", source="press usage")
    minsk = Facts(Kind.PLACE, "Minsk", "BY", xrefs={"wikidata": "Q2280"})
    given: list[Item] = [Record("file", 1, Key("namenorm", "nn200001"), minsk, (own,))]
    policy = Policy(exact=True, prune=True)
    found = list(differences(given, TableView(store), policy))
    assert verdicts(found) == [
        ("entity", "Minsk", "present"),
        ("alias", "Мінск", "present"),
        ("entity", "Alexander Lukashenko", "removed"),
        ("alias", "Менск", "removed"),
        ("entity", "Brest", "removed"),
    ]
    assert found[2].in_words() == "entity “Alexander Lukashenko” is gone"


def test_nothing_is_removed_for_a_line_that_cannot_be_read() -> None:
    """What a malformed line may have held is not taken for removed."""
    policy = Policy(exact=True, prune=True)
    found = list(differences([Fault("file", 1, "odd")], TableView(table()), policy))
    assert [each.verdict for each in found] == [Verdict.MALFORMED, Verdict.SKIPPED]
