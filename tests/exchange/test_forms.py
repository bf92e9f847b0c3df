from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.exchange.forms import form_of
from normalizer.text import normalise

ALPHABET = "aZß9İı éй\u0306їǅʼʹ'’-_. \u00a0\u00ad\u200dЛукашэнкаAС王한ـ\u0301ﬁⅣ"


@given(st.text(st.sampled_from(ALPHABET), max_size=12))
def test_the_short_way_gives_the_normal_form(text: str) -> None:
    """Whatever a name is made of, it has one normal form."""
    assert form_of(text) == normalise(text)


@pytest.mark.parametrize("text", ["", "  ", "O’Brien", "Russia’s", "d'Estaing", "Мiнск", "ـ"])
def test_names_that_need_the_tokeniser(text: str) -> None:
    """Apostrophes, elisions, homoglyphs and nothing at all are left to the tokeniser."""
    assert form_of(text) == normalise(text)
