"""One process of a server: an event loop that answers until it is told to stop.

SIGTERM and SIGINT drain; so does the end of the supervisor. SIGHUP opens the alias table anew
beside the old one, which answers until the new one is warm; a table that is faulty is complained
of, and the old one stays.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable

from normalizer.errors import NormalizerError, StoreError
from normalizer.garbage import settle
from normalizer.live.engine import LiveEngine
from normalizer.service.config import ServerConfig, host_and_port
from normalizer.service.link import Event, Link
from normalizer.service.manners import PoliteLoop
from normalizer.service.opening import Opener, curation_of, live_of
from normalizer.service.server import Server
from normalizer.service.telemetry.exporter import Exporter

_SWITCH_SECONDS = 0.001
# How many objects make a young collection, and how many collections an older one. By default a
# busy worker walks all that its caches keep every few seconds, 30 to 40 ms in which nobody is
# answered; what such a walk frees is next to nothing.
_COLLECTIONS = (5_000, 20, 100)
LOOK_BEHIND_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Worker:
    """Runs one server in this process; `open_engine` is asked again on reload."""

    def __init__(self, open_engine: Opener, config: ServerConfig) -> None:
        self._open, self._config = open_engine, config
        self._told = asyncio.Event()
        self._reloads: asyncio.Queue[None] = asyncio.Queue()

    async def run(
        self,
        first: Opener,
        listen: str,
        ready: Callable[[str], None],
        link: Link | None = None,
    ) -> None:
        """Answer with the engine of `first` until told to stop; `ready` is told the address."""
        self._listen_to_signals(link)
        self._engine = first()
        server = Server(self._engine, self._config, curation_of(self._engine))
        exporter = self._exporter(server)
        address = await server.start(listen)
        settle()
        ready(address)
        if link is not None:
            link.tell(Event.READY)
        tasks = [asyncio.create_task(self._reload_when_told(server, link))]
        if live := live_of(self._engine):
            tasks.append(asyncio.create_task(self._look_behind(live, server)))
        try:
            await self._told.wait()
        finally:
            for task in tasks:
                task.cancel()
            await server.drain()
            if exporter is not None:
                exporter.close()
            self._engine.close()

    def _exporter(self, server: Server) -> Exporter | None:
        """Return what shows this worker's metrics; None where nothing or another does."""
        if not self._config.telemetry.metrics:
            return None
        host, port = host_and_port(self._config.telemetry.metrics, insecure=True)
        exporter = Exporter(host, port, server.metrics.registry)
        exporter.start()
        return exporter

    def _listen_to_signals(self, link: Link | None) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._told.set)
        loop.add_signal_handler(signal.SIGHUP, self._reloads.put_nowait, None)
        if link is not None:
            loop.add_reader(link.life, self._orphaned, link)

    def _orphaned(self, link: Link) -> None:
        asyncio.get_running_loop().remove_reader(link.life)
        os.close(link.life)
        logger.error("the supervisor is gone")
        self._told.set()

    async def _reload_when_told(self, server: Server, link: Link | None) -> None:
        while True:
            await self._reloads.get()
            event = Event.RELOADED if await self._reload(server) else Event.RELOAD_FAILED
            if link is not None:
                link.tell(event)

    async def _look_behind(self, engine: LiveEngine, server: Server) -> None:
        """Note now and then how many revisions the engine is behind its store."""
        while True:
            try:
                behind = await asyncio.to_thread(revisions_behind, engine)
            except StoreError as failure:  # a store that is away is away for this too
                logger.warning("cannot tell how far the table is behind: %s", failure)
            else:
                server.metrics.lagging(behind)
            await asyncio.sleep(LOOK_BEHIND_SECONDS)

    async def _reload(self, server: Server) -> bool:
        """Return whether a fresh engine answers now; one that follows its store always does."""
        try:
            if live := live_of(self._engine):
                await asyncio.to_thread(live.refresh)
                return True
            engine = await asyncio.to_thread(self._open)
        except (NormalizerError, OSError) as failure:
            logger.error("not reloaded: %s", failure)
            server.metrics.reloaded(good=False)
            return False
        server.replace(engine)
        self._engine = engine
        logger.info("reloaded, revision %s", engine.revision)
        return True


def revisions_behind(engine: LiveEngine) -> int:
    """Return how many revisions of its store an engine has not taken over; raise StoreError."""
    served = engine.store.revision_of(engine.revision)
    return max(0, engine.store.revision - served)


def work(
    first: Opener,
    open_engine: Opener,
    listen: str,
    config: ServerConfig,
    ready: Callable[[str], None],
    link: Link | None = None,
) -> None:
    """Serve in this process until told to stop, then drain and return.

    `first` gives the engine to begin with, and keeps it no longer: it goes when another is read.
    To be called on the main thread. Raises InvalidOptionError when the port cannot be bound.
    """
    # A batch on the compute thread gives way to the event loop sooner than by default.
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.set_threshold(*_COLLECTIONS)

    async def run() -> None:
        await Worker(open_engine, config).run(first, listen, ready, link)

    with asyncio.Runner(loop_factory=PoliteLoop) as runner:
        runner.run(run())
