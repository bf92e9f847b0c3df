from __future__ import annotations

import pytest

from normalizer.names.legal_forms import form_apart, form_gap, sorts_in
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
    ("left", "right", "gap"),
    [
        ("deutsche bank ag", "deutsche bank gmbh", 1.0),
        ("газпром оао", "gazprom jsc", 0.0),
        ("ооо ромашка", "romashka llc", 0.0),
        ("deutsche bank ag", "deutsche bank", 0.25),
        ("deutsche bank ag", "deutsche bank ltd", 0.0),
        ("deutsche bank", "dresdner bank", 0.0),
    ],
)
def test_forms_of_other_sorts_differ(left: str, right: str, gap: float) -> None:
    """Only two known sorts contradict; equivalent forms of several countries do not."""
    ours, theirs = form_apart(tuple(left.split())), form_apart(tuple(right.split()))
    assert form_gap(ours, theirs) == form_gap(theirs, ours) == gap


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("публичное акционерное общество росбанк", "росбанк"),
        ("public joint stock company rosbank", "rosbank"),
        ("o o o romashka", "romashka"),
        ("ооо", "ооо"),
        ("joint stock company", "joint stock company"),
        ("ryanair", "ryanair"),
    ],
)
def test_forms_are_no_words_of_names(name: str, words: str) -> None:
    """They are set apart, however written; a name of nothing else keeps them."""
    assert form_apart(tuple(name.split())).words == tuple(words.split())
