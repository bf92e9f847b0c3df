"""Names with a forename too many, and names whose words the other writes as one."""

from __future__ import annotations

import pytest

from normalizer.query import compare
from normalizer.rejoin import rejoined
from normalizer.types import Kind


def _forenames(query: str, alias: str) -> tuple[float, float]:
    values = compare(tuple(query.split()), tuple(alias.split()), Kind.PERSON, lambda _: 1.0).values
    return values["query_forename"], values["alias_forename"]


@pytest.mark.parametrize(
    ("query", "alias", "found"),
    [
        ("sergei nikitich khrushchev", "nikita khrushchev", (1.0, 0.0)),
        ("carlos calvo", "juan carlos calvo", (0.0, 1.0)),
        ("paul mccartney", "paul james mccartney", (0.0, 0.0)),
        ("luis fernando morfan rodriguez", "luis rodriguez", (0.0, 0.0)),
        ("juan carlos calvo", "carlos", (0.0, 0.0)),
        ("j carlos calvo", "carlos calvo", (0.0, 0.0)),
    ],
)
def test_forename_too_many(query: str, alias: str, found: tuple[float, float]) -> None:
    """Only a name right before the partner of the other's first one counts, no initial."""
    assert _forenames(query, alias) == found


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("fahd bin abdül aziz", "fahd bin abdulaziz", "fahd bin abdülaziz"),
        ("rafael van der vaart", "rafael vandervaart", "rafael vandervaart"),
        ("albert i della scala", "alberto ii della scala", "albert i della scala"),
        ("abdul aziz", "abdulaziz", "abdul aziz"),
        ("anna maria petrova", "anna petrova", "anna maria petrova"),
    ],
)
def test_words_are_joined_that_the_other_joins(left: str, right: str, joined: str) -> None:
    """The parts together are one word of the other name, and none of them is so alone."""
    assert rejoined(tuple(left.split()), tuple(right.split()))[0] == tuple(joined.split())
    assert rejoined(tuple(right.split()), tuple(left.split()))[1] == tuple(joined.split())
