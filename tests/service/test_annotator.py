from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Semaphore

import grpc
import pytest

from normalizer.checkpoint import GivenUp
from normalizer.engine import Engine
from normalizer.service.limits import MAX_DOCUMENT_BYTES, MAX_DOCUMENTS
from normalizer.types import AnnotatedDocument
from normalizer.v1 import annotator_pb2 as pb
from normalizer.v1 import types_pb2
from normalizer.v1.annotator_pb2_grpc import AnnotatorServiceStub
from normalizer.version import ENGINE_VERSION
from tests.patience import PATIENCE
from tests.service.serving import running, status_of, violations

TEXT = "😀 President Alexander Lukashenko spoke in Minsk."


@pytest.fixture
def annotator(channel: grpc.Channel) -> AnnotatorServiceStub:
    """Give a stub of the service."""
    return AnnotatorServiceStub(channel)


def found_in(document: pb.AnnotatedDocument) -> dict[str, str]:
    """Return the annotations of a document as surface form → entity ID."""
    return {each.surface: each.entity_id for each in document.annotations}


def test_document_is_annotated(annotator: AnnotatorServiceStub, engine) -> None:
    """Mentions are found, with ID, kind, exact offsets, revision and version."""
    document = pb.Document(id="a", text=TEXT, language="en")
    answer = annotator.AnnotateDocument(pb.AnnotateDocumentRequest(document=document))
    found = found_in(answer.document)
    assert found["Minsk"] == "nn200001"
    assert "nn100001" in found.values()
    for each in answer.document.annotations:
        assert TEXT[each.start : each.end] == each.surface
        assert each.kind in (types_pb2.KIND_PERSON, types_pb2.KIND_PLACE)
    assert answer.document.document_id == "a"
    assert answer.document.offset_unit == types_pb2.OFFSET_UNIT_CODEPOINT
    assert answer.document.revision == engine.revision
    assert answer.engine_version == ENGINE_VERSION


def test_offsets_are_counted_in_the_unit_asked_for(annotator: AnnotatorServiceStub) -> None:
    """A letter beyond the basic plane is one code point, two UTF-16 units, four bytes."""
    codecs = {
        types_pb2.OFFSET_UNIT_UTF8: ("utf-8", 1),
        types_pb2.OFFSET_UNIT_UTF16: ("utf-16-le", 2),
        types_pb2.OFFSET_UNIT_CODEPOINT: ("utf-32-le", 4),
    }
    for unit, (codec, width) in codecs.items():
        request = pb.AnnotateDocumentRequest(
            document=pb.Document(text=TEXT), options=pb.AnnotateOptions(offset_unit=unit)
        )
        answer = annotator.AnnotateDocument(request).document
        raw = TEXT.encode(codec)
        assert answer.offset_unit == unit
        assert answer.annotations
        for each in answer.annotations:
            assert raw[each.start * width : each.end * width].decode(codec) == each.surface


def test_nil_mentions_come_when_asked_for(annotator: AnnotatorServiceStub) -> None:
    """They are left out by default."""
    document = pb.Document(text="The minister Peter Ostrander came to Minsk.")
    plain = annotator.AnnotateDocument(pb.AnnotateDocumentRequest(document=document)).document
    options = pb.AnnotateOptions(include_nil=True)
    request = pb.AnnotateDocumentRequest(document=document, options=options)
    asked = annotator.AnnotateDocument(request).document
    decisions = [{each.decision for each in answer.annotations} for answer in (plain, asked)]
    assert types_pb2.DECISION_NIL not in decisions[0]
    assert types_pb2.DECISION_NIL in decisions[1]


def test_empty_text_has_no_annotations(annotator: AnnotatorServiceStub) -> None:
    """An empty document is no error."""
    request = pb.AnnotateDocumentRequest(document=pb.Document(id="void"))
    answer = annotator.AnnotateDocument(request).document
    assert (answer.document_id, list(answer.annotations)) == ("void", [])


def test_absent_document_is_refused(annotator: AnnotatorServiceStub) -> None:
    """Absent is not empty."""
    with pytest.raises(grpc.RpcError) as failure:
        annotator.AnnotateDocument(pb.AnnotateDocumentRequest())
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == ["document"]


