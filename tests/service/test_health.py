from __future__ import annotations

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from normalizer.service.config import ServerConfig
from normalizer.service.server import SERVICES
from tests.patience import PATIENCE
from tests.service.serving import running

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def test_server_has_these_services() -> None:
    """Health and reflection speak of these."""
    assert [name.removeprefix("normalizer.v1.") for name in SERVICES] == [
        "ResolverService",
        "AnnotatorService",
        "RomaniserService",
        "EntityService",
        "CurationService",
        "ReviewService",
    ]


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_each_service_is_serving(channel: grpc.Channel, service: str) -> None:
    """So is the server as a whole."""
    stub = health_pb2_grpc.HealthStub(channel)
    assert stub.Check(health_pb2.HealthCheckRequest(service=service)).status == SERVING


def test_unknown_service_is_not_found(channel: grpc.Channel) -> None:
    """As the standard has it."""
    stub = health_pb2_grpc.HealthStub(channel)
    with pytest.raises(grpc.RpcError) as failure:
        stub.Check(health_pb2.HealthCheckRequest(service="nobody.v1.Nothing"))
    assert failure.value.code() is grpc.StatusCode.NOT_FOUND


def test_watch_of_an_unknown_service_stays_open(channel: grpc.Channel) -> None:
    """As the standard has it: the service might come."""
    stub = health_pb2_grpc.HealthStub(channel)
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="nobody.v1.Nothing"))
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    assert watch.is_active()
    watch.cancel()


def test_watches_hear_of_the_drain_and_do_not_hold_it_up(engine) -> None:
    """All watchers of a service hear NOT_SERVING, then their watches end, long before the grace."""
    config = ServerConfig(grace=10 * PATIENCE)
    with running(engine, config) as started, grpc.insecure_channel(started.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest(service=SERVICES[0])
        gone, *watches = (stub.Watch(request) for _ in range(3))
        assert [next(watch).status for watch in (gone, *watches)] == [SERVING] * 3
        gone.cancel()
        started.drain()  # whose own patience is a tenth of the grace
        assert [[each.status for each in watch] for watch in watches] == [[NOT_SERVING]] * 2
