"""A full disk, which is a small tmpfs of our own: as root, and unmounted in the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.callers import Record
from tests.faults.databases import over_store, recovered, told
from tests.faults.editors import faults_of
from tests.faults.outcomes import LeftOutError, Measure, Outcome, outcome
from tests.service.processes import until

SIZE = "6m"
ROOMY = "48m"
BALLAST = "ballast"
LEFT_BYTES = 96 * 1024
SENTENCE = "the alias table cannot be read now"


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """Give an empty file system of this size; raise LeftOutError where none can be had."""
    if os.geteuid():
        raise LeftOutError("mounting a small disk needs root")
    with tempfile.TemporaryDirectory(prefix="namenorm-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "namenorm", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LeftOutError(f"no tmpfs can be mounted: {done.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True, capture_output=True)


def fill(disk: Path, left: int = 0) -> None:
    """Take all the room of a disk but `left` bytes."""
    with (disk / BALLAST).open("wb", buffering=0) as file:
        try:
            while file.write(b"\1" * 65_536):
                pass
        except OSError:
            pass
        file.truncate(max(0, file.tell() - left))


def make_room(disk: Path) -> None:
    """Take the ballast off a disk."""
    (disk / BALLAST).unlink()


def full_disk_store(seeds: Path, measure: Measure) -> Outcome:
    """Fill the disk of a SQLite store under a server that is asked and edited; then make room."""
    slowest = 0.0
    faults: list[str] = []
    with small_disk(SIZE) as disk:
        place = str(disk / "names.db")
        with over_store(seeds, place) as (run, record, edited):
            for _ in range(measure.times):
                failed = edited.failures.total()
                fill(disk, LEFT_BYTES)
                until(lambda failed=failed: edited.failures.total() > failed + 2)  # type: ignore[misc]
                before = record.right
                time.sleep(measure.seconds)
                faults += [] if record.right > before else ["no answers while the disk was full"]
                make_room(disk)
                slowest = max(slowest, recovered(run, edited, time.monotonic()))
            logged = "full" in run.log
            time.sleep(measure.seconds)
        faults += faults_of(place, edited)
    faults += [] if logged else ["the log does not say that the disk is full"]
    note = f"{measure.times} times; {told(edited)}"
    return outcome("full disk, store", record, slowest, note, *faults)


def full_disk_index(seeds: Path, measure: Measure) -> Outcome:
    """Build an index, make a store and back one up on a full disk; then with room again."""
    faults: list[str] = []
    with small_disk(ROOMY) as disk:
        target = disk / "table.index"
        build = ("index", "build", "--seeds", str(seeds), "-o", str(target))
        faults += _told(build, 0)
        whole = target.read_bytes()
        store = str(disk / "names.db")
        backup = ("db", "--store", str(seeds.parent / "other.db"), "backup", f"{disk}/b.log.gz")
        make = ("db", "--store", store, "migrate")
        faults += _told((*backup[:3], "migrate"), 0)
        fill(disk)
        for command in (build, backup, make):
            faults += _told(command, None, str(disk), "full", "space")
        left = {path.name for path in disk.iterdir()} - {BALLAST, target.name}
        # SQLite makes its file before the first page: an empty one is filled by the next.
        partial = [name for name in left if (disk / name).stat().st_size]
        faults += [f"left behind: {partial}"] if partial else []
        faults += [] if target.read_bytes() == whole else ["the index is not what it was"]
        make_room(disk)
        for command in (build, backup, make, ("index", "verify", str(target))):
            faults += _told(command, 0)
        faults += [] if target.read_bytes() == whole else ["the index is another one"]
    return outcome("full disk, command", Record(), 0.0, "index, backup, new store", *faults)


def _told(command: tuple[str, ...], code: int | None, place: str = "", *words: str) -> list[str]:
    """Return what speaks against a command's end: None stands for any code but 0.

    What it says must name `place` and hold one of the words, if there are any.
    """
    done = subprocess.run(
        [sys.executable, "-m", "normalizer", *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    ended = done.returncode == code if code is not None else done.returncode > 0
    clear = "Traceback" not in done.stderr and place in done.stderr
    clear = clear and (not words or any(word in done.stderr for word in words))
    return [] if ended and clear else [f"{command}: exit {done.returncode}: {done.stderr[-300:]}"]
