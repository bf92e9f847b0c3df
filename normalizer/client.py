"""A `NameService` that asks a server: the same methods, the same answers, the same errors.

Names and documents are checked here before they travel, so that one that could not be sent
gets its own error in its place. Many names go in batches, many documents through one stream.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, TypeVar

import grpc
from grpc_status import rpc_status

from normalizer.errors import (
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    UnavailableError,
    UnknownEntityError,
)
from normalizer.pipeline import Overdue, Pipeline
from normalizer.romanise import Romanisation
from normalizer.schemes import SchemeInfo
from normalizer.search import MAX_LIMIT, MAX_PAGE_SIZE, EntityPage
from normalizer.service import convert, convert_entities
from normalizer.service.enums import KINDS
from normalizer.service.limits import MAX_DOCUMENTS, check_document
from normalizer.service.status import from_status
from normalizer.text import check_name
from normalizer.types import (
    Alias,
    AnnotatedDocument,
    AnnotateOptions,
    Document,
    Entity,
    Kind,
    Resolution,
    ResolveOptions,
)
from normalizer.v1 import (
    annotator_pb2,
    annotator_pb2_grpc,
    entities_pb2,
    entities_pb2_grpc,
    resolver_pb2,
    resolver_pb2_grpc,
    romaniser_pb2,
    romaniser_pb2_grpc,
)

NAMES_A_CALL = 100
BYTES_A_MESSAGE = 4 * 1024 * 1024
UNANSWERED_MESSAGES = 2

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()
# Answers may be larger than gRPC's default of 4 MiB; the server was chosen by the caller.
_CHANNEL_OPTIONS = (("grpc.max_receive_message_length", -1),)
_WORDS = {grpc.StatusCode.UNAVAILABLE: "cannot be reached"}

Item = TypeVar("Item")
Message = TypeVar("Message")
Answer = TypeVar("Answer")
NameQuery = resolver_pb2.NameQuery | NormalizerError
NameBatch = tuple[list[NameQuery], Any]
Sendable = annotator_pb2.Document | NormalizerError


class RemoteEngine:
    """The service of a server at `target` (`HOST:PORT`), in plain text; safe between threads.

    `timeout` is in seconds, for each call and for each answer of a stream. Every method may
    raise UnavailableError: when the server cannot be reached, is overloaded, fails, or does
    not answer in time. Nothing is connected before the first call.
    """

    def __init__(self, target: str, timeout: float = 30.0) -> None:
        self.target, self.timeout = target, timeout
        self._channel = grpc.insecure_channel(target, options=_CHANNEL_OPTIONS)
        self._resolver = resolver_pb2_grpc.ResolverServiceStub(self._channel)
        self._annotator = annotator_pb2_grpc.AnnotatorServiceStub(self._channel)
        self._romaniser = romaniser_pb2_grpc.RomaniserServiceStub(self._channel)
        self._entities = entities_pb2_grpc.EntityServiceStub(self._channel)

    @property
    def revision(self) -> str:
        """Return the revision of the server's alias table, asked for anew each time."""
        request = entities_pb2.ListEntitiesRequest(page_size=1)
        return str(self._call(self._entities.ListEntities, request).revision)

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""
        check_name(name)
        with _encoding("context"):
            request = resolver_pb2.ResolveNameRequest(
                name=name, options=convert.resolve_options_message(options)
            )
        answer = self._call(self._resolver.ResolveName, request)
        return self._read(convert.resolution, answer.resolution)

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer for each name, in order, or the error of a name that is bad.

        Names are taken a few hundred ahead of the answers. Raises InvalidOptionError, and
        UnavailableError where the answers end.
        """
        with _encoding("context"):
            shared = convert.resolve_options_message(options)
        rest = iter(names)
        unanswered: deque[NameBatch] = deque()
        try:
            while batch := list(islice(rest, NAMES_A_CALL)):
                unanswered.append(self._ask(batch, shared))
                if len(unanswered) >= UNANSWERED_MESSAGES:
                    yield from self._resolutions(*unanswered.popleft())
            while unanswered:
                yield from self._resolutions(*unanswered.popleft())
        finally:
            for _, call in unanswered:
                if call is not None:
                    call.cancel()

    def _ask(self, names: list[str], options: resolver_pb2.ResolveOptions) -> NameBatch:
        """Return checked names and the call that was begun for the good ones, if there are any."""
        checked = [_attempt(_query, name) for name in names]
        queries = [query for query in checked if not isinstance(query, NormalizerError)]
        if not queries:
            return checked, None
        request = resolver_pb2.BatchResolveNamesRequest(queries=queries, options=options)
        with self._failures():
            call = self._resolver.BatchResolveNames.future(request, timeout=self.timeout)
        return checked, call

    def _resolutions(
        self, checked: list[NameQuery], call: Any
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield the outcome of each name of a batch, waiting for its call."""
        results: Iterator[resolver_pb2.ResolutionResult] = iter(())
        if call is not None:
            with self._failures():
                results = iter(call.result().results)
        for query in checked:
            if isinstance(query, NormalizerError):
                yield query
                continue
            result = next(results)
            if result.HasField("error"):
                yield from_status(result.error, self.target)
            else:
                yield self._read(convert.resolution, result.resolution)

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""
        request = annotator_pb2.AnnotateDocumentRequest(
            document=_document(document), options=_annotate_options(options)
        )
        answer = self._call(self._annotator.AnnotateDocument, request)
        return self._read(convert.annotated_document, answer.document)

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations for each document, in order, or the error of one that is bad.

        Documents are taken a few dozen ahead of the answers. Raises InvalidOptionError, and
        UnavailableError where the answers end.
        """
        shared = _annotate_options(options)
        unanswered: deque[list[Sendable]] = deque()
        with self._failures():
            stream: Pipeline[Any, Any] = Pipeline(
                self._annotator.StreamAnnotateDocuments, self.timeout
            )
        with closing(stream):
            for batch in _batches(_attempt(_document, document) for document in documents):
                if good := [item for item in batch if not isinstance(item, NormalizerError)]:
                    stream.send(
                        annotator_pb2.StreamAnnotateDocumentsRequest(documents=good, options=shared)
                    )
                unanswered.append(batch)
                if len(unanswered) >= UNANSWERED_MESSAGES:
                    yield from self._answers(stream, unanswered.popleft())
            while unanswered:
                yield from self._answers(stream, unanswered.popleft())

    def _answers(
        self, stream: Pipeline[Any, Any], batch: list[Sendable]
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield the outcome of each item of a batch, receiving one message if one was sent."""
        results: Iterator[annotator_pb2.DocumentResult] = iter(())
        if any(not isinstance(item, NormalizerError) for item in batch):
            with self._failures():
                results = iter(stream.receive().results)
        for item in batch:
            if isinstance(item, NormalizerError):
                yield item
                continue
            result = next(results)
            if result.HasField("error"):
                yield from_status(result.error, self.target)
            else:
                yield self._read(convert.annotated_document, result.document)

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters; raise UnknownSchemeError."""
        with _encoding("text"):
            request = romaniser_pb2.RomaniseTextRequest(text=text, scheme=scheme, language=lang)
        answer = self._call(self._romaniser.RomaniseText, request)
        return Romanisation(answer.text, answer.scheme)

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        answer = self._call(self._romaniser.ListSchemes, romaniser_pb2.ListSchemesRequest())
        return tuple(map(convert_entities.scheme, answer.schemes))

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID; raise UnknownEntityError."""
        found = self._entity(entity_id, entities_pb2.ENTITY_VIEW_BASIC)
        return self._read(convert_entities.entity, found)

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity; raise UnknownEntityError."""
        found = self._entity(entity_id, entities_pb2.ENTITY_VIEW_FULL)
        return self._read(convert_entities.aliases, found)

    def _entity(
        self, entity_id: str, view: entities_pb2.EntityView.ValueType
    ) -> entities_pb2.Entity:
        if not entity_id.isascii():  # no entity's, and perhaps more than UTF-8 can carry
            raise UnknownEntityError(entity_id)
        name = convert_entities.resource_name(entity_id)
        request = entities_pb2.GetEntityRequest(name=name, view=view)
        answer: entities_pb2.GetEntityResponse = self._call(self._entities.GetEntity, request)
        return answer.entity

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs; raise InvalidOptionError."""
        _check_range("page_size", page_size, MAX_PAGE_SIZE)
        with _encoding("page_token"):
            request = entities_pb2.ListEntitiesRequest(
                kinds=_numbers(kinds), page_size=page_size, page_token=page_token
            )
        answer = self._call(self._entities.ListEntities, request)
        found = self._read(convert_entities.entities, answer.entities)
        return EntityPage(found, answer.next_page_token)

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        check_name(query, "query")
        _check_range("limit", limit, MAX_LIMIT)
        request = entities_pb2.SearchEntitiesRequest(
            query=query, kinds=_numbers(kinds), max_results=limit
        )
        answer = self._call(self._entities.SearchEntities, request)
        return self._read(convert_entities.entities, answer.entities)

    def close(self) -> None:
        """Close the connection; idempotent."""
        self._channel.close()

    def _call(self, method: Callable[..., Any], request: object) -> Any:
        with self._failures():
            return method(request, timeout=self.timeout)

    def _read(self, convert_: Callable[[Message], Answer], message: Message) -> Answer:
        """Return what a message means; raise UnavailableError for words of a newer server's."""
        try:
            return convert_(message)
        except KeyError:
            reason = "answers in words that this version does not know; upgrade it"
            raise UnavailableError(self.target, reason) from None

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what gRPC raises into errors of ours."""
        try:
            yield
        except grpc.RpcError as failure:
            raise self._error_of(failure) from failure
        except Overdue:
            raise UnavailableError(self.target, self._overdue()) from None
        except (EOFError, ValueError) as failure:  # a closed channel raises ValueError
            raise UnavailableError(self.target, str(failure)) from failure

    def _error_of(self, failure: Any) -> NormalizerError:
        code = failure.code()
        if code is grpc.StatusCode.DEADLINE_EXCEEDED:
            return UnavailableError(self.target, self._overdue())
        if status := rpc_status.from_call(failure):
            return from_status(status, self.target)
        return UnavailableError(self.target, _WORDS.get(code) or failure.details() or code.name)

    def _overdue(self) -> str:
        return f"did not answer within {self.timeout:g} s"


def _query(name: str) -> resolver_pb2.NameQuery:
    check_name(name)
    return resolver_pb2.NameQuery(name=name)


def _document(document: Document) -> annotator_pb2.Document:
    with _encoding("text"):
        message = convert.document_message(document)
    check_document(message)
    return message


def _annotate_options(options: AnnotateOptions) -> annotator_pb2.AnnotateOptions:
    with _encoding("languages"):
        return convert.annotate_options_message(options)


def _attempt(
    make: Callable[[Item], Any], item: Item
) -> Any:  # either what `make` returns or the error that it raises
    try:
        return make(item)
    except NormalizerError as error:
        return error


def _batches(items: Iterable[Sendable]) -> Iterator[list[Sendable]]:
    """Yield the items in lists that each fit one message."""
    batch: list[Sendable] = []
    size = 0
    for item in items:
        weight = 0 if isinstance(item, NormalizerError) else item.ByteSize()
        if batch and (len(batch) == MAX_DOCUMENTS or size + weight > BYTES_A_MESSAGE):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


@contextmanager
def _encoding(field: str) -> Iterator[None]:
    """Turn a string that UTF-8 cannot carry into InvalidTextError naming `field`."""
    try:
        yield
    except UnicodeEncodeError as failure:
        reason = f"lone surrogate at position {failure.start}"
        raise InvalidTextError(field, reason) from None


def _numbers(kinds: frozenset[Kind]) -> list[Any]:
    return sorted(KINDS.number[kind] for kind in kinds)


def _check_range(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InvalidOptionError(field, f"{value} is not from 1 to {most:,}")
