"""Damaged index files: at the start of a server, and in the place of the one that it serves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from normalizer.cli.exits import Exit
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.layout import FIRST_OFFSET, packed, unpacked
from normalizer.store.seeds import load_seeds
from tests.faults.callers import RIGHT, Record, asking
from tests.faults.outcomes import WORKERS, Measure, Outcome, outcome
from tests.service.processes import serving, until

LATE_NAME, LATE_ID = "Late Alias", "nn200001"
_LATE = f"{LATE_NAME}\t{LATE_ID}\tshort\ten\tLatn\t\tpress usage\t\n"


def damages(whole: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the ways to damage an index file: what was done, and what is left."""
    header = unpacked(whole[:FIRST_OFFSET])
    middle = max(header.sections.values(), key=lambda section: section.size)
    yield "cut in half", whole[: len(whole) // 2]
    yield "bit of a section", _flipped(whole, middle.offset + middle.size // 2)
    yield "another engine's", packed(replace(header, state="0" * 16)) + whole[FIRST_OFFSET:]
    yield "empty", b""
    yield "last byte gone", whole[:-1]
    yield "bit of the header", _flipped(whole, 40)
    yield "another program's", b"SQLite format 3\0".ljust(len(whole), b"\0")


def _flipped(whole: bytes, place: int) -> bytes:
    damaged = bytearray(whole)
    damaged[place] ^= 0x10
    return bytes(damaged)


def refused_index(seeds: Path, measure: Measure) -> Outcome:
    """Start a server on damaged index files: each is refused in a line, with exit code 4.

    All seven kinds from five times on; two more than the times below.
    """
    path, faults, refused = seeds.parent / "table.index", [], 0
    build_snapshot(load_seeds(seeds), path)
    command = [sys.executable, "-m", "normalizer", "serve", "--listen", "127.0.0.1:0"]
    kinds = list(damages(path.read_bytes()))
    for what, damaged in kinds[: measure.times + 2]:
        path.write_bytes(damaged)
        done = subprocess.run(
            [*command, "--index", str(path)], capture_output=True, text=True, timeout=60
        )
        clear = str(path) in done.stderr and "Traceback" not in done.stderr
        if done.returncode != Exit.DATA or not clear:
            faults.append(f"{what}: exit {done.returncode}, {done.stderr[-200:]}")
        refused += 1
    return outcome("start on a corrupt index", Record(), 0.0, f"{refused} kinds refused", *faults)


def corrupt_index(seeds: Path, measure: Measure) -> Outcome:
    """SIGHUP onto damaged index files, then onto a good one, while callers ask once each."""
    path = seeds.parent / "table.index"
    build_snapshot(load_seeds(seeds), path)
    kinds = list(damages(path.read_bytes()))
    with (
        serving("--index", str(path), *WORKERS) as run,
        asking(run.address, attempts=1) as record,
    ):
        workers = run.workers
        for place, (_, damaged) in enumerate(kinds, 1):
            put(path, damaged)
            run.process.send_signal(signal.SIGHUP)
            until(lambda place=place: run.log.count("not reloaded") >= place)  # type: ignore[misc]
            time.sleep(measure.seconds / 5)
        same = "" if run.workers == workers else "a worker died"
        began = time.monotonic()
        with (seeds / "small" / "aliases.tsv").open("a", encoding="utf-8") as sheet:
            sheet.write(_LATE)
        build_snapshot(load_seeds(seeds), path)
        run.process.send_signal(signal.SIGHUP)
        until(lambda: all(run.answer(LATE_NAME) == LATE_ID for _ in range(6)))
        taken = time.monotonic() - began
        good = "" if run.answer("Minsk") == RIGHT["Minsk"] else "wrong after"
    note = f"{len(kinds)} kinds refused, the old one answers; then a good one is taken"
    return outcome("reload of a corrupt index", record, taken, note, same, good)


def put(path: Path, content: bytes) -> None:
    """Put a file in the place of another by renaming, as `namenorm index build` does."""
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)


def written_index(seeds: Path, measure: Measure) -> Outcome:
    """Write into the index file that is served, kill a worker, then put a good one in place.

    It is cut short, filled with zeros and overwritten by another table, as `cp` does it. Who
    answers must be the old workers, or new ones with the old table.
    """
    path = seeds.parent / "table.index"
    build_snapshot(load_seeds(seeds), path)
    good = path.read_bytes()
    with (seeds / "small" / "aliases.tsv").open("a", encoding="utf-8") as sheet:
        sheet.write(_LATE)
    other = seeds.parent / "other.index"
    build_snapshot(load_seeds(seeds), other)
    ways = (good[: len(good) // 3], bytes(len(good)), other.read_bytes()[:-5], b"")
    with serving("--index", str(path), *WORKERS) as run, asking(run.address) as record:
        workers = run.workers
        for content in ways:
            path.write_bytes(content)
            time.sleep(measure.seconds / 2)
        same = "" if run.workers == workers else "a worker died"
        late = "" if not run.answer(LATE_NAME) else "answers from a file that was never taken"
        os.kill(workers[0], signal.SIGKILL)
        until(lambda: len(run.workers) == len(workers) and workers[0] not in run.workers)
        time.sleep(measure.seconds)
        began = time.monotonic()
        other.replace(path)
        run.process.send_signal(signal.SIGHUP)
        until(lambda: all(run.answer(LATE_NAME) == LATE_ID for _ in range(6)))
        taken = time.monotonic() - began
    note = f"{len(ways)} ways; a worker killed, retries on; then a good one is taken"
    return outcome("index written into", record, taken, note, same, late)
