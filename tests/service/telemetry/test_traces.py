from __future__ import annotations

import sys

import grpc
import pytest

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.service.config import ServerConfig, Telemetry
from normalizer.service.telemetry import traces
from normalizer.v1 import resolver_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.service.serving import running

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_spans_continue_the_callers_trace(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """One span a call or stream, with the method, in the trace that the caller names."""
    reason = "the extra otel is not installed"
    pytest.importorskip("opentelemetry.instrumentation.grpc", reason=reason)
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    memory, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    monkeypatch.setattr(traces, "_exporting", lambda: provider)
    config = ServerConfig(telemetry=Telemetry(traces=True))
    with running(engine, config) as started, grpc.insecure_channel(started.address) as channel:
        stub, parent = ResolverServiceStub(channel), (("traceparent", PARENT),)
        stub.ResolveName(resolver_pb2.ResolveNameRequest(name="Minsk"), metadata=parent)
        request = resolver_pb2.StreamResolveNamesRequest()
        list(stub.StreamResolveNames(iter([request]), metadata=parent))
        with pytest.raises(grpc.RpcError):
            stub.ResolveName(resolver_pb2.ResolveNameRequest(name=""), metadata=parent)
    spans = memory.get_finished_spans()
    names = [span.name.rpartition("/")[2] for span in spans]
    assert sorted(names) == ["ResolveName", "ResolveName", "StreamResolveNames"]
    assert {f"{span.context.trace_id:032x}" for span in spans} == {PARENT.split("-")[1]}
    assert {f"{span.parent.span_id:016x}" for span in spans} == {PARENT.split("-")[2]}


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation.grpc", None)
    with pytest.raises(InvalidOptionError, match="otel"):
        traces.server_interceptors()
