from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.formats.pieces import pieces_of
from normalizer.types import AnnotatedDocument, Annotation, Decision, OffsetUnit
from tests.formats.written import hard, surfaces


def _marked(text: str, cuts: list[int]) -> AnnotatedDocument:
    """Return a document in which every second stretch between the cuts is a mention."""
    places = sorted({min(each, len(text)) for each in cuts})
    spans = zip(places[::2], places[1::2], strict=False)
    found = tuple(Annotation(a, b, text[a:b], None, Decision.NIL) for a, b in spans)
    return AnnotatedDocument("d", found, OffsetUnit.CODEPOINT, "r")


@settings(max_examples=60)
@given(st.text(), st.lists(st.integers(0, 40)))
def test_pieces_are_the_text(text: str, cuts: list[int]) -> None:
    """Joined, the pieces are the text, and those of a mention are its surface form."""
    annotated = _marked(text, cuts)
    pieces = list(pieces_of(text, annotated))
    assert "".join(piece.text for piece in pieces) == text
    assert all(text.startswith(piece.text, piece.start) and piece.text for piece in pieces)
    for number, annotation in enumerate(annotated.annotations):
        inside = [piece for piece in pieces if piece.mention == number]
        assert "".join(piece.text for piece in inside) == annotation.surface
        assert [piece.begins for piece in inside] == [True] + [False] * (len(inside) - 1)


@settings(max_examples=60)
@given(st.text())
def test_white_space_stands_apart(text: str) -> None:
    """A piece is white space as a whole or has none."""
    for piece in pieces_of(text, _marked(text, [])):
        assert piece.is_space or len(piece.text.split()) == 1


def test_words_are_whole() -> None:
    """Words with marks and apostrophes are one piece; what is glued to a mention is cut there."""
    document, annotated = hard()
    words = [piece.text for piece in pieces_of(document.text, annotated) if not piece.is_space]
    assert words[2:6] == ["In", "Minsk", "’", "s"]
    assert "President" in words
    assert set(surfaces(annotated)[0].split()) <= set(words)


def test_other_offsets_are_refused() -> None:
    """Offsets in bytes would cut the text in wrong places."""
    annotated = AnnotatedDocument("d", (), OffsetUnit.UTF8, "r")
    with pytest.raises(ValueError, match="code points"):
        list(pieces_of("x", annotated))


def test_nested_mentions_are_refused() -> None:
    """A mention within another has no place among pieces."""
    found = tuple(Annotation(a, b, "xxxx"[a:b], None, Decision.NIL) for a, b in ((0, 4), (1, 2)))
    annotated = AnnotatedDocument("d", found, OffsetUnit.CODEPOINT, "r")
    with pytest.raises(ValueError, match="lie in one another"):
        list(pieces_of("xxxx", annotated))
