"""`serve`: a server in this process, or in several that share its port.

The engine is opened once, before anything else. One worker is this process itself. More are
forked from it and inherit the engine, unless it follows a store, with threads and connections
that no fork carries over; gRPC is imported in them alone.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from normalizer.engine import NameService
from normalizer.errors import NormalizerError
from normalizer.garbage import settle
from normalizer.service.certificates import check_tls
from normalizer.service.config import DEFAULT_LISTEN, ServerConfig, host_and_port
from normalizer.service.link import Link
from normalizer.service.notify import READY, STOPPING, notify
from normalizer.service.opening import Opener
from normalizer.service.port import ReservedPort
from normalizer.service.supervisor import Slot, Supervisor
from normalizer.service.telemetry.exporter import Exporter, export_until_told, merged
from normalizer.service.telemetry.metrics import share_files

_DEFAULTS = ServerConfig()
_QUOTA = Path("/sys/fs/cgroup/cpu.max")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many processes serve, 0 for one a core, and whether each is pinned to a core."""

    workers: int = 1
    pinned: bool = False

    @property
    def size(self) -> int:
        """Return the number of processes."""
        return self.workers or usable_cores()


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
    inherited: bool = True,
) -> int:
    """Serve on `HOST:PORT` until SIGTERM or SIGINT, then drain; return the exit code.

    To be called on the main thread, before gRPC is imported when there are several workers.
    These inherit the engine by fork unless `inherited` says that each must open its own.
    Port 0 takes a free one; `ready` is told the address, with its real port, once calls can be
    made. Raises InvalidOptionError when a port cannot be had, InputError for faulty files of
    certificates or access, and what `open_engine` raises.
    """
    host, port = host_and_port(listen, config.open_to_others)
    if config.tls is not None:
        check_tls(config.tls)
    run = _Several(config, fleet, inherited) if fleet.size > 1 else _Alone(config)

    def told(address: str) -> None:
        ready(address)
        notify(READY)

    try:
        return run.serve(open_engine, host, port, told)
    finally:
        notify(STOPPING)


class _Alone:
    """One server in this process."""

    def __init__(self, config: ServerConfig) -> None:
        self._config = config

    def serve(self, open_engine: Opener, host: str, port: int, ready: Callable[[str], None]) -> int:
        engines = [open_engine()]
        settle()
        from normalizer.service.worker import work

        work(engines.pop, open_engine, f"{host}:{port}", self._config, ready)
        return 0


class _Several:
    """A supervisor and its workers; the engine here, if any, is what new workers inherit."""

    def __init__(self, config: ServerConfig, fleet: Fleet, inherited: bool) -> None:
        # Metrics are the business of a process of their own.
        mute = replace(config.telemetry, metrics="")
        self._config = replace(config, reuse_port=True, telemetry=mute)
        self._metrics = config.telemetry.metrics
        self._fleet, self._inherited = fleet, inherited
        self._engine: NameService | None = None

    def serve(self, open_engine: Opener, host: str, port: int, ready: Callable[[str], None]) -> int:
        if self._metrics:  # refuse it here, and not again and again in its process
            ReservedPort(*host_and_port(self._metrics, insecure=True), "metrics").close()
        reserved = ReservedPort(host, port)
        self._open = open_engine
        self._take(open_engine())
        with TemporaryDirectory(prefix="namenorm-metrics-") as folder:
            slots = list(self._slots(reserved.address, Path(folder)))
            told = partial(ready, reserved.address)
            try:
                return Supervisor(slots, self._config.grace, self._reload, told).run()
            finally:
                reserved.close()

    def _slots(self, address: str, folder: Path) -> Iterator[Slot]:
        for number in range(self._fleet.size):
            yield Slot(f"worker {number}", partial(self._work, address, folder))
        if self._metrics:
            yield Slot("metrics", partial(self._export, folder), serves=False)

    def _work(self, address: str, folder: Path, link: Link) -> int:
        """Serve as a worker. gRPC is imported here and not above: it does not survive a fork."""
        if self._fleet.pinned:
            _pin(link.number)
        share_files(folder, link.number)
        from normalizer.service.worker import work

        work(self._first, self._open, address, self._config, lambda _: None, link)
        return 0

    def _first(self) -> NameService:
        """Return the engine that a worker begins with, which is then its own."""
        engine, self._engine = self._engine, None
        return engine or self._open()

    def _take(self, engine: NameService) -> None:
        """Let new workers inherit an engine; what they must open themselves was but tried."""
        if self._inherited:
            self._engine = engine
            settle()
        else:
            engine.close()

    def _export(self, folder: Path, link: Link) -> int:
        host, port = host_and_port(self._metrics, insecure=True)
        export_until_told(Exporter(host, port, merged(folder)), link.life)
        return 0

    def _reload(self) -> bool:
        """Return whether the table could be read anew; workers are told only of a good one."""
        try:
            self._take(self._open())
        except (NormalizerError, OSError) as failure:
            logger.error("not reloaded: %s", failure)
            return False
        return True


def usable_cores(quota: Path = _QUOTA) -> int:
    """Return how many cores this process may keep busy, at least 1.

    A container may be let run on all cores and yet be given the time of a few: `quota` is where
    Linux says so (cgroup v2, cpu.max: microseconds in each period, or max).
    """
    cores = len(_cores())
    try:
        given, period = quota.read_text("ascii").split()
        allowed = int(given) / int(period)
    except (OSError, ValueError):
        return cores
    return max(1, min(cores, round(allowed)))


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
