"""Misspelt names of what a document names rightly elsewhere."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links, read

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names that are often misspelt, or near to others."""
    return engine_of(
        ("ryan", O, "Ryanair", "en"),
        ("gaz", O, "Gazprom", "en"),
        ("aut", L, "Austria", "pl"),
        ("leary", P, "Michael O'Leary", "en"),
        ("ptn", P, "Putin", "en"),
        ("ns2", O, "Nord Stream 2", "en"),
    )


@pytest.mark.parametrize("word", ["Raynair", "Rynanair", "Ryianair"])
def test_misspelt_beside_right(names: Engine, word: str) -> None:
    """A slip of one letter or two is the body that the document names, and says whence."""
    text = f"Linie Ryanair latają. Wczoraj {word} odwołał lot."
    assert (word, "ryan") in links(names, text, "pl")
    last = read(names, text, "pl")[-1]
    assert last.match is not None
    assert last.match.evidence.antecedent == "ryanair"
    assert (word, "ryan") not in links(names, f"Wczoraj {word} odwołał lot.", "pl")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Austria i jej sąsiad Australia grają.", "Australia"),  # too unlike
        ("Tu Putin i tam Putinn są.", "Putinn"),  # a person
        ("Linie Ryanair i RYANAIRR są.", "RYANAIRR"),  # capitals are no name's
    ],
)
def test_other_words(names: Engine, text: str, word: str) -> None:
    """Other names, people and acronyms are not linked for being nearly alike."""
    assert word not in [surface for surface, _ in links(names, text, "pl")]


def test_declined_given_name_across_scripts(names: Engine) -> None:
    """A given name is met before it is declined: Майкла О'Лири is Michael O'Leary."""
    assert ("Майкла О'Лири", "leary") in links(names, "Видели там Майкла О'Лири вчера.", "ru")


@pytest.mark.parametrize(
    ("text", "surface", "linked"),
    [
        ("Jest Nord Stream 2, a Nord Steram 2 stoi.", "Nord Steram 2", True),
        ("Jest Nord Stream 2, a Narod Stream-2 stoi.", "Narod Stream-2", True),
        ("Jest Nord Stream 2, a Nord Steram 3 stoi.", "Nord Steram 3", False),  # another number
        ("Jest Nord Stream 2, a Nord Stream stoi.", "Nord Stream", False),  # nothing is misspelt
        ("Stoi Nord Steram 2.", "Nord Steram 2", False),  # nowhere right
    ],
)
def test_several_words(names: Engine, text: str, surface: str, linked: bool) -> None:
    """A name of several words is met with a slip in it, with the same figures."""
    assert ((surface, "ns2") in links(names, text, "pl")) is linked


def test_quoted_word_that_opens(names: Engine) -> None:
    """A word alone in quotation marks has its capital from no sentence."""
    text = "Linie Ryanair latają. „Raynair” odwołał lot. Raynair też."
    assert [s for s, entity in links(names, text, "pl") if entity == "ryan"] == [
        "Ryanair",
        "Raynair",
    ]
