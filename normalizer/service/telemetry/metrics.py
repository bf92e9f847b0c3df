"""What is counted and measured, for Prometheus.

Several workers write each to files of its own in one folder, by their number and not by their
process, so that a restarted worker counts on where the one before it ended and the files stay
few. `exporter.py` adds them up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values

from normalizer.types import Candidate, Decision, Stage

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_ITEMS = (1, 2, 5, 10, 32, 100, 320, 1000)


def share_files(folder: Path, number: int) -> None:
    """Let the metrics that are made from now on be a worker's; to be called before any is made.

    What a dead worker of the same number had under way is forgotten.
    """
    os.environ[FOLDER_VARIABLE] = str(folder)
    for gauge in folder.glob(f"gauge_*_{number}.db"):
        gauge.unlink()
    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class Tally:
    """The answers of one message, by decision and by the stage of the first candidate."""

    decisions: dict[tuple[Decision, Stage | None], int] = field(default_factory=dict)
    candidates: int = 0

    def note(self, decision: Decision, candidates: Sequence[Candidate]) -> None:
        """Count one answer."""
        key = decision, candidates[0].evidence.stage if candidates else None
        self.decisions[key] = self.decisions.get(key, 0) + 1
        self.candidates += len(candidates)


class Metrics:
    """The metrics of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._children: dict[tuple[Any, ...], Any] = {}
        self._calls = self._counter("calls", "Calls that have ended.", "method", "code")
        self._seconds = Histogram(
            "namenorm_call_seconds",
            "How long calls took that are no streams, waiting included.",
            ("method",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._items = Histogram(
            "namenorm_call_items",
            "Names or documents in a message.",
            ("method",),
            buckets=_ITEMS,
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
        """Count a call that has ended; `seconds` is None for a stream."""
        self._child(self._calls, method, code).inc()
        if seconds is not None:
            self._child(self._seconds, method).observe(seconds)

    def message(self, method: str, items: int) -> None:
        """Measure a message by its names or documents."""
        self._child(self._items, method).observe(items)

    def rejected(self, reason: str) -> None:
        """Count a call that was turned away."""
        self._rejections.labels(reason).inc()

    def decided(self, tally: Tally) -> None:
        """Add up what was answered."""
        for (decision, stage), number in tally.decisions.items():
            brought = stage.value if stage else ""
            self._child(self._decisions, decision.value, brought).inc(number)
        if tally.candidates:
            self._candidates.inc(tally.candidates)

    def cached(self, cache: str, hits: int, misses: int) -> None:
        """Add up lookups in a cache."""
        self._caches.labels(cache, "hit").inc(hits)
        self._caches.labels(cache, "miss").inc(misses)

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
