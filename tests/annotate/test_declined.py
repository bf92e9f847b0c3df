from __future__ import annotations

import pytest

from normalizer.annotate.declined import is_declined
from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L = Kind.PERSON, Kind.PLACE


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names in their base forms."""
    return engine_of(
        ("putin", P, "Vladimir Putin", "en"),
        ("putin", P, "Putin", "pl"),
        ("putin", P, "Путин", "ru"),
        ("fin", L, "Finlandia", "pl"),
        ("fin", L, "Finska", "sl"),
        ("fin", L, "Finland", "en"),
        ("haley", P, "Nikki Haley", "en"),
        ("novak", P, "Novák", "cs"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("je govoril s Putinom včeraj", "sl", [("Putinom", "putin")]),
        ("citoval Putinova slova znovu", "cs", [("Putinova", "putin")]),
        ("konsultacje z Finlandią trwają", "pl", [("Finlandią", "fin")]),  # a mark from the ending
        ("prek Finske in morja", "sl", [("Finske", "fin")]),
        ("řekla včera Nikki Haleyová novinářům", "cs", [("Nikki Haleyová", "haley")]),
        ("s velvyslankyní Nikki Haleyovou včera", "cs", [("Nikki Haleyovou", "haley")]),
        ("řekla včera Nováková novinářům", "cs", []),  # a woman is no man of her family
    ],
)
def test_declined_names(
    names: Engine, text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    """A name in a case of the document's language is as sure as its base form."""
    assert links(names, text, lang) == expected


def test_declined_only_in_a_known_language() -> None:
    """Without a language no ending counts; in one, every word must lead back."""
    assert is_declined(("putinem",), ("putin",), ("cs",))
    assert not is_declined(("putinem",), ("putin",), ())
    assert not is_declined(("putinem", "včera"), ("putin", "dnes"), ("cs",))


def test_woman_named_in_full_is_meant_by_cases_of_her_surname() -> None:
    """What a language makes of a foreign woman's surname leans on her full name."""
    known = engine_of(("asia", Kind.PERSON, "Asia Bibi", "en"))
    text = "Tak Asia Bibiová byla. Tak obhájce Bibiové řekl"
    assert links(known, text, "cs") == [("Asia Bibiová", "asia"), ("Bibiové", "asia")]
    assert links(known, "Tak obhájce Bibiové řekl", "cs") == []
