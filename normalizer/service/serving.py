"""`serve`: a server in this process, or in several that share its port.

The engine is opened once, before anything else. One worker is this process itself. More are
forked from it and inherit the engine; gRPC is imported in them alone.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from normalizer.engine import NameService
from normalizer.errors import NormalizerError
from normalizer.service.config import DEFAULT_LISTEN, ServerConfig, host_and_port
from normalizer.service.link import Link
from normalizer.service.notify import READY, STOPPING, notify
from normalizer.service.opening import Opener, settle
from normalizer.service.port import ReservedPort
from normalizer.service.supervisor import Slot, Supervisor

_DEFAULTS = ServerConfig()

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many processes serve, 0 for one a core, and whether each is pinned to a core."""

    workers: int = 1
    pinned: bool = False

    @property
    def size(self) -> int:
        """Return the number of processes."""
        return self.workers or len(_cores())


_ALONE = Fleet()


def announce(address: str) -> None:
    """Say on standard error where the server listens."""
    sys.stderr.write(f"listening on {address}\n")
    sys.stderr.flush()


def serve(
    open_engine: Opener,
    listen: str = DEFAULT_LISTEN,
    config: ServerConfig = _DEFAULTS,
    fleet: Fleet = _ALONE,
    ready: Callable[[str], None] = announce,
) -> int:
    """Serve on `HOST:PORT` until SIGTERM or SIGINT, then drain; return the exit code.

    To be called on the main thread, before gRPC is imported when there are several workers.
    Port 0 takes a free one; `ready` is told the address, with its real port, once calls can be
    made. Raises InvalidOptionError when the port cannot be had, and what `open_engine` raises.
    """
    host, port = host_and_port(listen, config.open_to_others)
    if fleet.size > 1:
        return _Several(open_engine, config, fleet).run(ReservedPort(host, port), ready)
    engine = open_engine()
    settle()
    from normalizer.service.worker import work

    def told(address: str) -> None:
        ready(address)
        notify(READY)

    work(engine, open_engine, listen, config, told)
    return 0


class _Several:
    """A supervisor and its workers; the engine here is the one that new workers inherit."""

    def __init__(self, open_engine: Opener, config: ServerConfig, fleet: Fleet) -> None:
        self._open = open_engine
        self._config = replace(config, reuse_port=True)
        self._fleet = fleet
        self._engine: NameService = open_engine()

    def run(self, port: ReservedPort, ready: Callable[[str], None]) -> int:
        settle()
        slots = [
            Slot(f"worker {number}", self._worker(port.address))
            for number in range(self._fleet.size)
        ]

        def told() -> None:
            ready(port.address)
            notify(READY)

        try:
            return Supervisor(slots, self._config.grace, self._reload, told).run()
        finally:
            notify(STOPPING)
            port.close()

    def _worker(self, address: str) -> Callable[[Link], int]:
        def run(link: Link) -> int:
            if self._fleet.pinned:
                _pin(link.number)
            # Here and not above: gRPC does not survive a fork.
            from normalizer.service.worker import work

            work(self._engine, self._open, address, self._config, lambda _: None, link)
            return 0

        return run

    def _reload(self) -> bool:
        """Return whether the table could be read anew; workers are told only of a good one."""
        try:
            self._engine = self._open()
        except (NormalizerError, OSError) as failure:
            logger.error("not reloaded: %s", failure)
            return False
        settle()
        return True


def _cores() -> list[int]:
    """Return the cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _pin(number: int) -> None:
    """Keep this process on one core, where the system knows how."""
    if hasattr(os, "sched_setaffinity"):
        cores = _cores()
        os.sched_setaffinity(0, {cores[number % len(cores)]})
