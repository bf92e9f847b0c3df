"""The handlers of AnnotatorService."""

# ruff: noqa: N802 - methods bear the contract's names

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from normalizer.engine import NameService
from normalizer.service.compute import Size
from normalizer.service.convert import annotate_options, document, write_annotated_document
from normalizer.service.desk import Desk
from normalizer.service.faults import Violation
from normalizer.service.limits import (
    MAX_DOCUMENTS,
    bad_options,
    check_document,
    require,
    too_many,
)
from normalizer.service.status import to_status
from normalizer.service.telemetry.tally import Tally
from normalizer.types import AnnotatedDocument, AnnotateOptions
from normalizer.v1 import annotator_pb2, annotator_pb2_grpc
from normalizer.version import ENGINE_VERSION

INLINE_CHARACTERS = 500
LONG_CHARACTERS = 50_000

Batch = annotator_pb2.BatchAnnotateDocumentsRequest | annotator_pb2.StreamAnnotateDocumentsRequest


class AnnotatorServicer(annotator_pb2_grpc.AnnotatorServiceServicer):
    """Annotates documents with the engine on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def AnnotateDocument(
        self, request: annotator_pb2.AnnotateDocumentRequest, context: Any
    ) -> annotator_pb2.AnnotateDocumentResponse:
        """Return the annotations of one document."""
        if not request.HasField("document"):
            require([Violation("document", "is absent")])
        require(bad_options(request.options, "options."))
        options = annotate_options(request.options)
        tally = Tally()
        work = partial(_annotated, self._desk.engine, options, tally)
        size = _size([request.document])
        [answer] = await self._desk.compute.each(work, [request.document], size)
        self._desk.count(1, tally)
        response = annotator_pb2.AnnotateDocumentResponse(engine_version=ENGINE_VERSION)
        write_annotated_document(answer, response.document)
        return response

    async def BatchAnnotateDocuments(
        self, request: annotator_pb2.BatchAnnotateDocumentsRequest, context: Any
    ) -> annotator_pb2.BatchAnnotateDocumentsResponse:
        """Return a result for each document, in order."""
        return annotator_pb2.BatchAnnotateDocumentsResponse(
            results=await self._results(request), engine_version=ENGINE_VERSION
        )

    async def StreamAnnotateDocuments(
        self,
        request_iterator: AsyncIterator[annotator_pb2.StreamAnnotateDocumentsRequest],
        context: Any,
    ) -> AsyncIterator[annotator_pb2.StreamAnnotateDocumentsResponse]:
        """Yield the results of each request, in order."""
        async for request in request_iterator:
            yield annotator_pb2.StreamAnnotateDocumentsResponse(
                results=await self._results(request), engine_version=ENGINE_VERSION
            )

    async def _results(self, batch: Batch) -> list[annotator_pb2.DocumentResult]:
        require(
            [
                *too_many("documents", batch.documents, MAX_DOCUMENTS),
                *bad_options(batch.options, "options."),
            ]
        )
        tally = Tally()
        work = partial(_result, self._desk.engine, annotate_options(batch.options), tally)
        numbered = list(enumerate(batch.documents))
        results = await self._desk.compute.each(work, numbered, _size(batch.documents))
        self._desk.count(len(results), tally)
        return results


def _size(documents: Sequence[annotator_pb2.Document]) -> Size:
    """Return how long documents will take: one long document makes the message a large one."""
    lengths = [len(document.text) for document in documents]
    if sum(lengths) <= INLINE_CHARACTERS:
        return Size.SMALL
    return Size.LARGE if max(lengths) > LONG_CHARACTERS else Size.MEDIUM


def _annotated(
    engine: NameService,
    options: AnnotateOptions,
    tally: Tally,
    message: annotator_pb2.Document,
) -> AnnotatedDocument:
    check_document(message)
    answer = engine.annotate(document(message), options)
    for each in answer.annotations:
        tally.note(each.decision, each.candidates)
    return answer


def _result(
    engine: NameService,
    options: AnnotateOptions,
    tally: Tally,
    numbered: tuple[int, annotator_pb2.Document],
) -> annotator_pb2.DocumentResult:
    """Return the outcome for one document of a batch; no error of one document leaves it."""
    place, message = numbered
    try:
        answer = _annotated(engine, options, tally, message)
        result = annotator_pb2.DocumentResult(document_id=message.id)
        write_annotated_document(answer, result.document)
        return result
    except Exception as error:
        status = to_status(error, f"documents[{place}].")
        return annotator_pb2.DocumentResult(document_id=message.id, error=status)
