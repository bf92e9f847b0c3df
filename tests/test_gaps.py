"""What aligned names still differ in, as features of their comparison."""

from __future__ import annotations

import pytest

from normalizer.gaps import GAP_FEATURES, letters_alike
from normalizer.query import compare
from normalizer.types import Kind


def values(query: str, stored: str, *known: str) -> dict[str, float]:
    """Return the features of two names of a person; the table knows some tokens."""
    left, right = tuple(query.split()), tuple(stored.split())
    return compare(left, right, Kind.PERSON, lambda _: 1.0, known.__contains__).values


def test_equal_names_have_no_gap() -> None:
    """Nothing is to be told but how many letters are alike, and that they tell."""
    found = values("viktor lukashenko", "viktor lukashenko", "viktor", "lukashenko")
    assert {name for name in GAP_FEATURES if found[name]} == {"letters", "telling"}


@pytest.mark.parametrize(
    ("query", "stored", "feature"),
    [
        ("viktor lukashenka", "viktor lukashenko", "plain_gap"),
        ("wiktor lukashenko", "viktor lukashenko", "spelling_gap"),
        ("viktor mukashenko", "viktor lukashenko", "starts"),
        ("lukashenko viktor", "viktor lukashenko", "crossed"),
        ("v lukashenko", "viktor lukashenko", "initials"),
    ],
)
def test_each_difference_has_its_feature(query: str, stored: str, feature: str) -> None:
    """One difference shows in the feature that is made for it."""
    assert values(stored, stored)[feature] == 0.0
    assert values(query, stored)[feature] > 0.0


def test_another_script_excuses_a_gap() -> None:
    """A transcription differs from its original; in one script nothing explains it."""
    found = values("вуд", "wood")
    assert found["surname_gap"] > 0.0
    assert found["plain_gap"] == 0.0


def test_a_token_known_for_another_name_is_no_misspelling() -> None:
    """Lavrenov, who is known, is not Lavrov; an unknown token may be misspelt."""
    assert values("sergei lavrenov", "sergei lavrov")["known_apart"] == 0.0
    assert values("sergei lavrenov", "sergei lavrov", "lavrenov")["known_apart"] == 0.5


def test_a_known_name_without_partner_speaks_against() -> None:
    """Who bears one more name that the table knows may be somebody else."""
    assert values("sergei navalnov", "sergei")["left_known"] == 0.0
    assert values("sergei navalnov", "sergei", "navalnov")["left_known"] == 0.5
    assert values("sergei rasputin", "sergei")["left_known"] == 0.5  # on record


def test_a_name_in_the_place_of_another_is_no_omission() -> None:
    """Two that stand for each other contradict; one that the other lacks does not."""
    assert values("hassan ali tikriti", "hassan ali dulaimi")["replaced"] == 0.5
    assert values("hassan ali tikriti", "hassan ali")["replaced"] == 0.0


def test_rare_long_names_tell_more() -> None:
    """Sharing a rare surname is much, sharing a short or common one is little."""
    tell = values("kim tsapkala", "kim tsapkala")["telling"]
    assert tell > values("kim min", "kim min")["telling"]
    common = compare(("kim", "tsapkala"), ("kim", "tsapkala"), Kind.PERSON, lambda _: 0.2)
    assert tell > common.values["telling"]


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [("minsk", "minsk", 1.0), ("мінск", "minsk", 1.0), ("ירושלים", "yerushalaim", 0.4)],
)
def test_letters_are_compared_in_latin(left: str, right: str, least: float) -> None:
    """Whatever the scripts, in [0, 1] and the same both ways."""
    assert least <= letters_alike(left, right) <= 1.0
    assert letters_alike(left, right) == letters_alike(right, left)
