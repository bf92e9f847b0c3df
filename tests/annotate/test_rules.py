"""The rules for mentions that touch, hide in or pass for something else, in named groups."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind, Stage
from tests.annotate.reading import engine_of, links, read

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def table() -> Engine:
    """Return an engine of names that touch each other and pass for words."""
    return engine_of(
        ("minsk", L, "Minsk", "en"),
        ("works", O, "Minsk Tractor Works", "en"),
        ("post", O, "Washington Post", "en"),
        ("dc", L, "Washington", "en"),
        ("george", P, "George Washington", "en"),
        ("george", P, "Washington", "en"),
        ("af", O, "Air France", "en"),
        ("fr", L, "France", "en"),
        ("ns2", O, "Nord Stream 2", "en"),
        ("ns1", O, "Nord Stream", "en"),
        ("brest", L, "Brest", "en"),
        ("nice", L, "Nice", "en"),
        ("reading", L, "Reading", "en"),
        ("may", P, "Theresa May", "en"),
        ("mir", O, "Mir", "ru"),
        ("mir", O, "Мир", "ru"),
        ("us", L, "United States", "en"),
        ("us", L, "US", "en"),
        ("rada", O, "Верховна Рада", "uk"),
        ("ab", P, "Anna Bond", "en"),
        ("cb", P, "Carl Bond", "en"),
        ("lu", P, "Лукашенко", "ru"),
        ("cn", L, "Belarus", "en"),
        ("cn", L, "白俄罗斯", "zh"),
        ("cn", L, "ベラルーシ", "ja"),
    )


OVERLAPS = {
    "longest wins": ("the Minsk Tractor Works here", [("Minsk Tractor Works", "works")]),
    "adjacent are both found": ("Minsk Brest Nice", ["Minsk", "Brest", "Nice"]),
    "joined by a hyphen": ("the Minsk-Brest road", ["Minsk", "Brest"]),
    "joined to an unknown name": ("flew Air France-KLM there", []),
    "part of a known name": ("the Washington Post wrote", [("Washington Post", "post")]),
    "part of an unknown body": ("the Minsk Bank paid", []),
    "number belongs to the name": ("the Nord Stream — 2 line", [("Nord Stream — 2", "ns2")]),
    "Roman number is a number": ("the Nord Stream II line", [("Nord Stream II", "ns2")]),
    "number of something else": ("«Nord Stream — 2» 14 May", [("Nord Stream — 2", "ns2")]),
    "part of a title": ("the paper “Minsk Globe” wrote", []),
    "words in quotation marks": ("he said “Minsk is old” again", ["Minsk"]),
    "whole of a title": ("the tower “Minsk” fell", ["Minsk"]),
    "legal form": ("flew Air France PLC there", [("Air France PLC", "af")]),
    "number of another": ("the Nord Stream-3 line", []),
}

COMMON_WORDS = {
    "verb that opens a sentence": ("We were reading. Reading is good", []),
    "town amid a sentence": ("he lives in Reading now", ["Reading"]),
    "adjective in small letters": ("it was a nice day", []),
    "pronoun": ("they told us so", []),
    "country in capitals": ("the US said so", ["US"]),
    "pronoun in a headline": ("WHO IS WITH US", []),
    "month": ("in May they left", []),
    "month with its bearer": ("Theresa May left in May 2019", ["Theresa May"]),
    "surname with its bearer": ("Theresa May left, said May herself", ["Theresa May", "May"]),
    "adjective of an agreement": ("the Minsk agreements hold", ["Minsk"]),
}

REPAIRS = {
    "soft hyphen": ("in Min\u00adsk today", ["Min\u00adsk"]),
    "zero-width mark beside a space": (
        "the Minsk\u200b Tractor Works",
        ["Minsk\u200b Tractor Works"],
    ),
    "line break": ("the Minsk Tractor\nWorks here", ["Minsk Tractor\nWorks"]),
    "possessive": ("Minsk’s streets", ["Minsk"]),
    "address of the web": ("see www.minsk.example/Minsk here", []),
    "mail": ("write to Minsk@example.org here", []),
    "handle": ("as @Minsk wrote", []),
}

SCRIPTS = {
    "Han without spaces": ("在白俄罗斯会见", ["白俄罗斯"]),
    "kana without spaces": ("昨日ベラルーシで", ["ベラルーシ"]),
}


def _cases(groups: dict[str, tuple[str, list[str] | list[tuple[str, str]]]]) -> list[object]:
    return [pytest.param(text, found, id=name) for name, (text, found) in groups.items()]


@pytest.mark.parametrize(("text", "found"), _cases(OVERLAPS))
def test_overlaps(table: Engine, text: str, found: list[str] | list[tuple[str, str]]) -> None:
    """Of names that overlap or touch, the rule of the group decides which are mentions."""
    _check(table, text, "en", found)


@pytest.mark.parametrize(("text", "found"), _cases(COMMON_WORDS))
def test_common_words(table: Engine, text: str, found: list[str]) -> None:
    """A word that is also a name is one by its capitals, its place and what else is named."""
    _check(table, text, "en", found)


@pytest.mark.parametrize(("text", "found"), _cases(REPAIRS))
def test_repairs(table: Engine, text: str, found: list[str]) -> None:
    """Marks that print nothing hide no name, and addresses hold none."""
    _check(table, text, "en", found)


@pytest.mark.parametrize(("text", "found"), _cases(SCRIPTS))
def test_scripts_without_case(table: Engine, text: str, found: list[str]) -> None:
    """Where no capital and no space tells, the words of the table alone do."""
    _check(table, text, "", found)


def _check(table: Engine, text: str, lang: str, found: list[str] | list[tuple[str, str]]) -> None:
    linked = links(table, text, lang)
    assert (linked if found and isinstance(found[0], tuple) else [s for s, _ in linked]) == found


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("so said President Washington there", "george"),
        ("the city of Washington is old", "dc"),
    ],
)
def test_words_beside_tell_the_kind(table: Engine, text: str, entity: str) -> None:
    """A title asks for a person, a designator for a place."""
    assert links(table, text, "en") == [("Washington", entity)]


def test_two_people_of_one_surname_stay_apart(table: Engine) -> None:
    """A lone surname that two people of the document bear is ambiguous, or its own before both."""
    text = "They met Anna Bond and Carl Bond. So old Bond left"
    assert links(table, text, "en")[-1] == ("Bond", "ambiguous")
    alone = "So old Bond left. They met Anna Bond"
    assert links(table, alone, "en") == [("Bond", "ab"), ("Anna Bond", "ab")]


def test_headline_leans_on_the_text_below(table: Engine) -> None:
    """A surname in a headline means whom the text below names, and says on what it leans."""
    first, second = read(table, "Envoy Bond quits\n\nThe envoy, Anna Bond, left.", "en")
    assert first.match is not None
    assert first.match.evidence.stage is Stage.COREFERENCE
    assert first.match.evidence.antecedent == second.surface == "Anna Bond"
