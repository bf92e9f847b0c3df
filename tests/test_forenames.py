"""Names with a forename too many, of the other gender, or with words parted otherwise."""

from __future__ import annotations

import pytest

from normalizer.query import compare
from normalizer.rejoin import initials_apart, rejoined
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
        ("muhammad abdul rahman", "mohammad abdurrahman", "muhammad abdurahman"),
        ("valéry giscard d estaing", "валери жискар дестен", "valéry giscard destaing"),
        ("john d rockefeller", "john rockefeller", "john d rockefeller"),
        ("abdul aziz", "abdulaziz", "abdul aziz"),
        ("anna maria petrova", "anna petrova", "anna maria petrova"),
    ],
)
def test_words_are_joined_that_the_other_joins(left: str, right: str, joined: str) -> None:
    """The parts together are one word of the other name, and none of them is so alone."""
    assert rejoined(tuple(left.split()), tuple(right.split()))[0] == tuple(joined.split())
    assert rejoined(tuple(right.split()), tuple(left.split()))[1] == tuple(joined.split())


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("jc juncker", "jean claude juncker", "j c juncker"),
        ("jrr tolkien", "john ronald reuel tolkien", "j r r tolkien"),
        ("al gore", "albert lee gore", "al gore"),
        ("jc juncker", "jean juncker", "jc juncker"),
        ("jc", "jean claude", "jc"),
    ],
)
def test_initials_written_together_are_cut_apart(left: str, right: str, apart: str) -> None:
    """Only where the other name opens with names of these letters, and more follows."""
    ours, theirs = tuple(left.split()), tuple(right.split())
    assert initials_apart(ours, theirs)[0] == tuple(apart.split())
    assert initials_apart(theirs, ours)[1] == tuple(apart.split())


@pytest.mark.parametrize(
    ("query", "alias", "other"),
    [
        ("alexandra ivanova", "alexander ivanov", 1.0),
        ("александра иванова", "александр иванов", 1.0),
        ("petr novák", "petra nováková", 1.0),
        ("иванова", "иванов", 0.0),
        ("владимира путина", "владимир путин", 0.0),
        ("anneliese kitzmüllerová", "anneliese kitzmüller", 0.0),
    ],
)
def test_women_are_told_from_men(query: str, alias: str, other: float) -> None:
    """Given name and surname must both be hers: either alone may be declined."""
    values = compare(tuple(query.split()), tuple(alias.split()), Kind.PERSON, lambda _: 1.0).values
    assert values["gender"] == other
