"""One measurement: jobs to generator processes, their measures and the server's CPU together."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.bench.load.jobs import GIVE_UP_SECONDS, Job, Measures
from tests.bench.load.servers import Process


@dataclass(frozen=True, slots=True)
class Run:
    """What a server did under one load. Times in seconds."""

    job: Job
    measures: Measures
    cpu: float

    @property
    def calls(self) -> int:
        """Return how many calls were answered."""
        return len(self.measures.seconds)

    @property
    def items_a_second(self) -> float:
        """Return the names or documents that were answered in a second."""
        return self.calls * self.job.shape.items / self.measures.elapsed

    @property
    def cpu_an_item(self) -> float:
        """Return the server's CPU for a name or document."""
        return self.cpu / max(1, self.calls * self.job.shape.items)

    def quantile(self, part: float) -> float:
        """Return the time within which this part of the calls was answered."""
        ordered = sorted(self.measures.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def measure(process: Process, job: Job, generators: int = 1, cores: Sequence[int] = ()) -> Run:
    """Return what came of a job, which is shared out among generator processes."""
    before = process.cpu_seconds()
    jobs = [
        replace(
            job,
            address=process.address,
            callers=max(1, job.callers // generators),
            rate=job.rate / generators,
            seed=job.seed + number,
        )
        for number in range(generators)
    ]
    started = [
        _start(each, cores[n % len(cores)] if cores else None) for n, each in enumerate(jobs)
    ]
    measures = Measures()
    for each in started:
        out, _ = each.communicate(timeout=job.seconds + 2 * GIVE_UP_SECONDS)
        if each.returncode:
            raise RuntimeError(f"a generator of load ended with {each.returncode}")
        measures.add(pickle.loads(out))  # from our own child
    return Run(replace(job, address=process.address), measures, process.cpu_seconds() - before)


def _start(job: Job, core: int | None) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load.generator"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(pickle.dumps((job, core)))
    process.stdin.close()
    process.stdin = None
    return process
