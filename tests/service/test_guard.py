"""Malformed requests, too many of them, and an engine that fails, against real servers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from threading import Event

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from normalizer.engine import Engine
from normalizer.errors import StoreError
from normalizer.service.config import ServerConfig
from normalizer.types import Resolution
from normalizer.v1 import annotator_pb2, annotator_pb2_grpc, resolver_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.patience import PATIENCE, until
from tests.service.serving import Running, detail, running, status_of

RESOLVE = "/normalizer.v1.ResolverService/ResolveName"
STREAM = "/normalizer.v1.ResolverService/StreamResolveNames"
MANY = [resolver_pb2.NameQuery(name="Minsk")] * 9

MALFORMED = {
    "invalid UTF-8": b"\x0a\x02\xff\xfe",
    "surrogate in UTF-8": b"\x0a\x03\xed\xa0\x80",
    "cut short": b"\x0a\x7fMinsk",
    "no protobuf": b"\xff" * 40,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_undecodable_call_is_the_callers_fault(channel: grpc.Channel, data: bytes) -> None:
    """INVALID_ARGUMENT with our details, and no word of the exception inside."""
    with pytest.raises(grpc.RpcError) as failure:
        channel.unary_unary(RESOLVE)(data)
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "Error" not in failure.value.details()
    info = detail(status_of(failure.value), error_details_pb2.ErrorInfo)
    assert (info.domain, info.reason) == ("namenorm", "INVALID_REQUEST")


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_undecodable_message_ends_its_stream(channel: grpc.Channel, data: bytes) -> None:
    """The same answer as to a single call."""
    with pytest.raises(grpc.RpcError) as failure:
        list(channel.stream_stream(STREAM)(iter([data])))
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_unknown_method_is_unimplemented(channel: grpc.Channel) -> None:
    """Our wrapping does not hide that there is no such method."""
    with pytest.raises(grpc.RpcError) as failure:
        channel.unary_unary("/normalizer.v1.ResolverService/Conjure")(b"")
    assert failure.value.code() is grpc.StatusCode.UNIMPLEMENTED


class BrokenEngine(Engine):
    """An engine with a fault that no one foresaw."""

    def resolve(self, name: str, *rest: object) -> Resolution:
        """Fail, with words that are nobody's business."""
        if name == "store":
            raise StoreError("postgres://user:secret@host", "gone")
        raise RuntimeError("secret of the house")


@pytest.fixture
def broken(engine: Engine) -> Iterator[ResolverServiceStub]:
    """Give a stub to a server with a fault."""
    with (
        running(BrokenEngine(engine.store)) as started,
        grpc.insecure_channel(started.address) as channel,
    ):
        yield ResolverServiceStub(channel)


def test_unforeseen_error_is_internal_and_stays_inside(
    broken: ResolverServiceStub, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller reads a fixed sentence; the log has the rest."""
    with caplog.at_level(logging.ERROR), pytest.raises(grpc.RpcError) as failure:
        broken.ResolveName(resolver_pb2.ResolveNameRequest(name="Minsk"))
    assert failure.value.code() is grpc.StatusCode.INTERNAL
    assert "secret" not in str(failure.value)
    assert b"secret" not in status_of(failure.value).SerializeToString()
    assert "secret of the house" in caplog.text


def test_store_that_is_gone_is_unavailable_and_unnamed(broken: ResolverServiceStub) -> None:
    """Where the table lies is not told."""
    with pytest.raises(grpc.RpcError) as failure:
        broken.ResolveName(resolver_pb2.ResolveNameRequest(name="store"))
    assert failure.value.code() is grpc.StatusCode.UNAVAILABLE
    assert b"secret" not in status_of(failure.value).SerializeToString()


def test_unforeseen_error_of_an_item_is_its_own(broken: ResolverServiceStub) -> None:
    """The batch is answered; each item says INTERNAL and no more."""
    answer = broken.BatchResolveNames(resolver_pb2.BatchResolveNamesRequest(queries=MANY))
    assert {each.error.code for each in answer.results} == {grpc.StatusCode.INTERNAL.value[0]}
    assert b"secret" not in answer.SerializeToString()


class HeldEngine(Engine):
    """An engine that answers when it is let."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store)
        self.begun, self.let = Event(), Event()

    def resolve(self, *given: object) -> Resolution:
        """Return the answer once `let` is set."""
        self.begun.set()
        assert self.let.wait(PATIENCE)
        return super().resolve(*given)  # type: ignore[arg-type]


@contextmanager
def busy(
    engine: Engine, config: ServerConfig
) -> Iterator[tuple[Running, grpc.Channel, HeldEngine]]:
    """Give a server that works on one batch until its engine is let."""
    held = HeldEngine(engine)
    request = resolver_pb2.BatchResolveNamesRequest(queries=MANY)
    with (
        running(held, config) as started,
        grpc.insecure_channel(started.address) as channel,
        ThreadPoolExecutor() as pool,
    ):
        batch = pool.submit(ResolverServiceStub(channel).BatchResolveNames, request)
        assert held.begun.wait(PATIENCE)
        try:
            yield started, channel, held
        finally:
            held.let.set()
        assert len(batch.result(PATIENCE).results) == len(MANY)


def test_call_too_many_is_refused_at_once_with_a_delay(engine: Engine) -> None:
    """RESOURCE_EXHAUSTED and when to try again; health is asked none the less."""
    with busy(engine, ServerConfig(running=1, waiting=0)) as (_, channel, _held):
        with pytest.raises(grpc.RpcError) as failure:
            ResolverServiceStub(channel).ResolveName(
                resolver_pb2.ResolveNameRequest(name="Minsk"), timeout=PATIENCE
            )
        assert failure.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        retry = detail(status_of(failure.value), error_details_pb2.RetryInfo)
        assert retry.retry_delay.ToMilliseconds() > 0
        pushback = dict(failure.value.trailing_metadata())["grpc-retry-pushback-ms"]
        assert int(pushback) == retry.retry_delay.ToMilliseconds()
        health = health_pb2_grpc.HealthStub(channel)
        status = health.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE).status
        assert status == health_pb2.HealthCheckResponse.SERVING


