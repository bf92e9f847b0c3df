"""Names whose words are joined or cut in a document."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of names of one word and of two."""
    return engine_of(
        ("wizz", O, "Wizz Air", "en"),
        ("ryan", O, "Ryanair", "en"),
        ("anna", P, "Anna Kowal", "pl"),
        ("kowalska", P, "Annakowal", "pl"),
        ("east", L, "East Ham", "en"),
        ("west", L, "Eastham", "en"),
        ("jet", O, "easyJet", "en"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("конкурентните Wizzair и други", "bg", [("Wizzair", "wizz")]),
        ("samoloty Wizzairem latają", "pl", [("Wizzairem", "wizz")]),
        ("pasażerowie Ryan Air czekają", "pl", [("Ryan Air", "ryan")]),
        ("pasażerowie Ryan Airu czekają", "pl", [("Ryan Airu", "ryan")]),
        ("mówi Anna Kowalanna tutaj", "pl", []),  # people are made of common parts
        ("akcie easyJetu klesly", "cs", [("easyJetu", "jet")]),
        ("akcie easyJetem klesly", "cs", [("easyJetem", "jet")]),
        ("akcie easymu klesly", "cs", []),
    ],
)
def test_words_joined_or_cut(
    names: Engine, text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    """A body or place is met though its words are joined or cut, in its cases too."""
    assert links(names, text, lang) == expected
