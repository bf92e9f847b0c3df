"""Looks at queues and caches once a second, and has what calls noted written.

So calls need not say when they come and go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from normalizer.service.admission import Gate
from normalizer.service.telemetry.caches import CacheUse, cache_uses
from normalizer.service.telemetry.metrics import Metrics

LOOK_SECONDS = 1.0
_CACHES_EACH = 5


class Observer:
    """Writes what it sees to the metrics."""

    def __init__(
        self,
        metrics: Metrics,
        calls: Gate,
        streams: Gate,
        more_caches: Callable[[], Iterable[CacheUse]] = tuple,
    ) -> None:
        self._metrics, self._calls, self._streams = metrics, calls, streams
        self._more_caches = more_caches
        self._known: dict[str, tuple[int, int]] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        looks = 0
        while True:
            self.look_at_queues()
            self._metrics.write()
            if looks % _CACHES_EACH == 0:
                self.look_at_caches()
            looks += 1
            await asyncio.sleep(LOOK_SECONDS)

    def look_at_queues(self) -> None:
        """Note how many calls run and wait, and how many streams are open."""
        self._metrics.running.set(self._calls.running)
        self._metrics.waiting.set(self._calls.waiting)
        self._metrics.streams.set(self._streams.running)

    def look_at_caches(self) -> None:
        """Note how often each cache was asked since the last look."""
        for name, hits, misses in (*cache_uses(), *self._more_caches()):
            before = self._known.get(name, (0, 0))
            # A cache that was cleared counts from nothing.
            old = before if hits >= before[0] and misses >= before[1] else (0, 0)
            self._metrics.cached(name, hits - old[0], misses - old[1])
            self._known[name] = hits, misses
