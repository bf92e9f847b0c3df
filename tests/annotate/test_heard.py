"""Lone words met by their sound: what a first look gives up, and what is enough in the end."""

from __future__ import annotations

import pytest

from normalizer.annotate.heard import is_heard, may_be_heard
from normalizer.engine import Engine
from normalizer.resolve import Resolver
from normalizer.score import Hints
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of places, a body and a person."""
    return engine_of(
        ("ed", L, "Edinburgh", "en"),
        ("che", L, "Schweiz", "de"),
        ("prg", L, "Praha", "cs"),
        ("brexit", O, "Brexit", "en"),
        ("putin", P, "Putin", "en"),
        ("rus", L, "Russia", "en"),
    )


WORDS = ("единбург", "брекзит", "брексит", "edynburg", "prahu", "путин", "россия", "прага", "slovo")


@pytest.mark.parametrize("word", WORDS)
def test_first_look_gives_up_nothing(names: Engine, word: str) -> None:
    """What a first look gives up would not have been linked after comparing it in full."""
    resolver = Resolver(names.index)
    for entry in names.index:
        found = resolver.likeliest((word,), [entry], Hints())
        assert found is not None
        assert may_be_heard(word, entry) or not is_heard(found, ())


def test_first_look_spares_most(names: Engine) -> None:
    """A word of another sound is compared with nobody, and a person is never met so."""
    entries = list(names.index)
    assert not any(may_be_heard("понедельник", entry) for entry in entries)
    assert not any(may_be_heard("путин", entry) for entry in entries)


def test_name_that_goes_on_behind_a_hyphen() -> None:
    """A part of a name that a hyphen joins to the rest is not looked up as a whole."""
    engine = engine_of(("saif", P, "Saif Ulla", "en"), ("mul", L, "Mulook", "en"))
    found = [entity for _, entity in links(engine, "I saw Saif Ula-Mulook there.", "en")]
    assert "saif" not in found
