"""JSON Lines: one object a mention, or one a name."""

from __future__ import annotations

from typing import TextIO

from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import (
    failure_record,
    json_line,
    mention_records,
    resolution_record,
)
from normalizer.types import AnnotatedDocument, Document, Resolution


class JsonAnnotations:
    """One line a mention, flushed by document, so that a reader of the pipe need not wait."""

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
        """Write one line for each mention."""
        for record in mention_records(annotated, source):
            self._out.write(json_line(record))
        self._out.flush()

    def end(self) -> None:
        """Write nothing."""


class JsonResolutions:
    """One line a name, flushed at once, so that a program can ask name by name."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing: every line stands alone."""

    def answer(self, resolution: Resolution) -> None:
        """Write the line of one answer."""
        self._write(json_line(resolution_record(resolution)))

    def failure(self, query: str | None, reason: str) -> None:
        """Write the line of one name that got no answer."""
        self._write(json_line(failure_record(query, reason)))

    def end(self) -> None:
        """Write nothing."""

    def _write(self, line: str) -> None:
        self._out.write(line)
        self._out.flush()
