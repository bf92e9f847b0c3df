"""Names of places and bodies in other languages and scripts, two at a time, without a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizer import tsv
from normalizer.errors import InputError
from normalizer.pairs import compare_names
from normalizer.types import Kind

CASES = Path(__file__).parent / "cases"
COLUMNS = ("kind", "name", "other", "verdict")


def cases(name: str) -> list[list[str]]:
    """Return the rows of a file of cases."""
    return [fields for _, fields in tsv.read_rows(CASES / name, COLUMNS, InputError)]


@pytest.mark.parametrize(("kind", "name", "other", "verdict"), cases("bodies_and_places.tsv"))
def test_names_are_told_apart(kind: str, name: str, other: str, verdict: str) -> None:
    """A translation or another script is likelier the same than not; a namesake is not."""
    assert (compare_names(name, other, Kind(kind)) >= 0.5) == (verdict == "same")


@pytest.mark.parametrize(
    ("kind", "name", "other", "verdict"), cases("bodies_and_places_known_failures.tsv")
)
@pytest.mark.xfail(strict=True, reason="needs words or adjectives that no table of ours has")
def test_known_failure(kind: str, name: str, other: str, verdict: str) -> None:
    """A case that we get wrong fails until we get it right."""
    test_names_are_told_apart(kind, name, other, verdict)
