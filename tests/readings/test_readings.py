"""Names in scripts of their own: units, readings, spellings and how well Latin letters fit."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import keys
from normalizer.readings.likeness import reading_likeness
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings, readings
from normalizer.readings.units import units, unspaced_parts
from normalizer.text import normalise

SAME = [
    ("Μπράουν", "brown"),
    ("Γκάντι", "gandhi"),
    ("Ντάγκλας", "douglas"),
    ("Παπανδρέου", "papandreou"),
    ("ჩერჩილი", "churchill"),
    ("ჯორჯ", "george"),
    ("ხრუშჩოვი", "khrushchev"),
    ("Հովհաննիսյան", "hovhannisyan"),
    ("Սարգսյան", "sargsyan"),
    ("غورباتشوف", "gorbachev"),
    ("شيراك", "chirac"),
    ("القذافي", "gaddafi"),
    ("خمینی", "khomeini"),
    ("گرگوری", "gregory"),
    ("נתניהו", "netanyahu"),
    ("צ'רצ'יל", "churchill"),
    ("ז'בוטינסקי", "zhabotinsky"),
    ("처칠", "churchill"),
    ("고르바초프", "gorbachev"),
    ("푸틴", "putin"),
    ("チャーチル", "churchill"),
    ("ヴァルデマール", "waldemar"),
    ("ゴルバチョフ", "gorbachev"),
    ("めるける", "merkel"),
    ("克林顿", "clinton"),
    ("普京", "putin"),
    ("习近平", "xijinping"),
    ("王力", "wangli"),
    ("문재인", "moonjaein"),
    ("莱蒙托夫", "lermontov"),
]
# Heard, yet no likely spelling has the consonants: dh for dd, an r that Han leaves out.
UNKEYED = [("القذافي", "gaddafi"), ("莱蒙托夫", "lermontov")]
OTHER = [
    ("Παπανδρέου", "papadopoulos"),
    ("ჩერჩილი", "chirac"),
    ("Սարգսյան", "sarukhanyan"),
    ("غورباتشوف", "gromyko"),
    ("נתניהו", "nathanson"),
    ("처칠", "churkin"),
    ("チャーチル", "chaplin"),
    ("莱蒙托夫", "lomonosov"),
]


@pytest.mark.parametrize(("foreign", "latin"), SAME)
def test_a_name_is_heard_in_latin_letters(foreign: str, latin: str) -> None:
    """Each script's way to write a name of another language is close to the name."""
    assert reading_likeness(normalise(foreign), latin) >= 0.8


@pytest.mark.parametrize(("foreign", "latin"), OTHER)
def test_another_name_is_not(foreign: str, latin: str) -> None:
    """Names that only begin alike stay below what two spellings of one name reach."""
    assert reading_likeness(normalise(foreign), latin) < 0.75


@pytest.mark.parametrize(("foreign", "latin"), [pair for pair in SAME if pair not in UNKEYED])
def test_a_name_shares_a_key_with_its_latin_form(foreign: str, latin: str) -> None:
    """The likeliest spellings lead to the Latin form, at the fine or at the deep level."""
    heard = {keys.deep_key(sound) for sound in keys.sounds(normalise(foreign))}
    assert heard & {keys.deep_key(sound) for sound in keys.sounds(latin)}


@pytest.mark.parametrize(
    ("token", "cut"),
    [
        ("김정은", ("기", "\N{HANGUL JONGSEONG MIEUM}", "저", "\N{HANGUL JONGSEONG IEUNG}")),
        ("シャー", ("シャ", "ー")),
        ("しゃ", ("シャ",)),
        ("μπράουν", ("μπ", "ρ", "α", "ου", "ν")),
        ("צʼרצʼיל", ("צʼ", "ר", "צʼ", "י", "ל")),
        ("الیاس", ("ال", "ي", "ا", "س")),
        ("", ()),
    ],
)
def test_units(token: str, cut: tuple[str, ...]) -> None:
    """What is read together is one unit."""
    assert units(token)[: len(cut)] == cut
    assert bool(cut) == bool(units(token))


def test_han_and_hangul_names_part_after_the_family_name() -> None:
    """A family name of one syllable or two comes first; other scripts are left whole."""
    assert unspaced_parts("习近平") == ("习", "近平", "习近", "平")
    assert unspaced_parts("처칠") == ("처", "칠")
    assert unspaced_parts("путин") == unspaced_parts("李") == ()


def test_every_reading_is_plain_and_costs_something_reasonable() -> None:
    """Letters are lower-case ASCII, costs finite, and each unit has a reading that is free."""
    for unit, found in readings().items():
        assert unicodedata.is_normalized("NFC", unit)
        assert all(letters.isascii() and letters == letters.lower() for letters in found), unit
        assert all(math.isfinite(cost) for cost in found.values()), unit


def test_latin_and_cyrillic_have_no_readings() -> None:
    """They are read by their orthographies."""
    assert not has_readings("minsk")
    assert not has_readings("минск")
    assert not has_readings("")


def test_spellings_are_distinct() -> None:
    """No spelling is given twice, and a unit without readings is romanised."""
    found = spellings("처칠")
    assert len(set(found)) == len(found) > 1
    assert spellings("") == ()


def test_nothing_is_like_an_empty_name() -> None:
    """Neither side may be empty."""
    assert reading_likeness("", "putin") == reading_likeness("푸틴", "") == 0.0


@given(
    st.text("ابپتجوی אבגדהו김정은シャーツ习近平αβγμπ", max_size=30),
    st.text("abckmntu", max_size=50),
)
def test_likeness_is_a_share(foreign: str, latin: str) -> None:
    """Any letters in any order give a number in [0, 1]."""
    for token in normalise(foreign).split():
        assert 0.0 <= reading_likeness(token, latin) <= 1.0
