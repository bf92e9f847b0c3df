from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalizer.store.refusals import _characters


@given(st.text(max_size=30), st.text(max_size=30))
def test_characters_are_the_distinct_ones(head: str, tail: str) -> None:
    """The short cut over long texts loses no character, whatever signs the beginning has."""
    text = head + "a" * 1000 + tail
    assert _characters(text) == set(text)


def test_an_empty_text_has_no_characters() -> None:
    """Nothing is in nothing."""
    assert _characters("") == set()
