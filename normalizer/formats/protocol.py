"""What every writer can be told, whatever it makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from normalizer.types import AnnotatedDocument, Document, Resolution

SourceSpans = Sequence[tuple[int, int] | None]
"""Where each mention stands in the file that its text was taken from; None where unknown."""


class AnnotationWriter(Protocol):
    """Writes annotated documents: `begin` once, `document` for each in order, `end` once."""

    def begin(self) -> None:
        """Write what stands before the first document."""
        ...

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write one document's annotations.

        `source`, one for each annotation, is told only when it was asked for; a format
        without a place for it leaves it out.
        """
        ...

    def end(self) -> None:
        """Write what stands after the last document."""
        ...


class ResolutionWriter(Protocol):
    """Writes answers in the order of the names: `begin` once, one call a name, `end` once."""

    def begin(self) -> None:
        """Write what stands before the first answer."""
        ...

    def answer(self, resolution: Resolution) -> None:
        """Write the answer for one name."""
        ...

    def failure(self, query: str | None, reason: str) -> None:
        """Write that a name got no answer; `query` is None when it could not even be read."""
        ...

    def end(self) -> None:
        """Write what stands after the last answer."""
        ...
