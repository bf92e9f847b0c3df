"""A process that sends load, and says how long each call took.

    python -m tests.bench.load.generator < job > measures     (both pickled; started by others)

Closed loop: so many callers, each waits for its answer before it asks again. Open loop: calls
begin when a schedule says, whether others are answered or not, and the time of each counts from
when it should have begun: a server that stalls does not make its own load disappear.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import sys

from tests.bench.load.calls import Calls
from tests.bench.load.jobs import Job, Measures


def run(job: Job) -> Measures:
    """Return what was measured. A stream's client is gRPC's own, and imported only for it."""
    if not job.shape.streaming:
        return Calls(job).run()
    from tests.bench.load.streams import run_streams

    return asyncio.run(run_streams(job))


def main() -> None:
    """Run the job on standard input and write its measures to standard output."""
    job, core = pickle.load(sys.stdin.buffer)  # from our own parent
    if core is not None:
        os.sched_setaffinity(0, {core})
    gc.disable()  # it would pause the clock of all calls
    sys.stdout.buffer.write(pickle.dumps(run(job)))


if __name__ == "__main__":
    main()
