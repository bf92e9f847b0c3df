"""Where the characters of a text stand in the source that it was taken from, such as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalizer.formats.protocol import SourceSpans
from normalizer.text import convert_offsets
from normalizer.types import AnnotatedDocument, OffsetUnit


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The source as text, and the half-open code point span in it of each character of a text.

    A character whose place is not known has a start of -1.
    """

    source: str
    starts: Sequence[int]
    ends: Sequence[int]


def source_spans(text: str, annotated: AnnotatedDocument, known: SourceMap | None) -> SourceSpans:
    """Return where each mention stands in the source, in the unit of the annotations.

    None for a mention of which the first or the last character has no known place, and for
    all when nothing is known. Markup that stands within a mention is within its span.
    """
    annotations = annotated.annotations
    if known is None:
        return [None] * len(annotations)
    point = _code_points(text, annotated.offsets)
    found = [
        (known.starts[point[each.start]], known.ends[point[each.end] - 1]) for each in annotations
    ]
    flat = convert_offsets(
        known.source, [max(place, 0) for span in found for place in span], annotated.offsets
    )
    spans = zip(flat[::2], flat[1::2], strict=True)
    return [
        span if 0 <= start < end else None for (start, end), span in zip(found, spans, strict=True)
    ]


def _code_points(text: str, unit: OffsetUnit) -> dict[int, int]:
    """Return offset in the unit → offset in code points."""
    places = range(len(text) + 1)
    return dict(zip(convert_offsets(text, places, unit), places, strict=True))
