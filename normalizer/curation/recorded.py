"""A service whose answers are recorded, for the inbox and for previews."""

from __future__ import annotations

from dataclasses import replace

from normalizer.curation.recording import Recorder
from normalizer.delegating import DelegatingService
from normalizer.engine import NameService
from normalizer.text import convert_offsets
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Decision,
    Document,
    OffsetUnit,
    Resolution,
    ResolveOptions,
)

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()


class RecordingService(DelegatingService):
    """A `NameService` that answers as the one below does, and takes note of the mentions."""

    def __init__(self, service: NameService, recorder: Recorder) -> None:
        self._service, self._recorder = service, recorder

    @property
    def recorded(self) -> NameService:
        """Return the service below, whose answers to others are not recorded."""
        return self._service

    @property
    def _answering(self) -> NameService:
        return self._service

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name."""
        answer = self._service.resolve(name, options)
        self._recorder.note_resolution(answer, options)
        return answer

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document.

        Names of nobody known are sought for the record, and returned where they are asked for.
        """
        full = replace(options, include_nil=True, offsets=OffsetUnit.CODEPOINT)
        annotated = self._service.annotate(document, full)
        self._recorder.note_document(document, annotated)
        return _asked_for(document, annotated, options)

    def close(self) -> None:
        """Write what waits to be recorded, and release the service below."""
        try:
            self._recorder.close()
        finally:
            self._service.close()


def _asked_for(
    document: Document, annotated: AnnotatedDocument, options: AnnotateOptions
) -> AnnotatedDocument:
    """Return annotations in the unit, and of the decisions, that the caller asked for."""
    kept = [
        each
        for each in annotated.annotations
        if options.include_nil or each.decision is not Decision.NIL
    ]
    edges = [edge for each in kept for edge in (each.start, each.end)]
    converted = iter(convert_offsets(document.text, edges, options.offsets))
    placed = tuple(_moved(each, next(converted), next(converted)) for each in kept)
    return AnnotatedDocument(annotated.id, placed, options.offsets, annotated.revision)


def _moved(annotation: Annotation, start: int, end: int) -> Annotation:
    return replace(annotation, start=start, end=end)
