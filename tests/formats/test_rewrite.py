from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer.formats.names import Format
from normalizer.formats.rewrite import rewritten
from normalizer.types import AnnotatedDocument, OffsetUnit
from tests.cli.samples import annotated
from tests.formats.written import hard, text_of


def test_matches_get_their_canonical_name() -> None:
    """Only what is certain is replaced; every other character stays."""
    document, result = hard()
    expected = document.text.replace("Alexander\nLukashenko", "Alexander Lukashenko")
    assert rewritten(document.text, result) == expected.replace("Мінск", "Minsk")


def test_text_without_mentions_stays() -> None:
    """Nothing found, nothing changed."""
    document, result = annotated("d", " x\r\n")
    assert rewritten(document.text, result) == " x\r\n"


def test_other_offsets_are_refused() -> None:
    """Offsets in other units would cut the text in wrong places."""
    with pytest.raises(ValueError, match="code points"):
        rewritten("x", AnnotatedDocument("d", (), OffsetUnit.UTF16, "r"))


def test_lines_can_be_annotated_again(tmp_path: Path) -> None:
    """A line has the members of a document, and says how many names were replaced."""
    line = json.loads(text_of(Format.REWRITE, tmp_path, hard("a")))
    assert (line["id"], line["lang"], line["replaced"]) == ("a", "en", 3)
    assert "Alexander Lukashenko" in line["text"]
