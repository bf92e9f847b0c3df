"""What can be asked of a server, as values: method, request, and how its answer is read.

Both clients send the same asks; they differ in how they wait. Names and documents are checked
here before they travel, so that one that could not be sent gets its own error in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from normalizer.errors import (
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    UnknownEntityError,
)
from normalizer.romanise import Romanisation
from normalizer.schemes import SchemeInfo
from normalizer.search import MAX_LIMIT, MAX_PAGE_SIZE, EntityPage
from normalizer.service import convert, convert_entities
from normalizer.service.enums import KINDS
from normalizer.service.limits import MAX_DOCUMENTS, check_document
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
from normalizer.v1 import annotator_pb2, entities_pb2, resolver_pb2, romaniser_pb2

NAMES_A_CALL = 100
BYTES_A_MESSAGE = 1024 * 1024

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_RESOLVER = "/normalizer.v1.ResolverService"
_ANNOTATOR = "/normalizer.v1.AnnotatorService"
_ROMANISER = "/normalizer.v1.RomaniserService"
_ENTITIES = "/normalizer.v1.EntityService"


@dataclass(frozen=True, slots=True)
class Ask(Generic[Answer]):
    """A request to a method, the type of its response, and what the response means.

    `read` raises KeyError for words of a newer server's.
    """

    method: str
    request: Any
    response: Any
    read: Callable[[Any], Answer]
    streaming: bool = False


@dataclass(frozen=True, slots=True)
class Batch(Generic[Answer]):
    """Items in order, those that can be sent and the errors of others, and the ask for the former.

    `ask` is None when nothing can be sent; it gives a result for each item that was sent.
    """

    items: list[Any]
    ask: Ask[list[Any]] | None
    read: Callable[[Any], Answer]


def resolve(name: str, options: ResolveOptions) -> Ask[Resolution]:
    """Return the ask for one name; raise InvalidTextError."""
    check_name(name)
    with encoding("context"):
        request = resolver_pb2.ResolveNameRequest(
            name=name, options=convert.resolve_options_message(options)
        )
    return Ask(
        f"{_RESOLVER}/ResolveName",
        request,
        resolver_pb2.ResolveNameResponse,
        lambda answer: convert.resolution(answer.resolution),
    )


def name_batches(names: Iterable[str], options: ResolveOptions) -> Iterator[Batch[Resolution]]:
    """Yield the names in batches that each fit one call, as they are taken from `names`."""
    with encoding("context"):
        shared = convert.resolve_options_message(options)
    rest = iter(names)
    while taken := list(islice(rest, NAMES_A_CALL)):
        yield name_batch([attempt(_query, name) for name in taken], shared)


def name_batch(items: list[Any], shared: resolver_pb2.ResolveOptions) -> Batch[Resolution]:
    """Return a batch of queries and errors."""
    request = resolver_pb2.BatchResolveNamesRequest(queries=_good(items), options=shared)
    ask: Ask[list[Any]] = Ask(
        f"{_RESOLVER}/BatchResolveNames",
        request,
        resolver_pb2.BatchResolveNamesResponse,
        lambda answer: list(answer.results),
    )
    return Batch(
        items,
        ask if request.queries else None,
        lambda result: convert.resolution(result.resolution),
    )


def annotate(document: Document, options: AnnotateOptions) -> Ask[AnnotatedDocument]:
    """Return the ask for one document; raise InvalidTextError or InvalidOptionError."""
    request = annotator_pb2.AnnotateDocumentRequest(
        document=_document(document), options=_annotate_options(options)
    )
    return Ask(
        f"{_ANNOTATOR}/AnnotateDocument",
        request,
        annotator_pb2.AnnotateDocumentResponse,
        lambda answer: convert.annotated_document(answer.document),
    )


def document_batches(
    documents: Iterable[Document], options: AnnotateOptions
) -> Iterator[Batch[AnnotatedDocument]]:
    """Yield the documents in batches that each fit one call, as they are taken."""
    shared = _annotate_options(options)
    for items in _fitting(attempt(_document, document) for document in documents):
        yield document_batch(items, shared)


def document_batch(
    items: list[Any], shared: annotator_pb2.AnnotateOptions
) -> Batch[AnnotatedDocument]:
    """Return a batch of documents and errors."""
    request = annotator_pb2.BatchAnnotateDocumentsRequest(documents=_good(items), options=shared)
    ask: Ask[list[Any]] = Ask(
        f"{_ANNOTATOR}/BatchAnnotateDocuments",
        request,
        annotator_pb2.BatchAnnotateDocumentsResponse,
        lambda answer: list(answer.results),
    )
    return Batch(
        items,
        ask if request.documents else None,
        lambda result: convert.annotated_document(result.document),
    )


def document_stream(
    document: Document, options: AnnotateOptions
) -> Ask[AnnotatedDocument | NormalizerError]:
    """Return the ask for one document on a stream; raise as `annotate` does.

    What it reads is a result of a batch, which may be an error.
    """
    return Ask(
        f"{_ANNOTATOR}/StreamAnnotateDocuments",
        annotator_pb2.StreamAnnotateDocumentsRequest(
            documents=[_document(document)], options=_annotate_options(options)
        ),
        annotator_pb2.StreamAnnotateDocumentsResponse,
        lambda result: convert.annotated_document(result.document),
        streaming=True,
    )


def romanise(text: str, scheme: str, lang: str) -> Ask[Romanisation]:
    """Return the ask for a romanisation; raise InvalidTextError."""
    with encoding("text"):
        request = romaniser_pb2.RomaniseTextRequest(text=text, scheme=scheme, language=lang)
    return Ask(
        f"{_ROMANISER}/RomaniseText",
        request,
        romaniser_pb2.RomaniseTextResponse,
        lambda answer: Romanisation(answer.text, answer.scheme),
    )


def schemes() -> Ask[tuple[SchemeInfo, ...]]:
    """Return the ask for all schemes."""
    return Ask(
        f"{_ROMANISER}/ListSchemes",
        romaniser_pb2.ListSchemesRequest(),
        romaniser_pb2.ListSchemesResponse,
        lambda answer: tuple(map(convert_entities.scheme, answer.schemes)),
    )


def entity(entity_id: str) -> Ask[Entity]:
    """Return the ask for an entity; raise UnknownEntityError for what can be no ID."""
    return _entity(entity_id, entities_pb2.ENTITY_VIEW_BASIC, convert_entities.entity)


def aliases_of(entity_id: str) -> Ask[tuple[Alias, ...]]:
    """Return the ask for an entity's aliases; raise UnknownEntityError for what can be no ID."""
    return _entity(entity_id, entities_pb2.ENTITY_VIEW_FULL, convert_entities.aliases)


