"""Names that the table has in another language or spelling, and those that only look like one."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names, most of them in one language."""
    return engine_of(
        ("atl", O, "Atlantic Council", "en"),
        ("kor", L, "Северна Кореја", "mk"),
        ("lv", L, "Латвийская Республика", "ru"),
        ("kev", P, "Kevin O'Leary", "en"),
        ("line", O, "Blue Line 2", "en"),
        ("mk", L, "Makedonija", "hr"),
        ("mk", L, "Severna Makedonija", "sl"),
        ("ams", L, "Амстердам", "ru"),
        ("srb", L, "Serbia", "en"),
        ("srb", L, "Serbii", "pl"),
        ("est", L, "Эстония", "ru"),
        ("pom", L, "Pomorze", "pl"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        # A word is translated.
        ("dnes v Atlantické radě mluvil", "cs", [("Atlantické radě", "atl")]),
        # One word of two is unlike all of the alias's.
        ("plin iz Severnega morja teče", "sl", []),
        ("а вот Австрийская Республика против", "ru", []),
        # Written by ear, after an apostrophe.
        ("вчера Кевин О'Лири уехал", "ru", [("Кевин О'Лири", "kev")]),
        # What two words are in the table is one in the text, with its number.
        ("über die Blueline 2 hinaus", "de", [("Blueline 2", "line")]),
        # The document's language has a longer name, another the very one.
        ("podjetja iz Makedonije so", "sl", [("Makedonije", "mk")]),
        # A place in the name of a body that nobody knows.
        ("тогда Окружной суд Амстердама снял", "ru", []),
        ("решение Окружного суда Амстердама снято", "ru", []),
        ("тогда в суде Амстердама сняли", "ru", [("Амстердама", "ams")]),
        # A number after a place is no part of its name, as after a body's.
        ("z dwóch krajów: Serbii — 44 procent", "pl", [("Serbii", "srb")]),
        ("z planu Serbii-2 procent", "pl", []),
        # A place in a name of another language or script, or joined to one that nobody knows.
        ("linie Air Serbia latają", "pl", []),
        ("spółka Serbia Travel lata", "pl", []),
        ("lecą do Serbii Travel", "pl", [("Serbii", "srb")]),
        ("сообщает Sputnik Эстония сегодня", "ru", []),
        ("сообщает вчера Эстония сегодня", "ru", [("Эстония", "est")]),
        ("w Meklemburgii-Pomorzu było", "pl", []),
        ("trasa Meklemburgia-Pomorze-Meklemburgia jest", "pl", [("Pomorze", "pom")]),
    ],
)
def test_other_spellings(names: Engine, text: str, lang: str, found: list[tuple[str, str]]) -> None:
    """A name is met by what its words mean or sound like, if each of them is met."""
    assert links(names, text, lang) == found
