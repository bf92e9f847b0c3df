"""What is counted and measured, for Prometheus.

What calls do is added up first and written once a second, and before it is shown: written one by
one, these numbers cost a call more than anything else around it, and kept one by one until then,
they held up all calls for some milliseconds each second. A worker that is killed takes
what it has noted since then with it.

Several workers write each to files of its own in one folder, by their number and not by their
process, so that a restarted worker counts on where the one before it ended and the files stay
few. `exporter.py` adds them up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, values
from prometheus_client.registry import Collector

from normalizer.service.telemetry.tally import ITEMS, SECONDS, Noted, Steps, Tally

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_files(folder: Path, number: int) -> None:
    """Let the metrics that are made from now on be a worker's; to be called before any is made.

    What a dead worker of the same number had under way is forgotten.
    """
    os.environ[FOLDER_VARIABLE] = str(folder)
    for gauge in folder.glob(f"gauge_*_{number}.db"):
        gauge.unlink()
    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]


class _Histogram(Histogram):
    """A histogram that takes many observations at once."""

    def observe_all(self, steps: Steps) -> None:
        """Observe what was counted by the bounds that this histogram has too."""
        for place, times in enumerate(steps.times):
            if times:
                self._buckets[place].inc(times)
        self._sum.inc(steps.sum)


class _Writing(Collector):
    """Shows nothing itself: it has what was noted written before anything else is shown."""

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write

    def collect(self) -> Iterable[Metric]:
        """Write, and return no metrics."""
        self._write()
        return ()


class Metrics:
    """The metrics of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        # Handlers note on the event loop, and the exporter's thread has it written.
        self._lock = Lock()
        self._noted = Noted()
        self.registry.register(_Writing(self.write))
        self._children: dict[tuple[Any, ...], Any] = {}
        self._calls = self._counter("calls", "Calls that have ended.", "method", "code")
        self._seconds = _Histogram(
            "namenorm_call_seconds",
            "How long calls took that are no streams, waiting included.",
            ("method",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._items = _Histogram(
            "namenorm_call_items",
            "Names or documents in a message.",
            ("method",),
            buckets=ITEMS,
            registry=self.registry,
        )
        self._decisions = self._counter(
            "decisions", "Answers for names and mentions.", "decision", "stage"
        )
        self._candidates = self._counter("candidates", "Candidates in those answers.")
        self._rejections = self._counter("rejections", "Calls turned away.", "reason")
        self._reloads = self._counter("reloads", "Reloads of the alias table.", "outcome")
        self._caches = self._counter(
            "cache_lookups", "Lookups in the engine's caches.", "cache", "outcome"
        )
        self.running = self._gauge("running_calls", "Calls that are worked on.")
        self.waiting = self._gauge("waiting_calls", "Calls that wait for a turn.")
        self.streams = self._gauge("open_streams", "Streams that are open.")
        self.serving = self._gauge("serving_workers", "Workers that take calls.")
        self._loaded = self._gauge("table_loaded_seconds", "When the table was read.", "max")
        self._lag = self._gauge(
            "table_lag_revisions", "Revisions that the table is behind its store.", "max"
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"namenorm_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, mode: str = "livesum") -> Gauge:
        return Gauge(f"namenorm_{name}", text, registry=self.registry, multiprocess_mode=mode)  # type: ignore[arg-type]

    def _child(self, metric: Any, *labels: str) -> Any:
        """Return the series of a metric; looking it up here costs less than there."""
        key = (metric, *labels)
        found = self._children.get(key)
        if found is None:
            found = self._children[key] = metric.labels(*labels)
        return found

    def ended(self, method: str, code: str, seconds: float | None) -> None:
        """Note a call that has ended; `seconds` is None for a stream."""
        with self._lock:
            self._noted.ended(method, code, seconds)

    def answered(self, method: str, items: int, tally: Tally) -> None:
        """Note a message by its names or documents, and what was answered."""
        with self._lock:
            self._noted.answered(method, items, tally)

    def write(self) -> None:
        """Write what was noted until now; from any thread."""
        with self._lock:
            noted, self._noted = self._noted, Noted()
        for labels, times in noted.calls.items():
            self._child(self._calls, *labels).inc(times)
        for metric, found in ((self._seconds, noted.seconds), (self._items, noted.items)):
            for method, steps in found.items():
                self._child(metric, method).observe_all(steps)
        self._decided(noted.answers)

    def rejected(self, reason: str) -> None:
        """Count a call that was turned away."""
        self._rejections.labels(reason).inc()

    def _decided(self, tally: Tally) -> None:
        for (decision, stage), number in tally.decisions.items():
            brought = stage.value if stage else ""
            self._child(self._decisions, decision.value, brought).inc(number)
        if tally.candidates:
            self._candidates.inc(tally.candidates)

    def cached(self, cache: str, hits: int, misses: int) -> None:
        """Add up lookups in a cache."""
        self._child(self._caches, cache, "hit").inc(hits)
        self._child(self._caches, cache, "miss").inc(misses)

    def loaded(self) -> None:
        """Note that the table in use was read just now."""
        self._loaded.set(time.time())
        self._lag.set(0)

    def lagging(self, revisions: int) -> None:
        """Note how many revisions the table in use is behind its store."""
        self._lag.set(revisions)

    def reloaded(self, good: bool) -> None:
        """Count a reload."""
        self._reloads.labels("done" if good else "failed").inc()
        if good:
            self.loaded()
