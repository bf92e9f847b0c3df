"""Aliases that are a part of a longer name, and endings that belong to an alias."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def table() -> Engine:
    """Return an engine of names that stand in longer ones."""
    return engine_of(
        ("congress", O, "Конгресс США", "ru"),
        ("russia", L, "Federacja Rosyjska", "pl"),
        ("council", O, "Rada", "pl"),
        ("plane", O, "Boeing 737", "en"),
        ("america", L, "Америка", "ru"),
        ("america", L, "Ameryka", "pl"),
        ("east", L, "Восточная Европа", "ru"),
        ("poland", L, "Polsko", "cs"),
        ("lot", O, "LOT", "pl"),
        ("paper", O, "РГ", "ru"),
        ("agency", O, "ДПА", "ru"),
        ("trouble", O, "Kłopoty", "pl"),
        ("piter", L, "Питер", "ru"),
        ("mexico", L, "Mexico", "en"),
        ("mid", O, "МИД", "ru"),
        ("mid", O, "МИД Великобритании", "ru"),
        ("uk", L, "Великобритании", "ru"),
        ("pl", L, "Польша", "ru"),
        ("press", O, "Reuters", "en"),
        ("north", O, "Nord Stream 2", "en"),
        ("putin", P, "Putin", "cs"),
        ("baltus", P, "Robert Baltus", "en"),
        ("baltus", P, "Baltus", "en"),
        ("sviss", L, "Sviss", "sl"),
        ("maas", P, "Хайко Маас", "ru"),
        ("maas", P, "Маас", "ru"),
        ("lars", P, "Lars Løkke", "en"),
        ("war", O, "studená válka", "cs"),
        ("state", O, "německá vláda", "cs"),
        ("agency", O, '"Інтерфакс-Україна"', "uk"),
        ("west", L, "West", "en"),
        ("west", L, "Запад", "ru"),
        ("federation", L, "Russian Federation", "en"),
    )


PARTS = {
    "body of a body": ("Вчера Палата представителей Конгресса США решила", "ru", []),
    "place of a body": ("biuro Prokuratury Generalnej Federacji Rosyjskiej", "pl", []),
    "place after a title": ("prezydent Federacji Rosyjskiej", "pl", ["Federacji Rosyjskiej"]),
    "sort before a name": ("posiedzenie Rady Ekspertów było", "pl", []),
    "sort before a person": ("posiedzenie Rady Jan prowadził", "pl", ["Rady"]),
    "sort alone": ("posiedzenie Rady było", "pl", ["Rady"]),
    "variant": ("letoun Boeing 737 Max stojí", "cs", []),
    "number, then a person": ("pilot Boeing 737 Jan Novák letí", "cs", ["Boeing 737"]),
    "company of a numbered thing": ("firma Boeing 737 AG stojí", "cs", []),
    "rest of a number": ("400 letounů Boeing 737-800 stojí", "cs", ["Boeing 737-800"]),
    "adjective": ("забастовка в Латинской Америке вчера", "ru", []),
    "adjective in small letters": ("сегодня в далекой Америке вчера", "ru", ["Америке"]),
    "joined before": ("страны Юго-Восточной Европы вчера", "ru", []),
    "compound": ("nové Polsko-ukrajinské spory", "cs", []),
    "case of an acronym": ("strajk pracowników LOT-u trwa", "pl", ["LOT-u"]),
    "two letters of another script": ("mówi RG: tak było", "pl", []),
    "three letters of another script": ("mówi DPA: tak było", "pl", ["DPA"]),
    "case that opens a sentence": ("To trwa. Kłopot mają wszyscy", "pl", []),
    "alias that opens a sentence": ("To trwa. Kłopoty mają wszyscy", "pl", ["Kłopoty"]),
    "side": ("byla z New Mexica dnes", "cs", []),
    "body of another place": ("сказал глава МИД Польши вчера", "ru", ["Польши"]),
    "body of its own place": ("сказал глава МИД Великобритании", "ru", ["МИД Великобритании"]),
    "body of no place": ("сказал глава МИД вчера", "ru", ["МИД"]),
    "borrowed article": ("podle agentury The Reuters dnes", "cs", ["The Reuters"]),
    "article": ("so said The Reuters agency", "en", ["Reuters"]),
    "Roman number in Cyrillic letters": (
        "на Nord Stream \N{CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I}"
        "\N{CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I} днес",
        "bg",
        ["Nord Stream \u0406\u0406"],
    ),
    "whose": ("v Soči Putinův mluvčí řekl", "cs", ["Putinův"]),
    "whose, of another": ("v Soči Ivan Putin řekl", "cs", []),
    "lost consonant": ("plynovod po dně Baltu vede", "cs", []),
    "lost consonant of the bearer": (
        "Robert Baltus řekl. Pak o Baltu psali",
        "cs",
        ["Robert Baltus", "Baltu"],
    ),
    "short word by ear": ("letí linie Swiss dnes", "sl", []),
    "initial and a case": ("в тексте Х. Мааса вчера", "ru", ["Х. Мааса"]),
    "one more surname": ("премиерът Ларс Льоке Расмусен каза", "bg", ["Ларс Льоке Расмусен"]),
    "sentence after a name": ("Каза го Ларс Льоке Време е. Има време", "bg", ["Ларс Льоке"]),
    "phrase in small letters": ("jsme ve studené válce s nimi", "cs", ["studené válce"]),
    "adjective of a phrase": ("rozhodnutí německé vlády bylo", "cs", []),
    "quotation marks of the table": (
        "про це «Інтерфакс-Україна» пише",
        "uk",
        ["«Інтерфакс-Україна»"],
    ),
    "no quotation marks": ("про це Інтерфакс-Україна пише", "uk", ["Інтерфакс-Україна"]),
    "adjective of a state in English": ("на Руската федерация днес", "bg", ["Руската федерация"]),
    "side by another language's name": ("a tak Západ mlčí", "cs", []),
    "side by its own": ("а потом Запада боялись", "ru", ["Запада"]),
    "case of a given name": ("сообщение Питера Беллоу было", "ru", []),
}


@pytest.mark.parametrize(
    ("text", "lang", "found"), [pytest.param(*case, id=name) for name, case in PARTS.items()]
)
def test_parts_of_longer_names(table: Engine, text: str, lang: str, found: list[str]) -> None:
    """What goes on beside an alias makes it a part of another name, or belongs to it."""
    assert [surface for surface, _ in links(table, text, lang)] == found
