"""The gRPC server: built, started, drained. `worker.py` runs one, `serving.py` several.

1. The port is bound and health says SERVING.
2. A drain says NOT_SERVING and ends streams after the message in hand.
3. Calls in flight finish within the grace.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import grpc
from grpc_health.v1 import health_pb2_grpc

from normalizer.curation.protocol import Curation
from normalizer.engine import NameService
from normalizer.errors import InvalidOptionError
from normalizer.service.access.audit import Audit
from normalizer.service.access.authenticator import Authenticator
from normalizer.service.admission import Gate, Room
from normalizer.service.annotator import AnnotatorServicer
from normalizer.service.config import ServerConfig, host_and_port
from normalizer.service.curation.counter import Counter
from normalizer.service.curation.reviewer import ReviewServicer
from normalizer.service.curation.servicer import CurationServicer
from normalizer.service.desk import Desk
from normalizer.service.entities import EntityServicer
from normalizer.service.guard import Guard, Patience, Post
from normalizer.service.health import SERVICE_NAME as HEALTH
from normalizer.service.health import Health
from normalizer.service.reflection import SERVICE_NAME as REFLECTION
from normalizer.service.reflection import add_reflection
from normalizer.service.resolver import ResolverServicer
from normalizer.service.romaniser import RomaniserServicer
from normalizer.service.sending import all_sent
from normalizer.service.telemetry.metrics import Metrics
from normalizer.service.telemetry.observer import Observer
from normalizer.service.telemetry.traces import server_interceptors
from normalizer.service.tls import server_credentials
from normalizer.v1 import (
    annotator_pb2,
    annotator_pb2_grpc,
    curation_pb2,
    curation_pb2_grpc,
    entities_pb2,
    entities_pb2_grpc,
    resolver_pb2,
    resolver_pb2_grpc,
    romaniser_pb2,
    romaniser_pb2_grpc,
)

SERVICES = tuple(
    service.full_name
    for contract in (resolver_pb2, annotator_pb2, romaniser_pb2, entities_pb2, curation_pb2)
    for service in contract.DESCRIPTOR.services_by_name.values()
)
_FLUSH_SECONDS = 0.25, 1.5
"""How long answers that are handed over may take to be sent, at least and at most."""
_STREAMS_PER_CONNECTION = 1_000
_KEEPALIVE_MS = 60_000
_KEEPALIVE_TIMEOUT_MS = 20_000
_LEAST_PING_MS = 10_000

logger = logging.getLogger(__name__)


class Server:
    """One server on one event loop. To be made and used on that loop.

    Raises InputError for access files, and InvalidOptionError for options, that are faulty.
    """

    def __init__(
        self, engine: NameService, config: ServerConfig, curation: Curation | None = None
    ) -> None:
        self._config = config
        self.desk = Desk(engine)
        self._counter = Counter(curation)
        self.metrics = self.desk.metrics
        self.health = Health(SERVICES)
        post = _post(config, self.metrics)
        self._observer = Observer(self.metrics, post.calls, post.streams, self.desk.memory_uses)
        self._observing: asyncio.Task[None] | None = None
        traces = server_interceptors() if config.telemetry.traces else ()
        self._server = grpc.aio.server(interceptors=traces, options=_options(config))
        self._guard = Guard(post, self._server)
        self._add_services()

    def _add_services(self) -> None:
        # Generated code wants a server; what it does with one, the guard can do.
        server: Any = self._guard
        desk = self.desk
        resolver_pb2_grpc.add_ResolverServiceServicer_to_server(ResolverServicer(desk), server)
        annotator_pb2_grpc.add_AnnotatorServiceServicer_to_server(AnnotatorServicer(desk), server)
        romaniser_pb2_grpc.add_RomaniserServiceServicer_to_server(RomaniserServicer(desk), server)
        entities_pb2_grpc.add_EntityServiceServicer_to_server(EntityServicer(desk), server)
        curators = CurationServicer(self._counter)
        curation_pb2_grpc.add_CurationServiceServicer_to_server(curators, server)
        curation_pb2_grpc.add_ReviewServiceServicer_to_server(ReviewServicer(self._counter), server)
        health_pb2_grpc.add_HealthServicer_to_server(self.health, self._server)
        if self._config.access.reflection:
            add_reflection((*SERVICES, HEALTH, REFLECTION), self._guard)

    async def start(self, listen: str) -> str:
        """Listen on `HOST:PORT`; return the address with its real port.

        Raises InvalidOptionError when it may not or cannot: see `host_and_port`.
        """
        host, port = host_and_port(listen, self._config.open_to_others)
        try:
            bound = self._add_port(f"{host}:{port}")
        except RuntimeError:
            bound = 0
        if not bound:
            raise InvalidOptionError("listen", f"{host}:{port} cannot be bound; is it taken?")
        await self._server.start()
        self.metrics.loaded()
        self.metrics.serving.set(1)
        self._observing = asyncio.create_task(self._observer.run())
        logger.info("listening on %s:%d", host, bound)
        return f"{host}:{bound}"

    def _add_port(self, address: str) -> int:
        """Return the port that was bound, 0 for none."""
        if self._config.tls is None:
            return self._server.add_insecure_port(address)
        return self._server.add_secure_port(address, server_credentials(self._config.tls))

    def replace(self, engine: NameService) -> None:
        """Answer with another engine from now on; calls in flight keep the old one."""
        self.desk.replace(engine)
        self.metrics.reloaded(good=True)

    async def drain(self) -> None:
        """Take no new work, finish what is in flight within the grace, and stop; idempotent."""
        logger.info("draining, at most %g s", self._config.grace)
        self.health.end()
        self.metrics.serving.set(0)
        self._guard.drain()
        await self._server.stop(self._config.grace)
        # The last answers are handed over, not yet sent: a process that ends now resets them.
        await all_sent(*_FLUSH_SECONDS)
        self.desk.compute.close()
        self._counter.close()
        if self._observing:
            self._observing.cancel()
        self.metrics.write()
        logger.info("drained")


def _post(config: ServerConfig, metrics: Metrics) -> Post:
    return Post(
        Authenticator(config.access),
        Audit(config.access.audit),
        metrics,
        calls=Gate(Room(config.running, config.waiting, config.caller_share)),
        streams=Gate(Room(config.streams, 0, config.caller_share)),
        patience=Patience(config.stream_idle, config.stream_age),
        log_calls=config.telemetry.log_calls,
    )


def _options(config: ServerConfig) -> list[tuple[str, int]]:
    options = [
        ("grpc.so_reuseport", int(config.reuse_port)),
        ("grpc.max_concurrent_streams", _STREAMS_PER_CONNECTION),
        ("grpc.max_receive_message_length", config.max_message_bytes),
        ("grpc.http2.bdp_probe", int(config.probe_bandwidth)),
        # A peer that is gone without a word is noticed, and one that pings too often is not borne.
        ("grpc.keepalive_time_ms", _KEEPALIVE_MS),
        ("grpc.keepalive_timeout_ms", _KEEPALIVE_TIMEOUT_MS),
        ("grpc.http2.min_ping_interval_without_data_ms", _LEAST_PING_MS),
        ("grpc.keepalive_permit_without_calls", 1),
    ]
    if config.connection_age:
        options.append(("grpc.max_connection_age_ms", int(config.connection_age * 1_000)))
        options.append(("grpc.max_connection_age_grace_ms", int(config.grace * 1_000)))
    return options
