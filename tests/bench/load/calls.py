"""Unary calls over a few connections: in a closed loop, or when a schedule says."""

from __future__ import annotations

import random
import select
import time
from itertools import cycle

from tests.bench.load.jobs import GIVE_UP_SECONDS, Job, Measures
from tests.bench.load.wire import Wire


class Calls:
    """Runs one job whose method is no stream."""

    def __init__(self, job: Job) -> None:
        self._job, self._measures = job, Measures()
        self._wires = [Wire(job.address, job.shape.method) for _ in range(job.channels)]
        self._turns = cycle(range(job.channels))
        self._due: dict[tuple[int, int], float] = {}
        requests = list(job.shape.requests)
        random.Random(job.seed).shuffle(requests)
        self._requests = iter(requests) if job.once else cycle(requests)

    def run(self) -> Measures:
        """Return what was measured."""
        began = time.perf_counter()
        if self._job.rate:
            self._open_loop(began, began + self._job.seconds)
        else:
            self._closed_loop(began + self._job.seconds)
        self._finish(time.perf_counter() + GIVE_UP_SECONDS)
        self._measures.elapsed = time.perf_counter() - began
        for wire in self._wires:
            wire.close()
        return self._measures

    def _closed_loop(self, end: float) -> None:
        """Let each caller ask again as soon as it is answered."""
        missing = self._job.callers
        while time.perf_counter() < end:
            for _ in range(missing):
                self._ask(time.perf_counter())
            if not self._due:
                return
            missing = self._wait(end)

    def _open_loop(self, began: float, end: float) -> None:
        """Ask when it is due, whether others are answered or not."""
        chance = random.Random(self._job.seed)
        due = began
        while (due := due + chance.expovariate(self._job.rate)) < end:
            while time.perf_counter() < due:
                self._wait(due)
            self._ask(due)

    def _ask(self, due: float) -> None:
        request = next(self._requests, None)
        if request is not None:
            turn = next(self._turns)
            self._due[turn, self._wires[turn].ask(request)] = due

    def _wait(self, until: float) -> int:
        """Wait until then for answers, and return how many came first."""
        writing = [wire for wire in self._wires if wire.is_writing]
        rest = max(0.0, until - time.perf_counter())
        readable, writable, _ = select.select(self._wires, writing, [], rest)
        for wire in writable:
            wire.write()
        return sum(self._note(wire) for wire in readable)

    def _note(self, wire: Wire) -> int:
        """Note the answers on a connection; return how many there were."""
        place, ends = self._wires.index(wire), wire.read()
        now = time.perf_counter()
        for end in ends:
            due = self._due.pop((place, end.stream))
            if end.answered:
                self._measures.seconds.append(now - due)
            else:
                self._measures.failures["NO_ANSWER"] += 1
        return len(ends)

    def _finish(self, end: float) -> None:
        while self._due and time.perf_counter() < end:
            self._wait(end)
        self._measures.failures["LATE"] += len(self._due)
