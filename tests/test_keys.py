from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.keys import deep_keys, fine_keys, fold, sounds
from normalizer.text import normalise

SPELLINGS = [
    "Lukashenko Lukašenka Łukaszenka Loukachenko Lukaschenko Лукашенко Лукашэнка Lukasjenko",
    "Tikhanovskaya Tikhanovskaja Tsikhanouskaya Cichanouskaja Ціханоўская Тихановская Cichanouska",
    "Rosgvardija Rosgvardiya Росгвардия Rosgwardija Rosgvardia",
    "Chernyshevsky Tschernyschewski Černyševskij Чернышевский Tchernychevski Czernyszewski",
    "Khrushchev Chruschtschow Chruszczow Chruščov Хрущёв Khrouchtchev Hruštšov",
    "Zhirinovsky Schirinowski Żyrinowski Jirinovski Жириновский Žirinovskij",
]


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_every_spelling_of_a_name_shares_a_deep_key_with_every_other(spellings: str) -> None:
    """Schemes of nine languages meet pair by pair at the deep level."""
    for left, right in combinations(normalise(spellings).split(), 2):
        assert deep_keys(left) & deep_keys(right), (left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("lukashenko", "lukashevich"),
        ("putin", "rasputin"),
        ("minsk", "pinsk"),
        ("tikhonova", "tikhanovskaya"),
        ("austria", "australia"),
        ("karaev", "gurev"),
    ],
)
def test_other_names_share_no_fine_key(left: str, right: str) -> None:
    """Near names of other people keep apart at the fine level."""
    assert not fine_keys(left) & fine_keys(right)


def test_readings_differ_where_orthographies_do() -> None:
    """Polish and German read ch, sz and j in their own ways; a plain token has one reading."""
    assert set(sounds("sachar")) > {"sagar", "sacar"}
    assert sounds("minsk") == ("minsk",)


def test_short_tokens_have_no_deep_key() -> None:
    """Two consonants gather too much."""
    assert deep_keys("kyiv") == frozenset()


def test_numbers_are_kept() -> None:
    """A number sounds like itself alone."""
    assert sounds("97") == ("97",)


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("лукашенко", "lukashenko"),
        ("łukaszenka", "lukaszenka"),
        ("šikhan", "sikhan"),
        ("oʼbrien", "obrien"),
        ("strasse", "strasse"),
        ("минск", "minsk"),
    ],
)
def test_fold(token: str, folded: str) -> None:
    """Script, marks and apostrophes are folded away."""
    assert fold(token) == folded


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_token_can_be_keyed(text: str) -> None:
    """No letter of any script breaks a key, and the same token has the same keys."""
    for token in normalise(text).split():
        assert sounds(token)
        assert fine_keys(token) == fine_keys(token)
        assert all(len(key) >= 3 for key in deep_keys(token))
