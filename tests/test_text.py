from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import InvalidTextError
from normalizer.text import (
    MAX_NAME_LENGTH,
    check_name,
    convert_offsets,
    normal_token,
    normalise,
    tokenise,
)
from normalizer.types import OffsetUnit

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("", ""),
        ("...", ""),
        ("  Minsk\t Region\n", "minsk region"),
        ("Ростов-на-Дону", "ростов на дону"),
        ("O\u2019Brien", "o\u02bcbrien"),
        ("Дем'ян", "дем\u02bcян"),
        ("Belarus\u2019", "belarus"),
        ("Russia's National Guard", "russia national guard"),
        ("l\u2019OTAN", "l otan"),
        ("Лука\u0301шенко", "лукашенко"),
        ("и\u0306", "й"),
        ("Łu\u00adka\u200bszenka", "łukaszenka"),
        ("\u202eMinsk\u202c", "minsk"),
        ("ＭＩＮＳＫ", "minsk"),
        ("\ufb01nland", "finland"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("مُحَمَّد", "محمد"),
        ("«Беларусь 1»", "беларусь 1"),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    """Spelling habits that say nothing of the name are gone from its normal form."""
    assert normalise(written) == normal


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_cut_as_any_other(text: str) -> None:
    """The normal form of ASCII is that of its tokens, which are cut with their spans."""
    assert normalise(text) == " ".join(token.text for token in tokenise(text))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Лукашенкo", "лукашенко"),  # a Latin o
        ("Pоsgvаrdia", "posgvardia"),  # Cyrillic о and а
        ("МАЗ", "маз"),
        ("BelАЗ", "belаз"),  # letters of both that are no look-alikes: left alone
    ],
)
def test_look_alikes_are_repaired_to_the_script_of_the_other_letters(
    written: str, normal: str
) -> None:
    """A word that is Cyrillic but for look-alikes is Cyrillic, and the other way round."""
    assert normalise(written) == normal


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The normal form of a normal form is itself."""
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_spans_point_at_the_original(text: str) -> None:
    """Tokens stand in order, do not overlap, and their span gives their normal form."""
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end <= len(text)
        assert normal_token(text[token.start : token.end]) == token.text
        last = token.end


def test_possessive_is_outside_the_token() -> None:
    """The span of an English possessive ends before its apostrophe."""
    text = "Lukashenko\u2019s rally"
    first = tokenise(text)[0]
    assert text[first.start : first.end] == "Lukashenko"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is empty"),
        (" \t ", "is empty"),
        ("?!", "has no letter or digit"),
        ("Mi\x00nsk", "control character U+0000 at position 2"),
        ("Mi\x1bnsk", "control character U+001B at position 2"),
        ("Minsk\ud800", "lone surrogate at position 5"),
        ("x" * (MAX_NAME_LENGTH + 1), "has 1,001 characters; the limit is 1,000"),
    ],
)
def test_bad_names_are_refused_with_the_reason(name: str, reason: str) -> None:
    """Each refusal names the field and says what is wrong where."""
    with pytest.raises(InvalidTextError) as refused:
        check_name(name)
    assert (refused.value.field, refused.value.reason) == ("name", reason)


def test_longest_name_is_allowed() -> None:
    """The limit itself is within the limit."""
    check_name("x" * MAX_NAME_LENGTH)


def test_offsets_in_three_units() -> None:
    """A letter beyond the BMP is one code point, two UTF-16 units, four bytes."""
    text = "\N{GRINNING FACE}Žé x"
    positions = [0, 1, 2, 3, len(text)]
    assert convert_offsets(text, positions, OffsetUnit.CODEPOINT) == positions
    assert convert_offsets(text, positions, OffsetUnit.UTF16) == [0, 2, 3, 4, 6]
    assert convert_offsets(text, positions, OffsetUnit.UTF8) == [0, 4, 6, 8, 10]


@given(ANY_TEXT)
def test_converted_offsets_cut_the_encoded_text(text: str) -> None:
    """Offsets in a unit cut the encoded text where code points cut the text."""
    middle = len(text) // 2
    (utf8,) = convert_offsets(text, [middle], OffsetUnit.UTF8)
    (utf16,) = convert_offsets(text, [middle], OffsetUnit.UTF16)
    assert text.encode()[:utf8].decode() == text[:middle]
    assert text.encode("utf-16-le")[: 2 * utf16].decode("utf-16-le") == text[:middle]


def test_elisions_are_cut_at_any_apostrophe() -> None:
    """One apostrophe is a letter to Unicode, and parts an elided word all the same."""
    expected = ["кот", "д", "івуар"]
    for apostrophe in "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}":
        assert [token.text for token in tokenise(f"Кот-д{apostrophe}Івуар")] == expected
