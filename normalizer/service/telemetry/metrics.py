"""What is counted and measured, for Prometheus.

What calls do is noted first and written once a second, and before it is shown: written one by
one, these numbers cost a call more than anything else around it. A worker that is killed takes
what it has noted since then with it.

Several workers write each to files of its own in one folder, by their number and not by their
process, so that a restarted worker counts on where the one before it ended and the files stay
few. `exporter.py` adds them up.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections import Counter as Counted
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, values
from prometheus_client.registry import Collector

from normalizer.types import Candidate, Decision, Stage

Item = TypeVar("Item")

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
        stage = candidates[0].evidence.stage if candidates else None
        self.add(decision, stage, len(candidates))

    def add(self, decision: Decision, stage: Stage | None, candidates: int) -> None:
        """Count one answer by its decision, the stage of its first candidate, and their number."""
        key = decision, stage
        self.decisions[key] = self.decisions.get(key, 0) + 1
        self.candidates += candidates

    def take(self, other: Tally) -> None:
        """Count the answers of another message too."""
        for key, times in other.decisions.items():
            self.decisions[key] = self.decisions.get(key, 0) + times
        self.candidates += other.candidates


class _Steps(Histogram):
    """A histogram that takes many observations at once."""

    def observe_all(self, amounts: Counted[float]) -> None:
        """Observe each amount as often as was counted."""
        steps = Counted[int]()
        for amount, times in amounts.items():
            steps[bisect_left(self._upper_bounds, amount)] += times
        for step, times in steps.items():
            self._buckets[step].inc(times)
        self._sum.inc(sum(amount * times for amount, times in amounts.items()))


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
        # Both ends of a deque may be used from different threads.
        self._ended: deque[tuple[str, str, float | None]] = deque()
        self._answered: deque[tuple[str, int, Tally]] = deque()
        self.registry.register(_Writing(self.write))
        self._children: dict[tuple[Any, ...], Any] = {}
        self._calls = self._counter("calls", "Calls that have ended.", "method", "code")
        self._seconds = _Steps(
            "namenorm_call_seconds",
            "How long calls took that are no streams, waiting included.",
            ("method",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._items = _Steps(
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
        """Note a call that has ended; `seconds` is None for a stream."""
        self._ended.append((method, code, seconds))

    def answered(self, method: str, items: int, tally: Tally) -> None:
        """Note a message by its names or documents, and what was answered."""
        self._answered.append((method, items, tally))

    def write(self) -> None:
        """Write what was noted until now; from any thread."""
        calls, seconds = Counted[tuple[str, str]](), defaultdict[str, Counted[float]](Counted)
        for method, code, took in _taken(self._ended):
            calls[method, code] += 1
            if took is not None:
                seconds[method][took] += 1
        items, whole = defaultdict[str, Counted[float]](Counted), Tally()
        for method, number, tally in _taken(self._answered):
            items[method][number] += 1
            whole.take(tally)
        for labels, times in calls.items():
            self._child(self._calls, *labels).inc(times)
        for steps, found in ((self._seconds, seconds), (self._items, items)):
            for method, amounts in found.items():
                self._child(steps, method).observe_all(amounts)
        self._decided(whole)

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


def _taken(noted: deque[Item]) -> Iterator[Item]:
    """Yield and remove what was noted until now."""
    for _ in range(len(noted)):
        try:
            yield noted.popleft()
        except IndexError:  # another thread writes too
            return