def test_bad_options_are_refused(annotator: AnnotatorServiceStub) -> None:
    """An unknown unit of offsets and a score that is no number are named."""
    options = pb.AnnotateOptions(min_score=float("nan"))
    options.offset_unit = 77  # type: ignore[assignment]
    with pytest.raises(grpc.RpcError) as failure:
        annotator.AnnotateDocument(
            pb.AnnotateDocumentRequest(document=pb.Document(text="Minsk"), options=options)
        )
    expected = {"options.min_score", "options.offset_unit"}
    assert set(violations(status_of(failure.value))) == expected


def test_bad_document_of_a_batch_has_its_own_error(annotator: AnnotatorServiceStub) -> None:
    """One too long, one of a language that is none; the rest is annotated, in order."""
    documents = [
        pb.Document(id="good", text="Minsk"),
        pb.Document(id="long", text="я" * (MAX_DOCUMENT_BYTES // 2 + 1)),
        pb.Document(id="odd", text="Minsk", language="no such language"),
        pb.Document(id="good", text="Rosgvardia in Brest"),
    ]
    answer = annotator.BatchAnnotateDocuments(pb.BatchAnnotateDocumentsRequest(documents=documents))
    assert [each.document_id for each in answer.results] == ["good", "long", "odd", "good"]
    assert found_in(answer.results[0].document) == {"Minsk": "nn200001"}
    assert list(violations(answer.results[1].error)) == ["documents[1].text"]
    assert list(violations(answer.results[2].error)) == ["documents[2].language"]
    assert found_in(answer.results[3].document)["Rosgvardia"] == "nn100003"


def test_batch_of_too_many_is_refused(annotator: AnnotatorServiceStub) -> None:
    """One document above the limit refuses the whole request."""
    documents = [pb.Document(text="Minsk")] * (MAX_DOCUMENTS + 1)
    with pytest.raises(grpc.RpcError) as failure:
        annotator.BatchAnnotateDocuments(pb.BatchAnnotateDocumentsRequest(documents=documents))
    assert list(violations(status_of(failure.value))) == ["documents"]


def test_stream_answers_each_message_in_order(annotator: AnnotatorServiceStub) -> None:
    """Full messages come back full, with the IDs that the client chose."""
    batches = [
        [pb.Document(id=f"{batch}-{place}", text="Minsk") for place in range(MAX_DOCUMENTS)]
        for batch in range(3)
    ]
    requests = (pb.StreamAnnotateDocumentsRequest(documents=each) for each in batches)
    answers = list(annotator.StreamAnnotateDocuments(requests))
    found = [[each.document_id for each in answer.results] for answer in answers]
    assert found == [[each.id for each in batch] for batch in batches]
    assert {sum(len(each.document.annotations) for each in a.results) for a in answers} == {32}


def test_stream_is_read_while_it_is_written(annotator: AnnotatorServiceStub) -> None:
    """An answer comes before the next request is sent."""
    seen: list[str] = []
    answered = Semaphore(0)

    def requests() -> Iterator[pb.StreamAnnotateDocumentsRequest]:
        for number in range(3):
            document = pb.Document(id=str(number), text="Minsk")
            yield pb.StreamAnnotateDocumentsRequest(documents=[document])
            # Read on a thread of the channel's own, which must not wait for ever.
            assert answered.acquire(timeout=PATIENCE)

    for answer in annotator.StreamAnnotateDocuments(requests(), timeout=PATIENCE):
        seen.append(answer.results[0].document_id)
        answered.release()
    assert seen == ["0", "1", "2"]


class WatchedEngine(Engine):
    """An engine that notes when work on a document is given up."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store)
        self.begun, self.given_up = Event(), Event()

    def annotate(self, *given: object) -> AnnotatedDocument:
        """Return the annotations of a document."""
        self.begun.set()
        try:
            return super().annotate(*given)  # type: ignore[arg-type]
        except GivenUp:
            self.given_up.set()
            raise


def test_long_document_is_given_up_when_its_caller_leaves(engine: Engine) -> None:
    """In the middle of it, and the next caller is answered."""
    watched = WatchedEngine(engine)
    text = "President Alexander Lukashenko spoke in Minsk. " * 60_000
    request = pb.AnnotateDocumentRequest(document=pb.Document(text=text))
    with running(watched) as started, grpc.insecure_channel(started.address) as channel:
        stub = AnnotatorServiceStub(channel)
        call = stub.AnnotateDocument.future(request)
        assert watched.begun.wait(PATIENCE)
        call.cancel()
        assert watched.given_up.wait(PATIENCE)
        short = pb.AnnotateDocumentRequest(document=pb.Document(text=text[:60_000]))
        assert stub.AnnotateDocument(short, timeout=PATIENCE).document.annotations
