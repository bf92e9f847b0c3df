from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.distance import distance, similarity

SOUND = st.text("abcdegiklmnoprstuvyj", max_size=14)


@given(SOUND, SOUND)
def test_symmetric_and_in_range(left: str, right: str) -> None:
    """Likeness does not depend on the order and stays in [0, 1]."""
    assert distance(left, right) == distance(right, left)
    assert 0.0 <= similarity(left, right) <= 1.0


@given(SOUND.filter(bool))
def test_a_string_is_wholly_like_itself(sound: str) -> None:
    """Nothing is likelier than equality."""
    assert similarity(sound, sound) == 1.0


def test_nothing_is_like_the_empty_string() -> None:
    """An empty sound string is no evidence."""
    assert similarity("", "") == similarity("a", "") == 0.0


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("sergei", "sergej"), ("sergei", "serger")),  # i and j are nearly one
        (("lukasenko", "lukasenka"), ("lukasenko", "lukasenki")),  # unstressed o and a
        (("minsk", "minsc"), ("minsk", "pinsk")),  # a first sound is rarely mistaken
    ],
)
def test_confusable_sounds_cost_less(near: tuple[str, str], far: tuple[str, str]) -> None:
    """What schemes confuse is nearer than what they do not."""
    assert distance(*near) < distance(*far)


def test_long_strings_are_capped() -> None:
    """The time for a monstrous token is bounded."""
    assert distance("a" * 100_000, "b" * 100_000) <= 80
