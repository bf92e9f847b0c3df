"""A `NameService` that asks a server: the same methods, the same answers, the same errors.

Many names and documents go in batches, several on their way at once. Calls that change nothing
are tried again when a worker or a server goes away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from typing import Any, TypeVar

from normalizer.client import asks
from normalizer.client.asks import Ask, Batch
from normalizer.client.batching import Batcher
from normalizer.client.channels import open_channels
from normalizer.client.failures import Reader
from normalizer.client.feed import Feed
from normalizer.client.options import ClientOptions, metadata
from normalizer.client.replay import Replayed
from normalizer.errors import NormalizerError
from normalizer.romanise import Romanisation
from normalizer.schemes import SchemeInfo
from normalizer.search import EntityPage
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

BATCHES_A_CHANNEL = 2
STREAM_WINDOW = 32

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()
_DEFAULTS = ClientOptions()
Answer = TypeVar("Answer")


class RemoteEngine:
    """The service of a server at `target` (`HOST:PORT`); safe between threads.

    `timeout` is in seconds, for each call, its retries included. Every method may raise
    UnavailableError: when the server cannot be reached, is overloaded, fails, or does not
    answer in time; RefusedError is a kind of it. Nothing is connected before the first call.
    """

    def __init__(
        self, target: str, timeout: float = 30.0, options: ClientOptions = _DEFAULTS
    ) -> None:
        self.target, self.timeout = target, timeout
        self._options = options
        self._metadata = metadata(target, options)
        self._channels = open_channels(target, options)
        self._turn = count()
        self._reader = Reader(target, timeout)
        self._methods: dict[tuple[int, str], Any] = {}
        self._batcher: Batcher | None = None
        if options.batch_delay > 0:
            self._batcher = Batcher(self._batch_results, self._reader, options.batch_delay)

    @property
    def revision(self) -> str:
        """Return the revision of the server's alias table, asked for anew each time."""
        return self._ask(asks.revision())

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""
        ask = asks.resolve(name, options)
        if self._batcher is not None:
            return self._batcher.resolve(name, options)
        return self._ask(ask)

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer for each name, in order, or the error of a name that is bad.

        Names are taken some hundreds ahead of the answers. Raises InvalidOptionError, and
        UnavailableError where the answers end.
        """
        return self._ahead(asks.name_batches(names, options))

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""
        return self._ask(asks.annotate(document, options))

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations for each document, in order, or the error of one that is bad.

        Documents are taken some hundreds ahead of the answers. Raises InvalidOptionError, and
        UnavailableError where the answers end.
        """
        return self._ahead(asks.document_batches(documents, options))

    def annotate_stream(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield what `annotate_many` does, each answer as soon as there is one.

        For documents that come now and then: they are taken on a thread of its own, sent one by
        one, and sent again on another stream when theirs is lost.
        """
        items = (asks.attempt(partial(asks.document_stream, options=options), d) for d in documents)
        with closing(Feed(items, STREAM_WINDOW)) as feed:
            yield from Replayed(self._open_stream, feed, self._reader, self._options).answers()

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters; raise UnknownSchemeError."""
        return self._ask(asks.romanise(text, scheme, lang))

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        return self._ask(asks.schemes())

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID; raise UnknownEntityError."""
        return self._ask(asks.entity(entity_id))

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity; raise UnknownEntityError."""
        return self._ask(asks.aliases_of(entity_id))

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs; raise InvalidOptionError."""
        return self._ask(asks.list_entities(kinds, page_size, page_token))

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        return self._ask(asks.search(query, kinds, limit))

    def close(self) -> None:
        """Close the connections; idempotent."""
        if self._batcher is not None:
            self._batcher.close()
        for channel in self._channels:
            channel.close()

    def _ask(self, ask: Ask[Answer]) -> Answer:
        with self._reader.failures():
            answer = self._method(ask)(ask.request, timeout=self.timeout, metadata=self._metadata)
        return self._reader.read(ask.read, answer)

    def _method(self, ask: Ask[Any]) -> Any:
        """Return the method of an ask on the channel whose turn it is."""
        turn = next(self._turn) % len(self._channels)
        found = self._methods.get((turn, ask.method))
        if found is None:
            channel = self._channels[turn]
            make = channel.stream_stream if ask.streaming else channel.unary_unary
            found = make(ask.method, type(ask.request).SerializeToString, ask.response.FromString)
            self._methods[turn, ask.method] = found
        return found

    def _begin(self, batch: Batch[Any]) -> Any:
        """Return the call that was begun for a batch, None when it needs none."""
        if batch.ask is None:
            return None
        with self._reader.failures():
            method = self._method(batch.ask)
            return method.future(batch.ask.request, timeout=self.timeout, metadata=self._metadata)

    def _results(self, batch: Batch[Any], call: Any) -> list[Any]:
        if batch.ask is None:
            return []
        with self._reader.failures():
            return batch.ask.read(call.result())

    def _batch_results(self, batch: Batch[Any]) -> list[Any]:
        return self._results(batch, self._begin(batch))

    def _ahead(self, batches: Iterator[Batch[Answer]]) -> Iterator[Answer | NormalizerError]:
        """Yield the outcomes of batches in order, with several calls on their way."""
        most = BATCHES_A_CHANNEL * len(self._channels)
        under_way: deque[tuple[Batch[Answer], Any]] = deque()
        try:
            for batch in batches:
                under_way.append((batch, self._begin(batch)))
                if len(under_way) >= most:
                    yield from self._outcomes(*under_way.popleft())
            while under_way:
                yield from self._outcomes(*under_way.popleft())
        finally:
            for _, call in under_way:
                if call is not None:
                    call.cancel()

    def _outcomes(self, batch: Batch[Answer], call: Any) -> Iterator[Answer | NormalizerError]:
        return self._reader.outcomes(batch, self._results(batch, call))

    def _open_stream(self, requests: Iterator[Any]) -> Any:
        """Return a stream of documents on the channel whose turn it is."""
        ask = asks.document_stream(Document("", ""), _ANNOTATE)
        with self._reader.failures():
            return self._method(ask)(requests, metadata=self._metadata)
