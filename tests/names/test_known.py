from __future__ import annotations

import pytest

from normalizer import tables
from normalizer.names.known import are_variants, is_known_name


def test_every_name_on_record_is_found() -> None:
    """Looking up in the bytes of the table finds its first row, its last and those between."""
    rows = tables.rows("names/known_names.tsv", ("name", "groups"))
    names = [name for name, _ in rows]
    assert names == sorted(set(names))
    assert all(is_known_name(name) for name in (names[0], *names[::997], names[-1]))


@pytest.mark.parametrize("token", ["", "a", "zzzzzz", "aaaa", "navalnov", "минск", "o'neil"])
def test_other_tokens_are_not(token: str) -> None:
    """What stands before, between and behind the rows is no name, nor is what cannot be one."""
    assert not is_known_name(token)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("lukaschenko", "lukashenka", True),
        ("lukashevich", "lukashenko", False),
        ("lukashenko", "navalnov", False),
        ("navalnov", "navalnov", False),
    ],
)
def test_variants_share_a_group(left: str, right: str, expected: bool) -> None:
    """Two names are variants where the record says so, whichever is named first."""
    assert are_variants(left, right) is are_variants(right, left) is expected
