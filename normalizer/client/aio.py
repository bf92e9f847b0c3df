"""The client for asyncio: the methods, answers and errors of `RemoteEngine`, awaited.

Names that are asked for one by one and at nearly the same time travel together when
`ClientOptions.batch_delay` says so.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeVar

import grpc

from normalizer.client import asks
from normalizer.client.asks import NAMES_A_CALL, Ask, Batch
from normalizer.client.channels import open_aio_channels
from normalizer.client.failures import Reader
from normalizer.client.options import ClientOptions, metadata
from normalizer.errors import NormalizerError, UnavailableError
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

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()
_DEFAULTS = ClientOptions()
Answer = TypeVar("Answer")
Wishes = list[tuple[str, "asyncio.Future[Resolution]"]]


class AsyncRemoteEngine:
    """The service of a server at `target` (`HOST:PORT`), for the event loop it is made on.

    Every method may raise UnavailableError, as those of `RemoteEngine`. An asynchronous context
    manager that closes itself.
    """

    def __init__(
        self, target: str, timeout: float = 30.0, options: ClientOptions = _DEFAULTS
    ) -> None:
        self.target, self.timeout = target, timeout
        self._metadata = metadata(target, options)
        self._channels = open_aio_channels(target, options)
        self._turn = count()
        self._reader = Reader(target, timeout)
        self._methods: dict[tuple[int, str], Any] = {}
        self._delay = options.batch_delay
        self._wishes: dict[ResolveOptions, Wishes] = {}
        self._flushing: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def revision(self) -> str:
        """Return the revision of the server's alias table, asked for anew each time."""
        return await self._ask(asks.revision())

    async def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""
        ask = asks.resolve(name, options)
        if self._delay > 0:
            return await self._resolve_soon(name, options)
        return await self._ask(ask)

    async def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> AsyncIterator[Resolution | NormalizerError]:
        """Yield an answer for each name, in order, or the error of a name that is bad."""
        async for answer in self._ahead(asks.name_batches(names, options)):
            yield answer

    async def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""
        return await self._ask(asks.annotate(document, options))

    async def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> AsyncIterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations for each document, in order, or the error of one that is bad."""
        async for answer in self._ahead(asks.document_batches(documents, options)):
            yield answer

    async def annotate_stream(
        self, documents: AsyncIterator[Document], options: AnnotateOptions = _ANNOTATE
    ) -> AsyncIterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations for documents that come now and then, each as soon as there are some.

        In order, a bad document's error in its place. Each document is a call of its own, which
        is tried again where needed; some are on their way at once.
        """
        most = BATCHES_A_CHANNEL * len(self._channels)
        under_way: deque[asyncio.Task[AnnotatedDocument | NormalizerError]] = deque()
        rest = aiter(documents)
        following: asyncio.Task[Document | None] | None = asyncio.create_task(_next(rest))
        try:
            while following or under_way:
                wanted = following if len(under_way) < most else None
                oldest = under_way[0] if under_way else None
                await asyncio.wait(
                    [task for task in (wanted, oldest) if task is not None],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if oldest is not None and oldest.done():
                    yield under_way.popleft().result()
                if wanted is not None and wanted.done():
                    document = wanted.result()
                    following = None
                    if document is not None:
                        under_way.append(asyncio.create_task(self._outcome(document, options)))
                        following = asyncio.create_task(_next(rest))
        finally:
            for task in (following, *under_way):
                if task is not None:
                    task.cancel()

    async def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters; raise UnknownSchemeError."""
        return await self._ask(asks.romanise(text, scheme, lang))

    async def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        return await self._ask(asks.schemes())

    async def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID; raise UnknownEntityError."""
        return await self._ask(asks.entity(entity_id))

    async def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity; raise UnknownEntityError."""
        return await self._ask(asks.aliases_of(entity_id))

    async def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs; raise InvalidOptionError."""
        return await self._ask(asks.list_entities(kinds, page_size, page_token))

    async def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        return await self._ask(asks.search(query, kinds, limit))

    async def close(self) -> None:
        """Answer what was asked for and close the connections; idempotent."""
        for options in list(self._wishes):
            self._flush(options)
        if self._flushing:
            await asyncio.wait(self._flushing)
        for channel in self._channels:
            await channel.close()

    async def _outcome(
        self, document: Document, options: AnnotateOptions
    ) -> AnnotatedDocument | NormalizerError:
        try:
            return await self.annotate(document, options)
        except UnavailableError:
            raise
        except NormalizerError as error:
            return error

    async def _ask(self, ask: Ask[Answer]) -> Answer:
        try:
            with self._reader.failures():
                call = self._method(ask)(ask.request, timeout=self.timeout, metadata=self._metadata)
                answer = await call
        except grpc.aio.UsageError as failure:
            raise UnavailableError(self.target, str(failure)) from failure
        return self._reader.read(ask.read, answer)

    def _method(self, ask: Ask[Any]) -> Any:
        turn = next(self._turn) % len(self._channels)
        found = self._methods.get((turn, ask.method))
        if found is None:
            found = self._channels[turn].unary_unary(
                ask.method, type(ask.request).SerializeToString, ask.response.FromString
            )
            self._methods[turn, ask.method] = found
        return found

    async def _results(self, batch: Batch[Any]) -> list[Any]:
        return await self._ask(batch.ask) if batch.ask else []

    async def _ahead(
        self, batches: Iterator[Batch[Answer]]
    ) -> AsyncIterator[Answer | NormalizerError]:
        """Yield the outcomes of batches in order, with several calls on their way."""
        most = BATCHES_A_CHANNEL * len(self._channels)
        under_way: deque[tuple[Batch[Answer], asyncio.Task[list[Any]]]] = deque()
        try:
            for batch in batches:
                under_way.append((batch, asyncio.create_task(self._results(batch))))
                if len(under_way) >= most:
                    first, task = under_way.popleft()
                    for outcome in self._reader.outcomes(first, await task):
                        yield outcome
            while under_way:
                first, task = under_way.popleft()
                for outcome in self._reader.outcomes(first, await task):
                    yield outcome
        finally:
            for _, task in under_way:
                task.cancel()

    async def _resolve_soon(self, name: str, options: ResolveOptions) -> Resolution:
        """Return the answer for one name, which comes in a batch."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Resolution] = loop.create_future()
        wishes = self._wishes.setdefault(options, [])
        wishes.append((name, answer))
        if len(wishes) == 1:
            loop.call_later(self._delay, self._flush, options)
        if len(wishes) >= NAMES_A_CALL:
            self._flush(options)
        return await answer

    def _flush(self, options: ResolveOptions) -> None:
        """Send the names that wait with these options, if there are any."""
        if wishes := self._wishes.pop(options, []):
            task = asyncio.create_task(self._answer(wishes, options))
            self._flushing.add(task)
            task.add_done_callback(self._flushing.discard)

    async def _answer(self, wishes: Wishes, options: ResolveOptions) -> None:
        outcomes: list[Resolution | NormalizerError]
        try:
            [batch] = asks.name_batches([name for name, _ in wishes], options)
            outcomes = [*self._reader.outcomes(batch, await self._results(batch))]
        except NormalizerError as error:
            outcomes = [error] * len(wishes)
        for (_, answer), outcome in zip(wishes, outcomes, strict=True):
            if answer.done():  # whoever asked has left
                continue
            if isinstance(outcome, NormalizerError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)


async def _next(rest: AsyncIterator[Document]) -> Document | None:
    return await anext(rest, None)
