from __future__ import annotations

import pytest

from normalizer import scripts


@pytest.mark.parametrize(
    ("character", "script"),
    [
        ("a", "Latn"),
        ("ß", "Latn"),
        ("ў", "Cyrl"),
        ("ς", "Grek"),
        ("დ", "Geor"),
        ("ֆ", "Armn"),
        ("ע", "Hebr"),
        ("ش", "Arab"),
        ("क", "Deva"),
        ("ア", "Kana"),
        ("中", "Hani"),
        ("々", "Hani"),
        ("한", "Hang"),
        ("አ", "Ethi"),
    ],
)
def test_a_letter_has_its_script(character: str, script: str) -> None:
    """Letters of the scripts that the seeds are written in are told apart."""
    assert scripts.script_of(character) == script


@pytest.mark.parametrize("character", ["1", " ", "-", "\u02bc", "\u0301", "º", "\ud800"])
def test_other_characters_have_no_script(character: str) -> None:
    """Digits, punctuation, marks and shared modifier letters belong to no script."""
    assert scripts.script_of(character) == ""


def test_the_majority_of_letters_decides() -> None:
    """A text of two scripts is in the script of most of its letters."""
    assert scripts.main_script("телеканал NEXTA") == "Cyrl"


def test_a_text_without_letters_has_no_main_script() -> None:
    """Numbers are in no script."""
    assert scripts.main_script("112") == ""


def test_composite_scripts_have_members() -> None:
    """A Korean text may hold Hangul and Han letters."""
    assert scripts.members_of("Kore") == {"Hang", "Hani"}


def test_every_member_is_a_script_of_the_table() -> None:
    """A composite script names only scripts that letters can have."""
    for code in ("Jpan", "Kore", "Hans", "Hant", "Hrkt"):
        assert all(scripts.members_of(member) == {member} for member in scripts.members_of(code))


def test_unknown_codes_are_unknown() -> None:
    """A code outside the table has no members."""
    assert not scripts.is_script("Xxxx")
    assert scripts.members_of("Xxxx") == frozenset()
