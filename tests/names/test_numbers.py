from __future__ import annotations

import pytest

from normalizer.names.lettered import lettered
from normalizer.names.numbers import in_figures


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1st guards army", "1 guards army"),
        ("первая гвардейская армия", "1 гвардейская армия"),
        ("brigade forty four", "brigade 44"),
        ("brigade forty 4", "brigade 44"),
        ("twenty thirty", "20 30"),
        ("unit 007", "unit 007"),
        ("twenty 007", "27"),
        ("world war ii museum", "world war 2 museum"),
        ("xi group", "xi group"),
        ("first", "first"),
        ("credit suisse first boston", "credit suisse 1 boston"),
    ],
)
def test_numbers_of_bodies_are_written_in_figures(name: str, found: str) -> None:
    """Cardinals, ordinals and numerals are one number; a lone word and a syllable stay."""
    assert in_figures(tuple(name.split())) == tuple(found.split())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ig0r sech1n", "igor sechin"),
        ("i9or", "igor"),
        ("elizabeth 2nd", "elizabeth 2nd"),
        ("agent 007", "agent 007"),
        ("x1", "x1"),
        ("иван 3", "иван 3"),
    ],
)
def test_figures_inside_names_of_people_are_letters(name: str, found: str) -> None:
    """Figures that stand for letters are read so, others stay."""
    assert lettered(tuple(name.split())) == tuple(found.split())
