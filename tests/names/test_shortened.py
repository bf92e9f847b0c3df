"""Words that stand for several."""

import pytest

from normalizer import tables
from normalizer.names.shortened import expanded, may_stand_for_several
from normalizer.text import normalise


def test_word_that_stands_for_several_is_spelt_out() -> None:
    """An acronym that goes with several words at once is all of them."""
    assert set(expanded(("nws",))) == {"national", "weather", "service"}
    assert expanded(("university", "of", "minsk")) == ("university", "of", "minsk")


def test_short_forms_of_states_are_spelt_out_beside_other_words() -> None:
    """By itself US is an alias like others, and a place in France."""
    assert expanded(("us", "army")) == ("united", "states", "army")
    assert expanded(("парламент", "рб")) == ("парламент", "belarus")
    assert expanded(("us",)) == ("us",)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("нпо стрела", "scientific production association стрела"),
        ("npo strela", "scientific production association strela"),
        ("окб сокол", "experimental design bureau сокол"),
        ("судоремонтный завод", "ship repair завод"),
        ("sudoremontnyi zavod", "ship repair zavod"),
        ("schiffbau rostock", "ship building rostock"),
    ],
)
def test_phrases_and_compounds_are_spelt_out(name: str, spelt: str) -> None:
    """Abbreviations of phrases, and what another language says in several words."""
    assert " ".join(expanded(tuple(name.split()))) == spelt


@pytest.mark.parametrize("word", ["нпо", "судоремонтный", "schiffbau"])
def test_phrases_are_kept_alone(word: str) -> None:
    """By itself a short form is a name like others."""
    assert expanded((word,)) == (word,)
    assert may_stand_for_several(word)


def test_short_forms_are_in_normal_form_and_of_one_phrase() -> None:
    """A word that is not in normal form would never be met, the second of two phrases neither."""
    rows = tables.rows("names/shortened_phrases.tsv", ("words", "short"))
    short = [word for _, listed in rows for word in listed.split()]
    assert [word for word in short if normalise(word) != word] == []
    assert len(short) == len(set(short))
