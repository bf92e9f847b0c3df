"""What the kernel does for single tokens against the Python that stands in where it is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.distance import best_similarity, best_similarity_in_python
from normalizer.index.snapshot.nearness import packed, packed_keys
from normalizer.index.vocabulary import ways
from normalizer.keys import (
    deep_key,
    deep_key_in_python,
    family_readings,
    family_readings_in_python,
    fine_key,
    fine_key_in_python,
    keys_in_python,
    keys_of,
    latin_letters,
    sounds,
    sounds_in_python,
)
from normalizer.native.kernel import native
from normalizer.readings.likeness import reading_cost, reading_cost_in_python
from normalizer.readings.spellings import spellings, spellings_in_python
from normalizer.readings.table import readings
from normalizer.readings.units import units
from normalizer.respelling import Respelling, Rules

pytestmark = pytest.mark.skipif(native is None, reason="the native kernel was not built")

SOUND = st.text("abcdegiklmnoprstuvyj", max_size=12)
SPELT = st.text("abcdefghijklmnopqrstuvwxyzCSZDWt1é'-щ", max_size=40)
SOUNDS = st.lists(SOUND | st.text("aбb", max_size=70), max_size=7).map(tuple)
UNITS = st.lists(st.sampled_from(sorted(readings())), min_size=1, max_size=26).map(tuple)
LETTERS = sorted(latin_letters())
LATIN = st.text("abcdefghiklmnoprstuvwyzé", max_size=42)


@given(SPELT)
def test_readings_of_families(spelt: str) -> None:
    """Each family reads the same sounds in Latin letters, whatever stands between them."""
    assert family_readings(spelt) == family_readings_in_python(spelt)


@given(st.text("abcdehijkouswyz1'-", max_size=70) | st.text("0123456789"))
def test_sounds_and_keys_of_tokens(token: str) -> None:
    """A token of plain letters or figures is heard the same, and has the same keys."""
    assert sounds(token) == sounds_in_python(token)
    assert keys_of(token) == keys_in_python(token)


@given(
    st.text("abdeiosuyz\u0105\u0119\u0161\u0142\u00ed\u02bc\u0301-1'", max_size=24)
    | st.text(LETTERS, max_size=66)
    | st.text("абвщьўовый\u02bca1\u0301", max_size=14)
    | st.text("ابنλοσ\u03ac韓国한აბ१กa", max_size=9)
    | st.text(max_size=5),
    st.booleans(),
)
def test_what_is_asked_for_a_token(token: str, is_known: bool) -> None:
    """Keys of Latin tokens and their base forms are packed the same, with the same estimates."""
    assert packed_keys(token, is_known) == packed(ways(token, is_known).keys)


@given(st.text(sorted({unit for unit in readings() if len(unit) == 1}), max_size=26))
def test_spellings(token: str) -> None:
    """A token of another script has the same likeliest spellings and sounds, in the same order."""
    assert sounds(token) == sounds_in_python(token)
    assert spellings(token) == spellings_in_python(units(token))


@given(
    st.text("abо\u0301", max_size=9),
    st.dictionaries(
        st.text("abо", max_size=3),
        st.lists(
            st.tuples(st.text("abо", max_size=2), st.none() | st.frozensets(st.sampled_from("abо")))
        ),
    ),
    st.integers(1, 3),
)
def test_other_endings(token: str, rules: Rules, least: int) -> None:
    """A token gets the same forms by rules of endings, in the same order."""
    respelling = Respelling(rules, least)
    assert list(respelling.forms(token)) == list(respelling.forms_in_python(token))


@given(st.text("aeiouyjdscktzv1", max_size=80))
def test_keys_of_sounds(sound: str) -> None:
    """Fine and deep keys of a sound string are the same."""
    assert fine_key(sound) == fine_key_in_python(sound)
    assert deep_key(sound) == deep_key_in_python(sound)


@given(SOUNDS, SOUNDS)
def test_best_of_sounds(lefts: tuple[str, ...], rights: tuple[str, ...]) -> None:
    """The best similarity of two tokens' sounds is the same to the last bit."""
    assert best_similarity(lefts, rights) == best_similarity_in_python(lefts, rights)


@given(UNITS, LATIN, st.sampled_from([1e9, 40.0, 5.0]))
def test_cost_of_reading(cut: tuple[str, ...], latin: str, most: float) -> None:
    """Reading Latin letters by the units of another script costs the same to the last bit."""
    assert reading_cost(cut, latin, most) == reading_cost_in_python(cut, latin, most)
