from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names that other languages write with small letters."""
    return engine_of(
        ("ns2", O, "Северный поток — 2", "ru"),
        ("ns1", O, "Северный поток", "ru"),
        ("radio", O, "Польское радио", "ru"),
        ("eur", L, "Europe", "en"),
        ("eur", L, "Evropa", "sl"),
        ("eur", L, "Европа", "ru"),
        ("east", L, "Eastern Europe", "en"),
        ("east", L, "Восточная Европа", "ru"),
        ("east", L, "Vzhodna Evropa", "hr"),
        ("air", O, "Луфтханза", "bg"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("за газопровода Северен поток 2 днес", "bg", [("Северен поток 2", "ns2")]),
        ("за „Северен поток“ 2 днес", "bg", [("„Северен поток“ 2", "ns2")]),
        ("за газопровода Северен поток 3 днес", "bg", []),  # another's number
        ("предаде Полско радио вчера", "bg", [("Полско радио", "radio")]),
        ("Полско радио предаде", "bg", []),  # the capital is the sentence's
        ("plin za vzhodno Evropo teče", "sl", [("vzhodno Evropo", "east")]),
        ("plin za celo Evropo teče", "sl", [("Evropo", "eur")]),
        ("в одной Европе есть", "ru", [("Европе", "eur")]),
    ],
)
def test_small_words_of_names(
    names: Engine, text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    """A name is met whose words are small but for one, in whatever spelling, and only whole."""
    assert links(names, text, lang) == expected


def test_word_alone_in_quotation_marks_has_its_capital(names: Engine) -> None:
    """A quoted word may be met by its sound, as one amid a sentence; the sentence's may not."""
    assert links(names, 'връзка с "Луфтганза" няма', "bg") == [("Луфтганза", "air")]
    assert links(names, "Това е. Луфтганза лети", "bg") == []


@pytest.fixture(scope="module")
def translated() -> Engine:
    """Return an engine of names that have no spelling in common with their translations."""
    return engine_of(
        ("north", L, "Morze Północne", "pl"),
        ("north", L, "North Sea", "en"),
        ("korea", L, "Северна Кореја", "mk"),
        ("de", L, "Německo", "cs"),
        ("de", L, "Federal Republic of Germany", "en"),
        ("ns2", O, "Nord Stream 2", "en"),
        ("court", O, "Supreme Court", "en"),
        ("lords", O, "House of Commons", "en"),
        ("cee", L, "Central Eastern Europe", "en"),
        ("at", L, "Republic of Austria", "en"),
        ("at", L, "Rakousko", "cs"),
        ("fpö", O, "Freedom Party of Austria", "en"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("preko Severnega morja teče", "sl", [("Severnega morja", "north")]),
        ("nedaleko od Severního moře je", "cs", [("Severního moře", "north")]),
        ("pri gradnji Severnega toka 2 so", "sl", [("Severnega toka 2", "ns2")]),
        ("tedy Spolková republika Německo je", "cs", [("Spolková republika Německo", "de")]),
        ("rozhodl Nejvyšší soud včera", "cs", []),  # any country's
        ("как в Австрийской Республике сейчас", "ru", [("Австрийской Республике", "at")]),
        ("как в Новой Австрийской Республике", "ru", []),
        ("se Svobodnou stranou Rakouska je", "cs", [("Svobodnou stranou Rakouska", "fpö")]),
        ("preko Južnega morja teče", "sl", []),
        ("preko Severnega starega morja teče", "sl", []),  # a word too many
        ("стран Центральной и Восточной Европы", "ru", []),  # two parts, not one of two words
    ],
)
def test_names_of_the_same_meaning(
    translated: Engine, text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    """A name whose every word means what one of an alias does is met, unless it is generic."""
    assert links(translated, text, lang) == expected


def test_meaning_is_not_asked_without_a_language(translated: Engine) -> None:
    """Which word a form declines is known by the endings of a language alone."""
    assert links(translated, "Severnega morja", "") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Это «Северный поток — 2». Против СП-2 многие", ["Северный поток — 2", "СП-2"]),
        ("Это «Северный поток — 2». Против СП-3 многие", ["Северный поток — 2"]),
        ("Против СП-2 многие", []),
    ],
)
def test_acronyms_with_a_number(names: Engine, text: str, expected: list[str]) -> None:
    """Initials with the number of what the document names in full stand for it."""
    assert [surface for surface, _ in links(names, text, "ru")] == expected
