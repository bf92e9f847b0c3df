from __future__ import annotations

import pytest

from normalizer.annotate.language import guess_language
from normalizer.annotate.words import words_of
from normalizer.text import normalise

KNOWN = {"president", "lukashenko", "belta", "asianews"}


def texts(text: str) -> list[str]:
    """Return the normal forms of a text's words."""
    return [word.text for word in words_of(text, KNOWN.__contains__)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UkrainianPresident", ["ukrainian", "president"]),
        ("commissionerLukashenko", ["commissioner", "lukashenko"]),
        ("BelTA AsiaNews", ["belta", "asianews"]),
        ("LinkedIn", ["linkedin"]),  # no part is known
        ("МакДональд", ["макдональд"]),
    ],
)
def test_glued_words_are_cut_where_a_part_is_known(text: str, words: list[str]) -> None:
    """A capital inside a word cuts it only when that makes a known word."""
    assert texts(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "https://t.co/AAvJ6pic.example.com/FLV",
        "www.lukashenko.example",
        "a.lukashenko@mail.example",
        "@lukashenko",
        "t.me/lukashenko",
    ],
)
def test_addresses_yield_no_words(text: str) -> None:
    """Addresses of the web and of mail, and handles, are no prose."""
    assert texts(f"see {text} now") == ["see", "now"]


def test_words_that_open_a_sentence() -> None:
    """A capital after a full stop, a blank line or an opening quotation says little."""
    found = words_of("One two. Three “four five\n\nsix", KNOWN.__contains__)
    assert [word.text for word in found if word.opens] == ["one", "three", "four", "six"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("the president of the country said that", "en"),
        ("президент страны сказал, что он не будет", "ru"),
        ("прэзідэнт краіны сказаў, што яго не будзе, але яна", "be"),
        ("президент країни сказав, що його та її", "uk"),
        ("prezydent kraju powiedział, że nie jest się", "pl"),
        ("der Präsident des Landes und die Frau ist nicht", "de"),
        ("Minsk", ""),
    ],
)
def test_language_is_guessed_from_function_words(text: str, lang: str) -> None:
    """The commonest small words tell; too few tell nothing."""
    assert guess_language(normalise(text).split()) == lang


@pytest.mark.parametrize("text", ["a" * 200_000, "a." * 100_000, "ab@" * 60_000, "a-b/" * 50_000])
def test_letters_without_an_end_are_no_words(text: str) -> None:
    """Text that no mark or space parts is passed over, in a time that its length bounds."""
    words = [word.text for word in words_of(f"Minsk {text} Moscow", lambda _: False)]
    assert words[0] == "minsk"
    assert words[-1] == "moscow"
