"""IOB2 in the columns of CoNLL 2003: a token a line, its tag last.

Four columns parted by a space: the token, `START:END` in code points, the entity's ID (`_` for
none, `|` between those of an ambiguous mention), and `O`, `B-KIND` or `I-KIND` with `PER`, `LOC`,
`ORG` or `MISC`. An empty line stands for a line break of the text that is not within a mention.
Each document opens with `-DOCSTART-`, its ID in the third column with white space escaped.
See https://www.clips.uantwerpen.be/conll2003/ner/ for the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO
from urllib.parse import quote

from normalizer.formats.labels import conll_label
from normalizer.formats.pieces import Piece, pieces_of
from normalizer.formats.protocol import SourceSpans
from normalizer.types import AnnotatedDocument, Annotation, Decision, Document

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_ESCAPED = re.compile(r"[\s%\x00-\x20\x7f]")


class IobAnnotations:
    """One line a token; documents need offsets in code points."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing: every document opens itself."""

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write the tokens of one document; raise ValueError for other offsets."""
        name = _ESCAPED.sub(lambda found: quote(found[0], safe=""), document.id)
        self._out.write(f"-DOCSTART- -X- {name or '_'} O\n\n")
        self._out.writelines(_lines(document.text, annotated))
        self._out.write("\n")

    def end(self) -> None:
        """Write nothing."""


def _lines(text: str, annotated: AnnotatedDocument) -> Iterator[str]:
    blank = True  # an empty line stands already
    for piece in pieces_of(text, annotated):
        if not piece.is_space:
            yield _line(piece, annotated)
            blank = False
        elif piece.mention < 0 and _LINE_BREAK.search(piece.text):
            if not blank:
                yield "\n"
            blank = True
    if not blank:
        yield "\n"


def _line(piece: Piece, annotated: AnnotatedDocument) -> str:
    span = f"{piece.start}:{piece.start + len(piece.text)}"
    if piece.mention < 0:
        return f"{piece.text} {span} _ O\n"
    annotation = annotated.annotations[piece.mention]
    tag = f"{'B' if piece.begins else 'I'}-{conll_label(annotation)}"
    return f"{piece.text} {span} {_ids(annotation)} {tag}\n"


def _ids(annotation: Annotation) -> str:
    if annotation.decision is Decision.NIL:
        return "_"
    return "|".join(each.entity_id for each in annotation.candidates)
