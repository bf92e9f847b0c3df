from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names that are easily other words."""
    return engine_of(
        ("ger", L, "Německo", "cs"),
        ("ger", L, "Německa", "cs"),
        ("tur", L, "Turska", "hr"),
        ("irl", L, "Irska", "sl"),
        ("chl", L, "Republic of Chile", "en"),
        ("chl", L, "Cile", "it"),
        ("usa", L, "USA", "cs"),
        ("nova", O, "NOVA", "cs"),
        ("nato", O, "NATO", "cs"),
        ("dpa", O, "dpa", "pl"),
        ("jet", O, "easyJet", "en"),
        ("brexit", O, "brexit", "pl"),
        ("vote", O, "референдум", "ru"),
        ("gov", O, "rząd", "pl"),
        ("rus", L, "rosyjski", "pl"),
        ("queen", P, "II", "en"),
        ("eu", O, "27", "en"),
        ("miller", P, "Gina Miller", "en"),
        ("miller", P, "Miller", "en"),
        ("raz", P, "Raz", "pl"),
        ("ma", P, "Ma", "pl"),
        ("dk", L, "Данія", "uk"),
        ("dk", L, "датчани", "ru"),
        ("party", O, "strana", "cs"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "linked"),
    [
        ("jela do Německa včera", "cs", True),
        ("a tu Německá vláda mlčí", "cs", False),  # a mark more than the alias
        ("tok Turški tok teče", "sl", False),  # an adjective, and the name is none
        ("v Irski je mir", "sl", True),  # an adjective, and so is the name
        ("tedy Cílem je mír", "cs", False),  # inflected and folded at once, from Italian
        ("svazy USO stávkují", "cs", False),  # capitals are not inflected
        ("svazy RAZU stávkují", "pl", False),  # nor are they a case of a name that has none
        ("v USA je mír", "cs", True),
        ("Nové letadlo", "cs", False),  # an acronym as a word, from the sentence
        ("setkání s Natem skončilo", "cs", True),
        ("agencja dpa podała", "pl", True),
        ("a easyJet leci", "pl", True),
        ("wokół brexitu trwa spór", "pl", True),
        ("drugie referendum i", "pl", False),  # a word in small letters of another script
        ("второй референдум и", "ru", True),
        ("polski rząd milczy", "pl", False),  # a word of many names
        ("gaz rosyjski płynie", "pl", False),  # an adjective in small letters
        ("a Nord II jest", "en", False),
        ("Ma być gotowy", "pl", False),  # a verb
        ("крім датчани вийшли", "uk", False),  # small letters of another language's name
        ("a tu Irská firma", "cs", False),  # a short adjective
        ("každé strany zvlášť", "cs", False),  # a case of a word of many names
        ("about 27 of them", "en", False),
    ],
)
def test_word_alone(names: Engine, text: str, lang: str, linked: bool) -> None:
    """A word that stands alone is a name by its form, its capitals and its language together."""
    assert bool(links(names, text, lang)) is linked


def test_word_that_the_text_writes_small_is_that_word(names: Engine) -> None:
    """At the head of a sentence, a surname that is also a word needs more than its capital."""
    assert links(names, "Był tam raz. Raz jeszcze", "pl") == []
    assert links(names, "Był tam Raz wczoraj", "pl") == [("Raz", "raz")]


def test_lone_surname_in_another_script_needs_its_bearer(names: Engine) -> None:
    """A surname that another script happens to share is nobody's until the full name is met."""
    assert links(names, "сказал Миллер вчера", "ru") == []
    text = "сказала Джина Миллер вчера. Потом Миллер ушла"
    assert [surface for surface, _ in links(names, text, "ru")] == ["Джина Миллер", "Миллер"]
