"""A service whose answers are recorded, for the inbox and for previews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from normalizer.curation.recording import Recorder
from normalizer.engine import NameService
from normalizer.errors import NormalizerError
from normalizer.romanise import Romanisation, SchemeInfo
from normalizer.search import EntityPage
from normalizer.text import convert_offsets
from normalizer.types import (
    Alias,
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Decision,
    Document,
    Entity,
    Kind,
    OffsetUnit,
    Resolution,
    ResolveOptions,
)

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()


class RecordingService:
    """A `NameService` that answers as the one below does, and takes note of the mentions."""

    def __init__(self, service: NameService, recorder: Recorder) -> None:
        self._service, self._recorder = service, recorder

    @property
    def recorded(self) -> NameService:
        """Return the service below, whose answers to others are not recorded."""
        return self._service

    @property
    def revision(self) -> str:
        """Return the revision of the alias table that answers are made from."""
        return self._service.revision

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name."""
        answer = self._service.resolve(name, options)
        self._recorder.note_resolution(answer, options)
        return answer

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer or its error for each name, in order."""
        for answer in self._service.resolve_many(names, options):
            if isinstance(answer, Resolution):
                self._recorder.note_resolution(answer, options)
            yield answer

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

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations or an error for each document, in order."""
        for document in documents:
            try:
                yield self.annotate(document, options)
            except NormalizerError as error:
                yield error

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters, by a named scheme or the default of its script."""
        return self._service.romanise(text, scheme, lang)

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        return self._service.schemes()

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID."""
        return self._service.entity(entity_id)

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity."""
        return self._service.aliases_of(entity_id)

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs."""
        return self._service.list_entities(kinds, page_size, page_token)

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        return self._service.search(query, kinds, limit)

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
