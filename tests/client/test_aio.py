"""The client for asyncio against a real server."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from normalizer.client.aio import AsyncRemoteEngine
from normalizer.client.options import ClientOptions
from normalizer.engine import Engine, NameService
from normalizer.errors import (
    InvalidTextError,
    NormalizerError,
    UnavailableError,
    UnknownEntityError,
)
from normalizer.types import Document, Kind
from tests.patience import PATIENCE
from tests.service.serving import Running, running

NAMES = ["Minsk", "Мінск", "Brest", "", "Nobody Atall", "a\ud800b"] * 60
METHOD = {"method": "/normalizer.v1.ResolverService/BatchResolveNames", "code": "OK"}


@pytest.fixture(scope="module")
def server(engine: Engine) -> Iterator[Running]:
    """Give a server over that engine."""
    with running(engine) as started:
        yield started


def same(ours: object, theirs: object) -> bool:
    """Return whether two answers are equal, or errors of the same kind."""
    if isinstance(ours, NormalizerError):
        return type(ours) is type(theirs)
    return ours == theirs


def test_answers_equal_those_in_process(engine: Engine, server: Running) -> None:
    """Of every method."""

    async def ask() -> list[tuple[object, object]]:
        async with AsyncRemoteEngine(server.address) as client:
            document = Document("a", "Alexander Lukashenko spoke in Minsk.")
            places = frozenset({Kind.PLACE})
            return [
                (await client.revision(), engine.revision),
                (await client.resolve("Lukašenka"), engine.resolve("Lukašenka")),
                (await client.annotate(document), engine.annotate(document)),
                (await client.romanise("Київ"), engine.romanise("Київ")),
                (await client.schemes(), engine.schemes()),
                (await client.entity("nn200001"), engine.entity("nn200001")),
                (await client.aliases_of("nn200001"), engine.aliases_of("nn200001")),
                (await client.list_entities(places, 2), engine.list_entities(places, 2)),
                (await client.search("brest"), engine.search("brest")),
            ]

    for theirs, ours in asyncio.run(ask()):
        assert theirs == ours


def test_many_are_answered_in_order(engine: Engine, server: Running) -> None:
    """Names over several calls, documents too, each bad one with its own error."""
    documents = [Document(str(n), "Minsk\ud800" if n % 7 == 3 else "In Minsk.") for n in range(70)]

    async def ask() -> tuple[list[object], list[object]]:
        async with AsyncRemoteEngine(server.address) as client:
            names = [each async for each in client.resolve_many(NAMES)]
            return names, [each async for each in client.annotate_many(documents)]

    names, annotated = asyncio.run(ask())
    assert all(map(same, engine.resolve_many(NAMES), names))
    assert all(map(same, engine.annotate_many(documents), annotated))
    assert (len(names), len(annotated)) == (len(NAMES), len(documents))


def test_stream_answers_each_document_as_it_comes(server: Running) -> None:
    """The first is answered before the second is there; a bad one has its error in its place."""

    async def ask() -> list[str]:
        answered = asyncio.Event()

        async def source() -> AsyncIterator[Document]:
            yield Document("first", "Minsk")
            await asyncio.wait_for(answered.wait(), PATIENCE)
            for n in range(40):
                yield Document(str(n), "Minsk\ud800" if n == 5 else "Minsk")

        found = []
        async with AsyncRemoteEngine(server.address) as client:
            async for each in client.annotate_stream(source()):
                answered.set()
                found.append("error" if isinstance(each, NormalizerError) else each.id)
        return found

    expected = ["first", *("error" if n == 5 else str(n) for n in range(40))]
    assert asyncio.run(ask()) == expected


def test_small_calls_travel_together(engine: Engine, server: Running) -> None:
    """Names that are asked for at once need few calls; each gets its own answer or error."""
    before = server.server.metrics.registry.get_sample_value("namenorm_calls_total", METHOD) or 0

    async def ask() -> list[object]:
        options = ClientOptions(batch_delay=0.5)
        async with AsyncRemoteEngine(server.address, options=options) as client:
            asked = (client.resolve(name) for name in NAMES)
            return await asyncio.gather(*asked, return_exceptions=True)

    found = asyncio.run(ask())
    assert all(map(same, engine.resolve_many(NAMES), found))
    after = server.server.metrics.registry.get_sample_value("namenorm_calls_total", METHOD)
    assert after is not None
    assert 0 < after - before <= len(NAMES) / 20


def test_errors_are_those_in_process() -> None:
    """And a server that is not there is unavailable, as is a client that was closed."""

    async def ask() -> None:
        client = AsyncRemoteEngine("127.0.0.1:1", timeout=2)
        with pytest.raises(InvalidTextError):
            await client.resolve("")
        with pytest.raises(UnknownEntityError):
            await client.entity("é")
        with pytest.raises(UnavailableError):
            await client.resolve("Minsk")
        await client.close()
        await client.close()
        with pytest.raises(UnavailableError):
            await client.resolve("Minsk")

    asyncio.run(ask())


def test_client_has_every_method_of_a_name_service(tmp_path: Path) -> None:
    """With the parameters of the protocol."""
    for name, method in vars(NameService).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            ours = inspect.signature(getattr(AsyncRemoteEngine, name))
            assert list(ours.parameters) == list(inspect.signature(method).parameters)
