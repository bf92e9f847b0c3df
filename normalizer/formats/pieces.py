"""A text cut into pieces for formats that count in tokens; joined, they are the text again.

Order of the steps: words are the raw tokens of `text.py`; every other character that is no
white space is a piece of its own; a run of white space is one piece; and whatever is cut at a
mention's ends is cut there, so that each mention is a whole number of pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from normalizer.text import raw_spans
from normalizer.types import AnnotatedDocument, Annotation, OffsetUnit


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text and the number of the annotation that it lies in, -1 for none.

    `begins` says that the annotation starts here. Offsets are code points.
    """

    text: str
    start: int
    mention: int
    begins: bool

    @property
    def is_space(self) -> bool:
        """Return whether the piece is white space."""
        return self.text.isspace()


def pieces_of(text: str, annotated: AnnotatedDocument) -> Iterator[Piece]:
    """Yield the pieces of a text in order; none for `""`.

    Raises ValueError when the annotations do not count in code points, or lie in one another.
    """
    check_flat(annotated)
    number, annotations = 0, annotated.annotations
    for start, end in pairwise(_cuts(text, annotations)):
        while number < len(annotations) and annotations[number].end <= start:
            number += 1
        inside = number < len(annotations) and annotations[number].start <= start
        begins = inside and annotations[number].start == start
        yield Piece(text[start:end], start, number if inside else -1, begins)


def check_flat(annotated: AnnotatedDocument) -> None:
    """Raise ValueError when the mentions cannot be written one after the other.

    That is when their offsets are not in code points, or when nested ones were asked for.
    """
    if annotated.offsets is not OffsetUnit.CODEPOINT:
        raise ValueError("this format needs offsets in code points")
    if any(first.end > second.start for first, second in pairwise(annotated.annotations)):
        raise ValueError("this format has no place for mentions that lie in one another")


def _cuts(text: str, annotations: Sequence[Annotation]) -> list[int]:
    """Return where pieces start, and the end of the text."""
    words = raw_spans(text)
    inside = {place for start, end in words for place in range(start + 1, end)}
    spaces = {
        place
        for place in range(1, len(text))
        if text[place].isspace() and text[place - 1].isspace()
    }
    forced = {place for each in annotations for place in (each.start, each.end)}
    free = (place for place in range(len(text)) if place not in inside and place not in spaces)
    return [*sorted({*free, *forced} - {len(text)}), len(text)] if text else []
