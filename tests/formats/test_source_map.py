from __future__ import annotations

import pytest

from normalizer.formats.source_map import SourceMap, source_spans
from normalizer.text import convert_offsets
from normalizer.types import AnnotatedDocument, Annotation, Decision, OffsetUnit

SOURCE = "<b>\N{GOTHIC LETTER AHSA}</b> Minsk"
TEXT = "\N{GOTHIC LETTER AHSA} Minsk"


@pytest.mark.parametrize("unit", list(OffsetUnit))
def test_spans_are_in_the_unit_of_the_annotations(unit: OffsetUnit) -> None:
    """Both ways the unit is that which was asked for, beyond the BMP too."""
    known = SourceMap(SOURCE, [3, -1, *range(9, 14)], [4, -1, *range(10, 15)])
    start, end = convert_offsets(TEXT, (2, 7), unit)
    found = (Annotation(start, end, "Minsk", None, Decision.NIL),)
    spans = source_spans(TEXT, AnnotatedDocument("d", found, unit, "r"), known)
    assert spans == [tuple(convert_offsets(SOURCE, (9, 14), unit))]


def test_unknown_places_are_none() -> None:
    """A mention with an unknown end, or of a text without a source, has no span."""
    found = (Annotation(0, 2, "ab", None, Decision.NIL),)
    annotated = AnnotatedDocument("d", found, OffsetUnit.CODEPOINT, "r")
    assert source_spans("ab", annotated, SourceMap("ab", [0, -1], [1, -1])) == [None]
    assert source_spans("ab", annotated, None) == [None]
