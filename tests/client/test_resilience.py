"""Streams that outlive their server, calls that are tried again, small calls in batches."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from normalizer.client.options import ClientOptions, service_config
from normalizer.client.sync import RemoteEngine
from normalizer.errors import (
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    RefusedError,
)
from normalizer.service.access.roles import Role
from normalizer.service.access.tokens import create_token
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.types import (
    Document,
)
from tests.client.samples import NAMES, documents
from tests.patience import PATIENCE, quiet_port
from tests.service.serving import running


def test_streamed_documents_are_answered_in_order(engine, remote) -> None:
    """More than are on their way at once, each bad one with its own error in its place."""
    here = list(engine.annotate_many(documents(75)))
    there = list(remote.annotate_stream(documents(75)))
    assert len(there) == 75
    for ours, theirs in zip(here, there, strict=True):
        if isinstance(ours, NormalizerError):
            assert type(theirs) is type(ours)
        else:
            assert theirs == ours


def test_streamed_answer_comes_before_the_next_document_is_there(remote) -> None:
    """A document that comes late holds up none before it."""
    answered = threading.Event()

    def source() -> Iterator[Document]:
        yield Document("first", "Minsk")
        assert answered.wait(PATIENCE)
        yield Document("second", "Minsk")

    stream = remote.annotate_stream(source())
    assert next(stream).id == "first"
    answered.set()
    assert [each.id for each in stream] == ["second"]


def test_error_of_a_streams_source_is_raised_in_its_place(remote) -> None:
    """After the answers to what came before it."""

    def source() -> Iterator[Document]:
        yield Document("first", "Minsk")
        raise LookupError("the caller's own")

    stream = remote.annotate_stream(source())
    assert next(stream).id == "first"
    with pytest.raises(LookupError, match="the caller's own"):
        next(stream)


def test_lost_stream_is_taken_up_again(engine) -> None:
    """A server drains; what it has not answered is sent to the one that comes after it."""
    with running(engine, listen=f"127.0.0.1:{quiet_port()}") as first:
        address = first.address
        config = ServerConfig(grace=1)
        options = ClientOptions(first_pause=0.05, attempts=5)
        client = RemoteEngine(address, options=options)
        more = threading.Event()

        def source() -> Iterator[Document]:
            for n in range(40):
                if n == 20:
                    assert more.wait(PATIENCE)
                yield Document(str(n), "Minsk")

        stream = client.annotate_stream(source())
        found = [next(stream).id for _ in range(20)]
        first.drain()
        with running(engine, config, listen=address):
            more.set()
            found += [each.id for each in stream]
        client.close()
    assert found == [str(n) for n in range(40)]


def test_small_calls_travel_together(engine) -> None:
    """Names of many threads at once need few calls; each gets its own answer or error."""
    names = [*NAMES * 8, "", "?!"]
    with running(engine) as started:
        client = RemoteEngine(started.address, options=ClientOptions(batch_delay=1.0))

        def ask(name: str) -> object:
            try:
                return client.resolve(name)
            except NormalizerError as error:
                return type(error)

        with ThreadPoolExecutor(len(names)) as pool:
            found = list(pool.map(ask, names))
        client.close()
        registry = started.server.metrics.registry
        calls = registry.get_sample_value(
            "namenorm_calls_total",
            {"method": "/normalizer.v1.ResolverService/BatchResolveNames", "code": "OK"},
        )
    bad = ("", "?!")
    expected = [InvalidTextError if name in bad else engine.resolve(name) for name in names]
    assert found == expected
    assert calls is not None
    assert calls < len(names) / 4


def test_safe_calls_are_tried_again(engine) -> None:
    """A server that comes while the client tries is reached."""
    address = f"127.0.0.1:{quiet_port()}"
    client = RemoteEngine(address, options=ClientOptions(first_pause=1.0, attempts=5))
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(client.resolve, "Minsk")
        with running(engine, listen=address):
            assert asked.result(PATIENCE).match
    client.close()


def test_token_is_sent_and_never_in_plain_text_abroad(engine, tmp_path: Path) -> None:
    """A refusal names the server; a token for another machine needs TLS or a plain word."""
    path = tmp_path / "tokens.tsv"
    _, secret = create_token(path, "crawler", Role.READER, None)
    with running(engine, ServerConfig(access=AccessRules(tokens=path))) as started:
        stranger = RemoteEngine(started.address)
        with pytest.raises(RefusedError) as failure:
            stranger.resolve("Minsk")
        assert failure.value.target == started.address
        known = RemoteEngine(started.address, options=ClientOptions(token=secret))
        assert known.resolve("Minsk").match
        assert next(known.annotate_stream([Document("a", "Minsk")])).annotations
        for client in (stranger, known):
            client.close()
    with pytest.raises(InvalidOptionError, match="plain text"):
        RemoteEngine("192.0.2.1:50051", options=ClientOptions(token=secret))


@pytest.mark.parametrize("options", [ClientOptions(channels=0), ClientOptions(attempts=6)])
def test_numbers_out_of_range_are_refused(options: ClientOptions) -> None:
    """Before anything is opened."""
    with pytest.raises(InvalidOptionError):
        RemoteEngine("127.0.0.1:1", options=options)


def test_only_methods_that_change_nothing_are_tried_again() -> None:
    """As the contract marks them; streams are not among them."""
    config = service_config(ClientOptions())
    [policy] = config["methodConfig"]
    methods = {each["method"] for each in policy["name"]}
    assert {"ResolveName", "BatchAnnotateDocuments", "GetEntity"} <= methods
    assert not {each for each in methods if each.startswith("Stream")}
