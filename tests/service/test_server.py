"""A server in a process of its own, as it is run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.service.config import ServerConfig
from normalizer.service.serving import serve
from normalizer.v1 import resolver_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.patience import PATIENCE, until
from tests.service.processes import cpu_seconds, served
from tests.service.serving import running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_drains_and_the_process_ends_well(seeds: Path, number: signal.Signals) -> None:
    """What is in flight is answered, watches and idle streams end, and the exit code is 0."""
    patient = ("--grace", "60")
    with served(seeds, *patient) as run, grpc.insecure_channel(run.address) as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        hold = Event()

        def requests() -> Iterator[resolver_pb2.StreamResolveNamesRequest]:
            yield resolver_pb2.StreamResolveNamesRequest()
            hold.wait(PATIENCE)

        resolver = ResolverServiceStub(channel)
        next(resolver.StreamResolveNames(requests()))
        queries = [resolver_pb2.NameQuery(name=f"Lukashenka{n} Minskiy") for n in range(1_000)]
        used = cpu_seconds(run.process.pid)
        batch = resolver.BatchResolveNames.future(
            resolver_pb2.BatchResolveNamesRequest(
                queries=queries, options=resolver_pb2.ResolveOptions(max_candidates=1)
            ),
            timeout=PATIENCE,
        )
        # Nothing else makes it work: then the batch is in flight.
        until(lambda: cpu_seconds(run.process.pid) > used + 0.05)
        run.process.send_signal(number)
        assert len(batch.result().results) == len(queries)
        assert [each.status for each in watch] == [health_pb2.HealthCheckResponse.NOT_SERVING]
        hold.set()
        assert run.process.wait(PATIENCE) == 0


def test_clients_in_other_processes_are_served_side_by_side(seeds: Path) -> None:
    """Many calls at once get their own answers."""
    with served(seeds) as run, grpc.insecure_channel(run.address) as channel:
        resolver = ResolverServiceStub(channel)
        names = ["Minsk", "Putin", "Росгвардия", "Nobody Atall"] * 25

        def ask(name: str) -> tuple[str, str]:
            found = resolver.ResolveName(resolver_pb2.ResolveNameRequest(name=name)).resolution
            return found.query, found.entity_id

        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(ask, names))
        assert [query for query, _ in answers] == names
        assert set(answers) == {
            ("Minsk", "nn200001"),
            ("Putin", "nn100002"),
            ("Росгвардия", "nn100003"),
            ("Nobody Atall", ""),
        }


def test_taken_port_is_an_error(engine: Engine) -> None:
    """Two servers would share it unseen, and each get half of the calls."""
    with running(engine) as started, pytest.raises(InvalidOptionError) as failure:
        serve(lambda: engine, started.address)
    assert failure.value.field == "listen"


def test_open_host_is_refused_before_anything_is_done(engine: Engine) -> None:
    """Plain text beyond this machine must be asked for."""
    with pytest.raises(InvalidOptionError, match="insecure"):
        serve(lambda: engine, "0.0.0.0:0", ServerConfig(insecure=False))
