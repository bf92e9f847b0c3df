"""Shows metrics over HTTP: `/metrics`, and `/healthz` and `/readyz` for probes without gRPC.

`/healthz` says that the process lives; `/readyz` that at least one worker takes calls.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from normalizer.errors import InvalidOptionError

SERVING = "namenorm_serving_workers"
logger = logging.getLogger(__name__)

_TEXT = [("Content-Type", "text/plain; charset=utf-8")]


class _Quiet(WSGIRequestHandler):
    timeout = 5  # a client that sends nothing is not waited for

    def log_message(self, *args: object) -> None:
        """Log nothing: a probe every few seconds is no news."""


class Exporter:
    """An HTTP server over a registry. Raises InvalidOptionError when it cannot listen."""

    def __init__(self, host: str, port: int, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._metrics = make_wsgi_app(registry)
        try:
            self._server: WSGIServer = make_server(
                host.strip("[]"), port, self._answer, handler_class=_Quiet
            )
        except OSError as failure:
            reason = f"{host}:{port} cannot be bound: {failure.strerror}"
            raise InvalidOptionError("metrics", reason) from failure
        self.address = f"{host}:{self._server.server_port}"
        logger.info("metrics on http://%s/metrics", self.address)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            found: Iterable[bytes] = self._metrics(environ, start)
            return found
        if path == "/healthz":
            return _say(start, "200 OK", b"alive\n")
        if path == "/readyz":
            if _serving(self._registry):
                return _say(start, "200 OK", b"serving\n")
            return _say(start, "503 Service Unavailable", b"not serving\n")
        return _say(start, "404 Not Found", b"/metrics, /healthz or /readyz\n")

    def start(self) -> None:
        """Answer on a thread of its own."""
        threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()

    def close(self) -> None:
        """Stop answering; idempotent."""
        self._server.shutdown()
        self._server.server_close()


def _say(start: Callable[..., Any], status: str, text: bytes) -> Iterable[bytes]:
    start(status, _TEXT)
    return [text]


def _serving(registry: CollectorRegistry) -> bool:
    samples = (sample for family in registry.collect() for sample in family.samples)
    return any(sample.name == SERVING and sample.value > 0 for sample in samples)


def merged(folder: Path) -> CollectorRegistry:
    """Return a registry that adds up what workers have written to a folder."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    return registry


def export_until_told(exporter: Exporter, life: int) -> None:
    """Answer in this process until SIGTERM, or until the pipe `life` ends with its writer."""
    told = threading.Event()

    def outlive() -> None:
        os.read(life, 1)
        told.set()

    signal.signal(signal.SIGTERM, lambda number, frame: told.set())
    threading.Thread(target=outlive, daemon=True).start()
    exporter.start()
    told.wait()
    exporter.close()
