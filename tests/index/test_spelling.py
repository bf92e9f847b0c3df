from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from normalizer.index.spelling import END, FUZZY_CUTOFF, is_looked_for, nearly_spelt, rests

FORM = st.text("abn", min_size=4, max_size=14)


@given(FORM, FORM)
def test_near_forms_are_those_that_share_a_rest(left: str, right: str) -> None:
    """What a comparison calls near is just what looking up by rests can find."""
    alike = Indel.normalized_similarity(left, right) >= FUZZY_CUTOFF - 1e-9
    shared = not rests(left).isdisjoint(rests(right))
    assert bool(nearly_spelt(left, [right], 1)) == (alike and shared)


@given(st.text("abcdefgh", min_size=4, max_size=END), st.integers(0, 8), st.sampled_from("abcx"))
def test_one_wrong_letter_is_always_near(form: str, place: int, letter: str) -> None:
    """A letter replaced, added or dropped in a form of six letters or more keeps it near."""
    at = place % len(form)
    for other in (form[:at] + letter + form[at + 1 :], form[:at] + letter + form[at:]):
        assert nearly_spelt(form, [other], 1) or len(form) < 6


def test_best_come_first_and_ties_in_order() -> None:
    """The likest form leads, and the limit cuts the tail."""
    forms = sorted(["lukasenka", "lukasenko", "lukasenkp", "minsk"])
    assert [form for form, _ in nearly_spelt("lukasenko", forms, 2)] == ["lukasenko", "lukasenka"]


def test_numbers_and_short_forms_are_not_misspelt() -> None:
    """Another number is another name, and three letters tell too little."""
    assert not is_looked_for("1994")
    assert not is_looked_for("kyi")
    assert is_looked_for("kyiv")
