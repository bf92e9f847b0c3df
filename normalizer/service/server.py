"""The gRPC server: built, started, drained.

1. The engine is warmed, so that no first caller waits for tables.
2. The port is bound and health says SERVING.
3. On SIGTERM or SIGINT health says NOT_SERVING and streams end after the message in hand.
4. Calls in flight finish within the grace; the process goes on to its end.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable

import grpc
from grpc_health.v1 import health_pb2_grpc

from normalizer.engine import NameService
from normalizer.errors import InvalidOptionError
from normalizer.service.admission import Gate
from normalizer.service.annotator import AnnotatorServicer
from normalizer.service.config import DEFAULT_LISTEN, ServerConfig, host_and_port
from normalizer.service.desk import Desk
from normalizer.service.entities import EntityServicer
from normalizer.service.guard import Guard
from normalizer.service.health import SERVICE_NAME as HEALTH
from normalizer.service.health import Health
from normalizer.service.reflection import SERVICE_NAME as REFLECTION
from normalizer.service.reflection import add_reflection
from normalizer.service.resolver import ResolverServicer
from normalizer.service.romaniser import RomaniserServicer
from normalizer.types import Document
from normalizer.v1 import (
    annotator_pb2,
    annotator_pb2_grpc,
    entities_pb2,
    entities_pb2_grpc,
    resolver_pb2,
    resolver_pb2_grpc,
    romaniser_pb2,
    romaniser_pb2_grpc,
)

SERVICES = tuple(
    service.full_name
    for contract in (resolver_pb2, annotator_pb2, romaniser_pb2, entities_pb2)
    for service in contract.DESCRIPTOR.services_by_name.values()
)
_SWITCH_SECONDS = 0.001
_FLUSH_SECONDS = 0.25
_STREAMS_PER_CONNECTION = 1_000
_DEFAULTS = ServerConfig()

logger = logging.getLogger(__name__)


class Server:
    """One server on one event loop. To be made and used on that loop."""

    def __init__(self, engine: NameService, config: ServerConfig) -> None:
        self._config = config
        self.desk = Desk(engine)
        self.health = Health(SERVICES)
        self._guard = Guard(Gate(config.running, config.waiting), Gate(config.streams, 0))
        self._server = grpc.aio.server(interceptors=(self._guard,), options=_options(config))
        self._add_services()

    def _add_services(self) -> None:
        server, desk = self._server, self.desk
        resolver_pb2_grpc.add_ResolverServiceServicer_to_server(ResolverServicer(desk), server)
        annotator_pb2_grpc.add_AnnotatorServiceServicer_to_server(AnnotatorServicer(desk), server)
        romaniser_pb2_grpc.add_RomaniserServiceServicer_to_server(RomaniserServicer(desk), server)
        entities_pb2_grpc.add_EntityServiceServicer_to_server(EntityServicer(desk), server)
        health_pb2_grpc.add_HealthServicer_to_server(self.health, server)
        add_reflection((*SERVICES, HEALTH, REFLECTION), server)

    async def start(self, listen: str) -> str:
        """Listen on `HOST:PORT`; return the address with its real port.

        Raises InvalidOptionError when it may not or cannot: see `host_and_port`.
        """
        host, port = host_and_port(listen, self._config.insecure)
        try:
            bound = self._server.add_insecure_port(f"{host}:{port}")
        except RuntimeError:
            bound = 0
        if not bound:
            raise InvalidOptionError("listen", f"{host}:{port} cannot be bound; is it taken?")
        await self._server.start()
        logger.info("listening on %s:%d", host, bound)
        return f"{host}:{bound}"

    async def drain(self) -> None:
        """Take no new work, finish what is in flight within the grace, and stop; idempotent."""
        logger.info("draining, at most %g s", self._config.grace)
        self.health.end()
        self._guard.drain()
        await self._server.stop(self._config.grace)
        # The last answers are handed over, not yet sent: a process that ends now resets them.
        await asyncio.sleep(_FLUSH_SECONDS)
        self.desk.compute.close()
        logger.info("drained")


def announce(address: str) -> None:
    """Say on standard error where the server listens."""
    sys.stderr.write(f"listening on {address}\n")
    sys.stderr.flush()


def serve(
    engine: NameService,
    listen: str = DEFAULT_LISTEN,
    config: ServerConfig = _DEFAULTS,
    ready: Callable[[str], None] = announce,
) -> None:
    """Serve on `HOST:PORT` until SIGTERM or SIGINT, then drain and return.

    To be called on the main thread. Port 0 takes a free one; `ready` is told the address,
    with its real port, once the server listens. Raises InvalidOptionError when it cannot.
    """
    host_and_port(listen, config.insecure)
    warm(engine)
    # A batch on the compute thread gives way to the event loop sooner than by default.
    sys.setswitchinterval(_SWITCH_SECONDS)
    asyncio.run(_serve(engine, listen, config, ready))


async def _serve(
    engine: NameService, listen: str, config: ServerConfig, ready: Callable[[str], None]
) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    server = Server(engine, config)
    ready(await server.start(listen))
    await told.wait()
    await server.drain()


def warm(engine: NameService) -> None:
    """Ask the engine for a name that no table has, so that every table is built."""
    engine.resolve("Warmington Upsley")
    engine.annotate(Document("", "Mr Warmington Upsley went to Upsleyville."))


def _options(config: ServerConfig) -> list[tuple[str, int]]:
    return [
        ("grpc.so_reuseport", int(config.reuse_port)),
        ("grpc.max_concurrent_streams", _STREAMS_PER_CONNECTION),
        ("grpc.max_receive_message_length", config.max_message_bytes),
        ("grpc.http2.bdp_probe", int(config.probe_bandwidth)),
    ]
