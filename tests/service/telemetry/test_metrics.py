"""What a server counts, seen as Prometheus sees it."""

from __future__ import annotations

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from prometheus_client.parser import text_string_to_metric_families

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.service.telemetry.exporter import Exporter
from normalizer.service.telemetry.metrics import Metrics
from normalizer.v1 import annotator_pb2, annotator_pb2_grpc, resolver_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.patience import PATIENCE
from tests.service.processes import served, until
from tests.service.serving import running

RESOLVER = "/normalizer.v1.ResolverService"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def fetch(address: str, path: str = "metrics") -> tuple[int, str]:
    """Return the status and the text of a page of the exporter."""
    try:
        with urllib.request.urlopen(f"http://{address}/{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as failure:
        return failure.code, failure.read().decode("utf-8")


def samples_of(text: str) -> Samples:
    """Return the samples of an exposition by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    """Return the value of one sample, 0 when there is none."""
    return samples.get((f"namenorm_{name}", frozenset(labels.items())), 0.0)


@pytest.fixture
def exported(engine: Engine) -> Iterator[tuple[grpc.Channel, str]]:
    """Give a channel to a server and the address of its metrics."""
    with running(engine) as started, grpc.insecure_channel(started.address) as channel:
        exporter = Exporter("127.0.0.1", 0, started.server.metrics.registry)
        exporter.start()
        yield channel, exporter.address
        exporter.close()


def test_calls_and_answers_are_counted(exported: tuple[grpc.Channel, str]) -> None:
    """By method and code, by decision and stage; names in a message are measured."""
    channel, address = exported
    stub = ResolverServiceStub(channel)
    stub.ResolveName(resolver_pb2.ResolveNameRequest(name="Minsk"))
    with pytest.raises(grpc.RpcError):
        stub.ResolveName(resolver_pb2.ResolveNameRequest(name=""))
    names = ["Minsk", "Мінск", "Nobody Atall"]
    queries = [resolver_pb2.NameQuery(name=name) for name in names]
    stub.BatchResolveNames(resolver_pb2.BatchResolveNamesRequest(queries=queries))
    found = samples_of(fetch(address)[1])
    one, batch = f"{RESOLVER}/ResolveName", f"{RESOLVER}/BatchResolveNames"
    assert value(found, "calls_total", method=one, code="OK") == 1
    assert value(found, "calls_total", method=one, code="INVALID_ARGUMENT") == 1
    assert value(found, "rejections_total", reason="INVALID_TEXT") == 1
    assert value(found, "call_seconds_count", method=one) == 2
    assert value(found, "call_items_sum", method=batch) == 3
    assert value(found, "decisions_total", decision="match", stage="exact") == 3
    assert value(found, "decisions_total", decision="nil", stage="") == 1
    assert value(found, "candidates_total") >= 3
    assert value(found, "serving_workers") == 1
    assert value(found, "table_loaded_seconds") > 1e9


def test_mentions_are_counted_as_decisions(exported: tuple[grpc.Channel, str]) -> None:
    """In a stream of documents too."""
    channel, address = exported
    stub = annotator_pb2_grpc.AnnotatorServiceStub(channel)
    document = annotator_pb2.Document(text="Alexander Lukashenko spoke in Minsk.")
    request = annotator_pb2.StreamAnnotateDocumentsRequest(documents=[document] * 2)
    assert len(list(stub.StreamAnnotateDocuments(iter([request])))) == 1
    found = samples_of(fetch(address)[1])
    decided = [v for (name, _), v in found.items() if name == "namenorm_decisions_total"]
    assert sum(decided) == 4
    method = "/normalizer.v1.AnnotatorService/StreamAnnotateDocuments"
    assert value(found, "calls_total", method=method, code="OK") == 1
    assert value(found, "call_items_sum", method=method) == 2


def test_request_id_comes_back(exported: tuple[grpc.Channel, str]) -> None:
    """The caller's own, or one that was made for the call; with an error too."""
    channel, _ = exported
    stub = ResolverServiceStub(channel)
    _, call = stub.ResolveName.with_call(
        resolver_pb2.ResolveNameRequest(name="Minsk"), metadata=(("x-request-id", "abc"),)
    )
    assert dict(call.trailing_metadata())["x-request-id"] == "abc"
    with pytest.raises(grpc.RpcError) as failure:
        stub.ResolveName(resolver_pb2.ResolveNameRequest(name=""))
    assert len(dict(failure.value.trailing_metadata())["x-request-id"]) == 16


def test_probes_say_whether_calls_are_taken() -> None:
    """Alive at once, ready once a worker serves, neither for other pages."""
    metrics = Metrics()
    exporter = Exporter("127.0.0.1", 0, metrics.registry)
    exporter.start()
    assert fetch(exporter.address, "healthz")[0] == 200
    assert fetch(exporter.address, "readyz")[0] == 503
    metrics.serving.set(1)
    assert fetch(exporter.address, "readyz")[0] == 200
    assert fetch(exporter.address, "secret")[0] == 404
    port = int(exporter.address.rpartition(":")[2])
    with pytest.raises(InvalidOptionError):
        Exporter("127.0.0.1", port, metrics.registry)
    exporter.close()


def test_workers_are_added_up_and_a_restarted_one_counts_on(seeds: Path) -> None:
    """One page for all; what a killed worker had counted stays."""
    options = ("--workers", "2", "--metrics", "127.0.0.1:0", "--log-level", "info")
    with served(seeds, *options) as run:
        until(lambda: "metrics on http://" in run.log)
        address = run.log.partition("metrics on http://")[2].partition("/")[0]
        for _ in range(20):
            assert run.answer("Minsk") == "nn200001"

        def decided() -> float:
            found = samples_of(fetch(address)[1])
            return value(found, "decisions_total", decision="match", stage="exact")

        until(lambda: decided() == 20)
        assert fetch(address, "readyz")[0] == 200
        victim = run.workers[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(run.workers) == 3 and victim not in run.workers)
        assert run.answer("Minsk") == "nn200001"
        until(lambda: decided() == 21)
        until(lambda: value(samples_of(fetch(address)[1]), "serving_workers") == 2)
