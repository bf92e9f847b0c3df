from __future__ import annotations

import pytest

from normalizer.names.legal_forms import differ_in_form, sorts_in
from normalizer.names.roles import roles
from normalizer.types import Kind


def _sorts(name: str) -> frozenset[str]:
    tokens = tuple(name.split())
    return sorts_in(tokens, roles(tokens, Kind.ORGANISATION))


@pytest.mark.parametrize(
    ("name", "sorts"),
    [
        ("deutsche bank ag", {"shares"}),
        ("ооо искусство красоты", {"limited"}),
        ("budimex sp z o o", {"limited"}),
        ("акционерное общество муромский завод", {"shares"}),
        ("foo ltd", set()),
        ("bmw ag gmbh co kg", {"partnership"}),
        ("ryanair", set()),
    ],
)
def test_forms_have_sorts(name: str, sorts: set[str]) -> None:
    """The longest phrase counts; a form of several sorts, or none, tells nothing."""
    assert _sorts(name) == sorts


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ("deutsche bank ag", "deutsche bank gmbh", True),
        ("газпром оао", "gazprom jsc", False),
        ("ооо ромашка", "romashka llc", False),
        ("deutsche bank ag", "deutsche bank", False),
        ("deutsche bank ag", "deutsche bank ltd", False),
    ],
)
def test_forms_of_other_sorts_differ(left: str, right: str, differ: bool) -> None:
    """Only two known sorts contradict; equivalent forms of several countries do not."""
    ours, theirs = tuple(left.split()), tuple(right.split())
    kind = Kind.ORGANISATION
    assert differ_in_form(ours, roles(ours, kind), theirs, roles(theirs, kind)) is differ
