"""Load a server for a while and watch its memory.

    python -m tests.bench.soak [--minutes 1] [--workers 2] [--rate 40] [--seeds FOLDER]

Names, batches, streams and documents come by turns from a process of their own.
Every request is sent to every worker before, and the first third of the time is left out, since
the engine's caches fill. Of the rest, the last quarter's memory (what processes share counted
once) is compared with the first quarter's: more than 2 % more is a leak, exit code 1. Loopback
alone; everything stops with the command.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grpc

from normalizer.engine import Engine
from normalizer.resources import seeds_dir
from tests.bench.load.jobs import Job
from tests.bench.load.runs import measure
from tests.bench.load.servers import Process, served
from tests.bench.load.shapes import Shape, documents_of, names_of, shapes

MOST_GROWTH = 0.02
TURN_SECONDS = 5.0
NAMES, DOCUMENTS = 300, 8
NEW = ("fresh100", "first100")  # what is always new fills caches for ever


def main() -> int:
    """Return the exit code: 0 when memory stayed and no call failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=40.0, help="calls a second, of single names")
    parser.add_argument("--seeds", type=Path)
    chosen = parser.parse_args()
    engine = Engine.open(chosen.seeds)
    names, documents = names_of(engine, NAMES), documents_of(seeds_dir() / "documents", DOCUMENTS)
    del engine
    command = ["normalizer", "serve", "--listen", "127.0.0.1:0", "--workers", str(chosen.workers)]
    command += ["--seeds", str(chosen.seeds)] if chosen.seeds else []
    failures: Counter[str] = Counter()
    looks: list[tuple[float, float]] = []
    with served(command) as server:
        load = [each for name, each in shapes(names, documents).items() if name not in NEW]
        warm(server, load, 3 * chosen.workers)
        for seconds, failed in turns(server, load, chosen.minutes * 60, chosen.rate):
            failures += failed
            looks.append((seconds, server.memory()))
            sys.stdout.write(f"{seconds:6.0f} s  {looks[-1][1]:8.1f} MB\n")
            sys.stdout.flush()
    growth = growth_of(looks)
    sys.stdout.write(f"growth {growth:+.2%}, failed calls {dict(failures)}\n")
    return 1 if growth > MOST_GROWTH or failures else 0


def warm(server: Process, load: list[Shape], times: int) -> None:
    """Send each request so often over connections of its own that every worker has met it."""
    for _ in range(times):
        with grpc.insecure_channel(
            server.address, options=[("grpc.use_local_subchannel_pool", 1)]
        ) as channel:
            for shape in load:
                if not shape.streaming:
                    call = channel.unary_unary(shape.method)
                    for request in shape.requests:
                        call(request)


def turns(
    server: Process, load: list[Shape], seconds: float, rate: float
) -> Iterator[tuple[float, Counter[str]]]:
    """Send the shapes in turn until the time is over; yield the time and the failures so far."""
    began, turn = time.monotonic(), 0
    while (now := time.monotonic() - began) < seconds:
        shape = load[turn % len(load)]
        # Names come by a schedule; of larger calls one is on its way at a time, which bounds what
        # a slow machine has to hold.
        calls = rate if shape.items == 1 else 0.0
        job = Job("", shape, min(TURN_SECONDS, seconds - now), callers=1, rate=calls, seed=turn)
        failed = measure(server, job).measures.failures
        turn += 1
        yield time.monotonic() - began, failed


def growth_of(looks: list[tuple[float, float]]) -> float:
    """Return by what part memory grew from the first to the last quarter, the warming left out."""
    warm = [memory for _, memory in looks[len(looks) // 3 :]]
    quarter = max(1, len(warm) // 4)
    first, last = statistics.median(warm[:quarter]), statistics.median(warm[-quarter:])
    return last / first - 1.0


if __name__ == "__main__":
    sys.exit(main())
