from __future__ import annotations

import re
from pathlib import Path

import pytest

from normalizer.exchange.records import Facts
from normalizer.exchange.sheets import sheets_of
from normalizer.index.memory import MemoryIndex
from normalizer.lint.check import Wanted, check_folder, check_store
from normalizer.lint.likeness import likeness_of
from normalizer.lint.merges import may_be_one
from normalizer.resolve import Resolver
from normalizer.rulings import Ruling, RulingKind, Rulings
from normalizer.store.findings import NOTES, RULES, Finding, Severity
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.seed_set import MINSK as MINSK_ROW
from tests.store.seed_set import alias as alias_row
from tests.store.seed_set import write, write_towns

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "table-check.md"
MINSK = Entity("nn200001", Kind.PLACE, "Minsk", "BY")
GUARD = Entity("nn110001", Kind.ORGANISATION, "National Guard of Russia", "RU")
TIKHANOVSKAYA = Entity("nn100001", Kind.PERSON, "Sviatlana Tsikhanouskaya", "BY", "f")


def alias(text: str, entity: Entity = MINSK, lang: str = "be", **rest: str) -> Alias:
    """Return an alias in Cyrillic, official unless told otherwise."""
    kind = AliasKind(rest.pop("kind", "official"))
    script = rest.pop("script", "Cyrl")
    return Alias(text, entity.id, kind, lang, script, source=rest.pop("source", "press usage"))


def notes(code: str, entities: list[Entity], *aliases: Alias, **extra: Rulings) -> list[Finding]:
    """Return the findings of one rule on a table."""
    store = MemoryStore(entities, aliases)
    found = check_store(store, "table", Wanted(frozenset({code})), **extra)
    return [each for each in found if each.code == code]


def test_every_rule_is_explained() -> None:
    """The document has a section for each rule, and for no other."""
    text = DOCUMENT.read_text("utf-8")
    assert sorted(re.findall(r"^### `([a-z-]+)`", text, re.MULTILINE)) == sorted(RULES)


def test_a_note_is_no_warning() -> None:
    """Notes are a grade of their own."""
    assert {Finding(Path(), 0, code, "").severity for code in NOTES} == {Severity.NOTE}


def test_homoglyphs() -> None:
    """A word of lookalikes beside a true word is found; numerals and initials are what they are."""
    suspect = alias("Радыё CBO", kind="nickname")
    well = [
        alias("Радыё NEXTA"),
        alias("Бенедикт XVI"),
        alias("Радыё C"),
        alias("CBO", script="Latn"),
    ]
    (found,) = notes("homoglyph", [MINSK], suspect, *well)
    assert found.reason == "'Радыё CBO': 'CBO' looks like Cyrl and is not"
    assert found.entity_id == "nn200001"


def test_joiners() -> None:
    """A joiner belongs in Persian and not in Cyrillic."""
    bad = alias("Мі\u200cнск")
    good = alias("مین\u200cسک", lang="fa", script="Arab")
    (found,) = notes("joiner", [MINSK], bad, good)
    assert "Мі" in found.reason


def test_scripts_of_languages() -> None:
    """A Latin alias of Belarusian is odd, unless its tag says so or it is a code."""
    odd = alias("Miensk", script="Latn")
    tagged = alias("Mensk", lang="be-Latn", script="Latn")
    code = alias("MSQ", kind="code", script="Latn")
    serbian = alias("Минск", lang="sr")
    (found,) = notes("lang-script", [MINSK], odd, tagged, code, serbian)
    assert found.reason == "'Miensk' is in Latn, and its language is be"


def test_redundant_aliases_can_go_together() -> None:
    """Of two rows that reach each other one stays; what no rule reaches is needed."""
    rows = [
        alias("Светлана Тихановская", TIKHANOVSKAYA, "ru"),
        alias("Светланой Тихановской", TIKHANOVSKAYA, "ru", kind="inflected"),
        alias("Светлане Тихановской", TIKHANOVSKAYA, "ru", kind="inflected"),
        alias("Цихановська", TIKHANOVSKAYA, "uk", kind="translation"),
    ]
    found = notes("redundant", [TIKHANOVSKAYA], *rows)
    assert sorted(each.reason.split("'")[1] for each in found) == [
        "Светлане Тихановской",
        "Светланой Тихановской",
    ]
    assert "is an inflected form of “Светлана Тихановская”" in found[0].reason


def test_of_rows_that_reach_each_other_one_stays() -> None:
    """Two spellings that fold alike are not both dropped."""
    rows = [
        alias(text, GUARD, "pl", script="Latn", kind="translation") for text in ("Łąka", "Laka")
    ]
    assert len(notes("redundant", [GUARD], *rows)) == 1


def test_official_names_are_never_redundant() -> None:
    """What a body is called is a fact, whether a rule reaches it or not."""
    rows = [alias("Минск", lang="ru"), alias("Минск", lang="bg"), alias("МИНСК-град", lang="ru")]
    assert notes("redundant", [MINSK], *rows) == []


def test_aliases_that_nothing_explains() -> None:
    """Without a source, an alias must at least sound like another name of its entity."""
    strange = alias("Zzyzx Quux", GUARD, "en", script="Latn", source="")
    sourced = alias("Wojska wewnętrzne", GUARD, "pl", script="Latn")
    near = alias("National Guard of Rusia", GUARD, "en", script="Latn", source="")
    (found,) = notes("unexplained", [GUARD], strange, sourced, near)
    assert "Zzyzx Quux" in found.reason