def test_call_waits_while_there_is_room_to_wait(engine: Engine) -> None:
    """It is answered when its turn comes."""
    with busy(engine, ServerConfig(running=1, waiting=1)) as (_, channel, held):
        waiting = ResolverServiceStub(channel).ResolveName.future(
            resolver_pb2.ResolveNameRequest(name="Minsk"), timeout=PATIENCE
        )
        held.let.set()
        assert waiting.result().resolution.entity_id == "nn200001"


def test_deadline_is_kept_while_the_engine_works(engine: Engine) -> None:
    """The event loop is free: a caller whose time is up is told so."""
    with busy(engine, ServerConfig()) as (_, channel, _held):
        with pytest.raises(grpc.RpcError) as failure:
            ResolverServiceStub(channel).BatchResolveNames(
                resolver_pb2.BatchResolveNamesRequest(queries=MANY), timeout=0.3
            )
        assert failure.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED


def test_stream_too_many_is_refused(engine: Engine) -> None:
    """An idle stream takes a place among the streams, and none among the calls."""
    config = ServerConfig(running=1, waiting=0, streams=1)
    with running(engine, config) as started, grpc.insecure_channel(started.address) as channel:
        stub = annotator_pb2_grpc.AnnotatorServiceStub(channel)
        hold = Event()

        def requests() -> Iterator[annotator_pb2.StreamAnnotateDocumentsRequest]:
            yield annotator_pb2.StreamAnnotateDocumentsRequest()
            hold.wait(PATIENCE)

        idle = stub.StreamAnnotateDocuments(requests())
        next(idle)
        with pytest.raises(grpc.RpcError) as failure:
            next(stub.StreamAnnotateDocuments(requests()))
        assert failure.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        one = resolver_pb2.ResolveNameRequest(name="Minsk")
        assert ResolverServiceStub(channel).ResolveName(one).resolution.entity_id == "nn200001"
        hold.set()


def test_message_above_the_limit_is_refused(engine: Engine) -> None:
    """By the transport, before it is decoded; the connection lives on."""
    config = ServerConfig(max_message_bytes=10_000)
    with running(engine, config) as started, grpc.insecure_channel(started.address) as channel:
        stub = ResolverServiceStub(channel)
        with pytest.raises(grpc.RpcError) as failure:
            stub.ResolveName(resolver_pb2.ResolveNameRequest(name="x" * 20_000))
        assert failure.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        one = resolver_pb2.ResolveNameRequest(name="Minsk")
        assert stub.ResolveName(one).resolution.entity_id == "nn200001"


def test_drain_finishes_what_is_in_flight(engine: Engine) -> None:
    """The batch that has begun is answered in full (`busy` sees to it), new calls are not."""
    with busy(engine, ServerConfig(grace=20)) as (started, _, held):
        with ThreadPoolExecutor() as pool:
            draining = pool.submit(started.drain)
            until(started.server.health._ended.is_set)
            held.let.set()
            draining.result(PATIENCE)
        with grpc.insecure_channel(started.address) as other, pytest.raises(grpc.RpcError):
            ResolverServiceStub(other).ResolveName(resolver_pb2.ResolveNameRequest(name="Minsk"))


def test_drain_ends_idle_streams(engine: Engine) -> None:
    """They are told UNAVAILABLE, so that they come again elsewhere, long before the grace."""
    hold = Event()

    def requests() -> Iterator[resolver_pb2.StreamResolveNamesRequest]:
        yield from repeat(resolver_pb2.StreamResolveNamesRequest(), 2)
        hold.wait(PATIENCE)

    with (
        running(engine, ServerConfig(grace=30)) as started,
        grpc.insecure_channel(started.address) as channel,
    ):
        stream = ResolverServiceStub(channel).StreamResolveNames(requests())
        next(stream)
        next(stream)
        started.drain()
        with pytest.raises(grpc.RpcError) as failure:
            next(stream)
        hold.set()
        assert failure.value.code() is grpc.StatusCode.UNAVAILABLE
        info = detail(status_of(failure.value), error_details_pb2.ErrorInfo)
        assert info.reason == "DRAINING"