def _entity(entity_id: str, view: Any, read: Callable[[Any], Answer]) -> Ask[Answer]:
    if not entity_id.isascii():  # no entity's, and perhaps more than UTF-8 can carry
        raise UnknownEntityError(entity_id)
    return Ask(
        f"{_ENTITIES}/GetEntity",
        entities_pb2.GetEntityRequest(name=convert_entities.resource_name(entity_id), view=view),
        entities_pb2.GetEntityResponse,
        lambda answer: read(answer.entity),
    )


def list_entities(kinds: frozenset[Kind], page_size: int, page_token: str) -> Ask[EntityPage]:
    """Return the ask for a page; raise InvalidOptionError."""
    _check_range("page_size", page_size, MAX_PAGE_SIZE)
    with encoding("page_token"):
        request = entities_pb2.ListEntitiesRequest(
            kinds=_numbers(kinds), page_size=page_size, page_token=page_token
        )
    return Ask(
        f"{_ENTITIES}/ListEntities",
        request,
        entities_pb2.ListEntitiesResponse,
        lambda answer: EntityPage(
            convert_entities.entities(answer.entities), answer.next_page_token
        ),
    )


def revision() -> Ask[str]:
    """Return the ask for the revision of the server's alias table."""
    return Ask(
        f"{_ENTITIES}/ListEntities",
        entities_pb2.ListEntitiesRequest(page_size=1),
        entities_pb2.ListEntitiesResponse,
        lambda answer: str(answer.revision),
    )


def search(query: str, kinds: frozenset[Kind], limit: int) -> Ask[tuple[Entity, ...]]:
    """Return the ask for entities by words; raise InvalidTextError or InvalidOptionError."""
    check_name(query, "query")
    _check_range("limit", limit, MAX_LIMIT)
    return Ask(
        f"{_ENTITIES}/SearchEntities",
        entities_pb2.SearchEntitiesRequest(query=query, kinds=_numbers(kinds), max_results=limit),
        entities_pb2.SearchEntitiesResponse,
        lambda answer: convert_entities.entities(answer.entities),
    )


def attempt(make: Callable[[Item], Any], item: Item) -> Any:
    """Return what `make` returns, or the error of ours that it raises."""
    try:
        return make(item)
    except NormalizerError as error:
        return error


@contextmanager
def encoding(field: str) -> Iterator[None]:
    """Turn a string that UTF-8 cannot carry into InvalidTextError naming `field`."""
    try:
        yield
    except UnicodeEncodeError as failure:
        reason = f"lone surrogate at position {failure.start}"
        raise InvalidTextError(field, reason) from None


def _good(items: Iterable[Any]) -> list[Any]:
    return [item for item in items if not isinstance(item, NormalizerError)]


def _query(name: str) -> resolver_pb2.NameQuery:
    check_name(name)
    return resolver_pb2.NameQuery(name=name)


def _document(document: Document) -> annotator_pb2.Document:
    with encoding("text"):
        message = convert.document_message(document)
    check_document(message)
    return message


def _annotate_options(options: AnnotateOptions) -> annotator_pb2.AnnotateOptions:
    with encoding("languages"):
        return convert.annotate_options_message(options)


def _fitting(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the items in lists that each fit one message."""
    batch: list[Any] = []
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


def _numbers(kinds: frozenset[Kind]) -> list[Any]:
    return sorted(KINDS.number[kind] for kind in kinds)


def _check_range(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InvalidOptionError(field, f"{value} is not from 1 to {most:,}")
