"""Names and what stands in brackets after them, where only one of the two is known."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links

P, L, O = Kind.PERSON, Kind.PLACE, Kind.ORGANISATION  # noqa: E741  the kinds, as rows of a table


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of bodies with and without acronyms, and a person with initials."""
    return engine_of(
        ("wwf", O, "WWF", "en"),
        ("wwf", O, "World Wildlife Fund", "en"),
        ("eba", O, "EBA", "en"),
        ("eba", O, "European Banking Authority", "en"),
        ("ryan", O, "Ryanair", "en"),
        ("fpo", O, "Svobodná strana Rakouska", "cs"),
        ("prg", L, "Praha", "cs"),
    )


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Píše to Světový fond pro přírodu (WWF) dnes.", "cs", ("Světový fond pro přírodu", "wwf")),
        ("Заплатила это компания Райанэйр (Ryanair).", "ru", ("Райанэйр", "ryan")),
        (
            "Volil Svobodnou stranu Rakouska (FPÖ). Řekla FPÖ včera.",
            "cs",
            ("FPÖ", "fpo"),
        ),
    ],
)
def test_one_of_two_is_known(names: Engine, text: str, lang: str, expected: object) -> None:
    """The other one is linked to the same entity."""
    assert expected in links(names, text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "entity"),
    [
        ("Píše to Společnost East Bohemian Airport (EBA) dnes.", "cs", "eba"),  # other words
        ("Píše to Na návrh fondu pro přírodu (WWF) dnes.", "cs", "wwf"),  # no name opens so
        ("Byl tu včera Karel Dvořák (WWF) dnes.", "cs", "wwf"),  # no body
        ("Je v Praze (FPÖ).", "cs", "fpo"),  # nothing says that it is the party's
    ],
)
def test_other_names_before_brackets(names: Engine, text: str, lang: str, entity: str) -> None:
    """A name of other words, a person's or a place's is not linked to what is in brackets."""
    found = [surface for surface, linked in links(names, text, lang) if linked == entity]
    assert set(found) <= {"EBA", "WWF"}


def test_acronym_alone_stays_unknown(names: Engine) -> None:
    """Without brackets that introduce it an acronym is nobody's."""
    assert links(names, "Svobodná strana Rakouska a FPÖ.", "cs") == [
        ("Svobodná strana Rakouska", "fpo")
    ]
