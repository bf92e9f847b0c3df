"""The client that sends load does what a gRPC client does."""

from __future__ import annotations

import random

from normalizer.engine import Engine
from normalizer.v1 import resolver_pb2
from tests.bench.load.calls import Calls
from tests.bench.load.jobs import Job
from tests.bench.load.shapes import Shape
from tests.patience import PATIENCE
from tests.service.serving import running

ONE, MANY = "ResolveName", "BatchResolveNames"


def shape(method: str, *requests: bytes) -> Shape:
    """Return a shape of requests of the resolver."""
    return Shape("", f"/normalizer.v1.ResolverService/{method}", False, requests, 1)


def one(name: str) -> bytes:
    """Return the request for a name."""
    return resolver_pb2.ResolveNameRequest(name=name).SerializeToString()


def test_each_call_is_answered_once(engine: Engine) -> None:
    """Over several connections, and more calls than callers."""
    requests = [one("Minsk")] * 50
    with running(engine) as started:
        job = Job(started.address, shape(ONE, *requests), PATIENCE, callers=3, once=True)
        found = Calls(job).run()
        counted = started.server.metrics
        counted.write()
        labels = {"method": f"/normalizer.v1.ResolverService/{ONE}", "code": "OK"}
        assert counted.registry.get_sample_value("namenorm_calls_total", labels) == 50
    assert len(found.seconds) == 50
    assert not +found.failures


def test_an_error_is_no_answer(engine: Engine) -> None:
    """A call that ends with a status alone is a failure."""
    with running(engine) as started:
        job = Job(started.address, shape(ONE, one(""), one("Minsk")), PATIENCE, once=True)
        found = Calls(job).run()
    assert len(found.seconds) == 1
    assert found.failures["NO_ANSWER"] == 1


def test_messages_larger_than_windows_arrive(engine: Engine) -> None:
    """As the server makes room, however many are under way."""
    queries = [resolver_pb2.NameQuery(name="Minsk " + "x" * 900) for _ in range(300)]
    batch = resolver_pb2.BatchResolveNamesRequest(queries=queries).SerializeToString()
    assert len(batch) > 3 * 65_535
    with running(engine) as started:
        job = Job(started.address, shape(MANY, *[batch] * 4), PATIENCE, channels=1, once=True)
        found = Calls(job).run()
    assert len(found.seconds) == 4


def test_an_open_loop_asks_as_often_as_its_schedule_says(engine: Engine) -> None:
    """Whatever the answers take: what is late is sent all the same."""
    chance, due, wanted = random.Random(0), 0.0, 0
    while (due := due + chance.expovariate(100)) < 0.5:
        wanted += 1
    with running(engine) as started:
        job = Job(started.address, shape(ONE, one("Minsk")), 0.5, rate=100)
        found = Calls(job).run()
    assert len(found.seconds) == wanted
