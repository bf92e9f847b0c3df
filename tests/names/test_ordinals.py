from __future__ import annotations

import pytest

from normalizer.names.ordinals import is_ordinal, ordinal


@pytest.mark.parametrize(
    ("token", "value"),
    [("i", 1), ("iv", 4), ("viii", 8), ("xiv", 14), ("xxix", 29), ("xxx", 0), ("iiii", 0)],
)
def test_roman_numerals_count(token: str, value: int) -> None:
    """A numeral up to 29 has its value, anything else none."""
    assert ordinal(token) == value


@pytest.mark.parametrize("token", ["", "ivan", "vix", "8", "ли"])
def test_other_tokens_are_no_numerals(token: str) -> None:
    """Words and figures are not Roman numerals."""
    assert ordinal(token) == 0


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        (("innocent", "viii"), 1, True),
        (("ii", "friedrich"), 0, True),
        (("louis", "xi"), 1, True),
        (("xi", "jinping"), 0, False),
        (("viii",), 0, False),
        (("petrov", "i"), 1, False),
    ],
)
def test_ordinals_are_told_from_names_and_initials(
    name: tuple[str, ...], place: int, expected: bool
) -> None:
    """A lone letter may be an initial, Xi is a surname, and a name is no ordinal alone."""
    assert is_ordinal(name, place) is expected