TWIN = Entity("nn100009", Kind.PERSON, "Svetlana Tikhanovskaya", "BY", "f")


def test_near_duplicates_are_proposed_with_evidence() -> None:
    """Two IDs of one person are found by her names, once, at the later ID."""
    rows = [alias("Светлана Тихановская", TIKHANOVSKAYA, "ru")]
    (found,) = notes("proposed-merge", [TIKHANOVSKAYA, TWIN], *rows)
    assert found.entity_id == "nn100009"
    assert re.search(r"may be nn100001 Sviatlana Tsikhanouskaya \((0\.9|1\.0)", found.reason)
    assert "(sviatlana tsikhanouskaya ~ svetlana tikhanovskaya)" in found.reason


def test_what_curators_keep_apart_is_not_proposed() -> None:
    """A ruling that two are not one ends the question."""
    rows = [alias("Светлана Тихановская", TIKHANOVSKAYA, "ru")]
    rulings = Rulings([Ruling(RulingKind.APART, "nn100001", "nn100009")])
    assert notes("proposed-merge", [TIKHANOVSKAYA, TWIN], *rows, rulings=rulings) == []


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (TWIN, True),
        (Entity("nn100009", Kind.PERSON, "X"), True),
        (Entity("nn100009", Kind.PERSON, "X", "RU", "f"), False),
        (Entity("nn100009", Kind.PERSON, "X", "BY", "m"), False),
        (Entity("nn100009", Kind.ORGANISATION, "X", "BY"), False),
    ],
)
def test_facts_speak_against_a_merge(other: Entity, verdict: bool) -> None:
    """Another kind, country or gender is another entity; what is not known is no objection."""
    assert may_be_one(TIKHANOVSKAYA, other) is verdict


def test_identifiers_speak_against_a_merge() -> None:
    """Two items of one catalogue are two entities; items of two catalogues may be one."""
    one = Entity("nn1", Kind.PLACE, "X", xrefs={"wikidata": "Q1"})
    assert not may_be_one(one, Entity("nn2", Kind.PLACE, "X", xrefs={"wikidata": "Q2"}))
    assert may_be_one(one, Entity("nn2", Kind.PLACE, "X", xrefs={"geonames": "2"}))


def test_a_store_is_asked_what_a_folder_is() -> None:
    """The rules of files hold for a store too; a finding names the entity and the alias."""
    other = Entity("nn200002", Kind.PLACE, "Brest", "BY")
    rows = [alias("Бpэст", other)]
    (found,) = check_store(MemoryStore([MINSK, other], rows), "table.db", Wanted())
    assert (str(found.path), found.line, found.entity_id) == ("table.db", 0, "nn200002")
    assert (found.code, found.reason) == ("mixed-script", "'Бpэст' mixes Cyrl, Latn")


def test_redirects_lead_somewhere() -> None:
    """A merged ID must lead to an entity and be none."""
    redirects = {"nn1": "nn200001", "nn2": "nn300000", "nn200001": "nn200001"}
    found = list(check_store(MemoryStore([MINSK], []), "table", Wanted(), redirects))
    assert [(each.code, each.entity_id) for each in found] == [
        ("redirect", "nn2"),
        ("redirect", "nn200001"),
    ]
    assert {each.severity for each in found} == {Severity.ERROR}


def test_notes_of_a_folder_name_the_line(tmp_path: Path) -> None:
    """In files a note stands at the row that it is about."""
    write_towns(tmp_path)
    path = write(tmp_path, "aliases.tsv", alias_row("Miensk", script="Latn"), alias_row())
    (found,) = check_folder(tmp_path, Wanted(frozenset({"lang-script"})))
    assert (found.path, found.line) == (path, 2)


def test_notes_wait_for_errors(tmp_path: Path) -> None:
    """A table that cannot be loaded is not asked what the resolver thinks of it."""
    write(tmp_path, "entities.tsv", MINSK_ROW, "odd")
    found = list(check_folder(tmp_path, Wanted(frozenset(NOTES))))
    assert [each.code for each in found] == ["columns"]


def test_likeness_is_sure_or_silent() -> None:
    """A new entity looks like the one that its name resolves to, unless a fact says otherwise."""
    store = MemoryStore([TIKHANOVSKAYA], [alias("Светлана Тихановская", TIKHANOVSKAYA, "ru")])
    judge = likeness_of(Resolver(MemoryIndex(store)), 0.9)
    found = judge(Facts(Kind.PERSON, "Светланой Тихановской"))
    assert found is not None
    assert found[0] == "nn100001"
    assert judge(Facts(Kind.PERSON, "Светланой Тихановской", country="RU")) is None
    assert judge(Facts(Kind.ORGANISATION, "Светланой Тихановской")) is None
    assert judge(Facts(Kind.PERSON, "Maria Kolesnikova")) is None
    assert likeness_of(Resolver(MemoryIndex(store)), 1.0)(Facts(Kind.PERSON, "x y")) is None


def test_sheets_of_a_table_are_those_of_its_export() -> None:
    """What a store's rules see is what its files would hold."""
    store = MemoryStore([MINSK], [alias("Мінск"), alias("Менск")])
    seeds = sheets_of(store, "table")
    (sheet,) = seeds.aliases
    assert (list(sheet.columns["alias"]), sheet.numbers) == (["Менск", "Мінск"], [1, 2])
