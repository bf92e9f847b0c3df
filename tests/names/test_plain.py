"""Plain words: no table says anything of them."""

from __future__ import annotations

import pytest

from normalizer.names.plain import Trait, traits
from normalizer.names.roles import Role, roles
from normalizer.names.unspaced import in_words
from normalizer.store.seeds import load_seeds
from normalizer.text import normalise
from normalizer.types import Kind

BOTH = Trait.IN_BODY | Trait.IN_PERSON


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("lukashenko", BOTH),
        ("тихановская", BOTH | Trait.MEANT | Trait.HER_SURNAME),
        ("петрович", Trait.IN_BODY),
        ("svetlana", BOTH | Trait.GIVEN | Trait.WOMANS),
        ("santiago", BOTH | Trait.GIVEN | Trait.MANS | Trait.COMMON),
        ("upper", BOTH | Trait.SENSED | Trait.COMMON),
        ("university", 0),
        ("von", 0),
        ("ооо", 0),
        ("a", 0),
        ("viii", 0),
        ("g20", 0),
        ("oberösterreich", Trait.IN_PERSON),
        ("北京大学", Trait.IN_PERSON),
    ],
)
def test_words(word: str, expected: int) -> None:
    """A word is plain where no table gives it a role or parts; what else is said of it is told."""
    assert Trait(traits(word)) == expected


@pytest.mark.parametrize("kind", Kind)
def test_plain_names_are_names_throughout(kind: Kind) -> None:
    """Every seeded name that is plain has nothing but names in it, as it stands."""
    count, place = 0, Trait.IN_PERSON if kind is Kind.PERSON else Trait.IN_BODY
    for alias in load_seeds().aliases():
        tokens = tuple(normalise(alias.text).split())
        if tokens and all(traits(token) & place for token in tokens):
            count += 1
            assert set(roles(tokens, kind)) == {Role.NAME}
            assert kind is Kind.PERSON or in_words(tokens) == tokens
    assert count > 1_000
