"""Our own figures of size and speed over one table: built, opened and asked in fresh processes.

    python -m tests.bench.speed_ours build TABLE INDEX
    python -m tests.bench.speed_ours ask TABLE INDEX QUERIES

Each prints one JSON object. Times are CPU times of the thread, unless a key says wall. Names asked
beforehand, other ones, have loaded the linguistic tables; what is loaded then is left out of the
collection of garbage, as a server has it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from normalizer.garbage import collect_seldom, settle
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.resolve import Resolver
from normalizer.text import normalise
from tests.bench.scale_tables import Asked, TableFile, noisy_names

WARM = 1_000
NEAR = 64
TOP = 10


def in_fresh_process(*arguments: str | int | Path) -> dict[str, Any]:
    """Return what a run of this module prints."""
    command = [sys.executable, "-m", __name__, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def build(table: TableFile, index: Path) -> dict[str, Any]:
    """Return the time and the most memory that building took, and the size of the file."""
    start, wall = time.process_time(), time.perf_counter()
    build_snapshot(table, index)
    return {
        "build_seconds": round(time.process_time() - start, 2),
        "build_wall_seconds": round(time.perf_counter() - wall, 2),
        "build_peak_mb": _peak_mb(),
        "file_mb": round(index.stat().st_size / 1e6, 1),
    }


def ask(table: TableFile, index: Path, queries: int) -> dict[str, Any]:
    """Return how long opening, looking up and resolving take, and what is found."""
    asked, warming = noisy_names(table, queries), noisy_names(table, WARM, seed=8)
    before, start = _private_mb(), time.process_time()
    opened = Snapshot(index)
    opening = (time.process_time() - start) * 1e3
    start = time.process_time()
    opened = Snapshot(index)  # this time the file is known to be sound
    again = (time.process_time() - start) * 1e3
    private = _private_mb() - before
    found: list[list[str]] = []
    for each in warming:
        _ids(opened, each)
    collect_seldom()
    settle()
    near_private = _private_mb() - before
    near = _times(asked, lambda each: found.append(_ids(opened, each)))
    fresh = Resolver(Snapshot(index))
    for each in warming:
        fresh.resolve(each.text)
    settle()
    whole = _times(asked, lambda each: fresh.resolve(each.text))
    hits = sum(each.gold in ids for each, ids in zip(asked, found, strict=True))
    return {
        "aliases": opened.records.entries,
        "open_checked_ms": round(opening, 2),
        "open_ms": round(again, 2),
        "private_at_open_mb": round(private, 1),
        "private_at_lookup_mb": round(near_private, 1),
        "private_after_mb": round(_private_mb() - before, 1),
        "lookup_us": near,
        "resolve_us": whole,
        "resolve_names_a_second": round(1e6 / whole["mean"]),
        "recall_10": round(hits / len(asked), 4),
    }


def _ids(index: Snapshot, asked: Asked) -> list[str]:
    """Return the first ten entities of a look-up: exact, or else near."""
    normal = normalise(asked.text)
    near = index.exact(normal) or (entry for _, entry in index.near(normal.split(), NEAR))
    found: dict[str, None] = {}
    for entry in near:
        found[entry.entity_id] = None
        if len(found) == TOP:
            break
    return list(found)


def _times(asked: Sequence[Asked], answer: Callable[[Asked], object]) -> dict[str, float]:
    """Return mean and percentiles of the microseconds of an answer."""
    taken = []
    for each in asked:
        start = time.thread_time()
        answer(each)
        taken.append((time.thread_time() - start) * 1e6)
    return percentiles(taken)


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """Return the mean, the median and the 99th percentile of times, rounded."""
    ordered = sorted(taken)
    return {
        "mean": round(sum(ordered) / len(ordered), 1),
        "p50": round(ordered[len(ordered) // 2], 1),
        "p99": round(ordered[int(len(ordered) * 0.99)], 1),
    }


def _peak_mb() -> int:
    """Return the most memory that this process had, of its own program where the system tells.

    The system's other count goes on from who started it, whose peers may have taken more.
    """
    try:
        rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) // 1024


def _private_mb() -> float:
    """Return the memory that this process shares with no other, 0 where the system does not say."""
    try:
        rows = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    private = [row.split()[1] for row in rows if row.startswith(("Private_Clean", "Private_Dirty"))]
    anonymous = [row.split()[1] for row in rows if row.startswith("Anonymous")]
    return int(anonymous[0]) / 1024 if anonymous else sum(map(int, private)) / 1024


if __name__ == "__main__":
    verb, table_path, index_path, *rest = sys.argv[1:]
    chosen = TableFile(Path(table_path)), Path(index_path)
    result = build(*chosen) if verb == "build" else ask(*chosen, int(rest[0]))
    sys.stdout.write(json.dumps(result) + "\n")
