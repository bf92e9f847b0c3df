"""A text with the canonical name in the place of each mention that is a MATCH."""

from __future__ import annotations

from typing import TextIO

from normalizer.formats.pieces import check_flat
from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import json_line
from normalizer.types import AnnotatedDocument, Document


def rewritten(text: str, annotated: AnnotatedDocument) -> str:
    """Return the text with canonical names; what is ambiguous or unknown stays as it is.

    Everything between the mentions is kept, so that an ending that the spelling had (a case, a
    possessive within the mention) goes and the sentence may read roughly. Raises ValueError
    when the offsets are not in code points or mentions lie in one another.
    """
    check_flat(annotated)
    pieces, at = [], 0
    for annotation in annotated.annotations:
        if annotation.match:
            pieces += [text[at : annotation.start], annotation.match.name]
            at = annotation.end
    return "".join([*pieces, text[at:]])


class RewrittenTexts:
    """The texts themselves, one after the other, each as long as it is."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing."""

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write one text."""
        self._out.write(rewritten(document.text, annotated))
        self._out.flush()

    def end(self) -> None:
        """Write nothing."""


class RewrittenLines:
    """One JSON line a document: its ID, language and text, how many names were replaced."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing: every line stands alone."""

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write one line, in members that `namenorm annotate` reads again."""
        record = {
            "id": document.id,
            "text": rewritten(document.text, annotated),
            "lang": document.lang,
            "replaced": sum(each.match is not None for each in annotated.annotations),
            "revision": annotated.revision,
        }
        self._out.write(json_line(record))
        self._out.flush()

    def end(self) -> None:
        """Write nothing."""
