"""Servers for benchmarks: started, looked at, stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """A serving process and its address."""

    pid: int
    address: str

    def family(self) -> list[int]:
        """Return its process ID and those of its children."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii")
        return [self.pid, *map(int, children.split())]

    def cpu_seconds(self) -> float:
        """Return what it and its children have used of processors, in seconds."""
        return sum(map(_cpu, self.family()))

    def memory(self) -> float:
        """Return the memory of it and its children in MB, what they share counted once."""
        return sum(map(_pss, self.family())) / 1024


@contextmanager
def served(command: Sequence[str], core: int | None = None) -> Iterator[Process]:
    """Give a server that a command starts and that says where it listens; stop it in the end."""
    with subprocess.Popen(
        [sys.executable, "-m", *command], stderr=subprocess.PIPE, text=True
    ) as process:
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        try:
            yield Process(process.pid, _address(process))
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    end = time.monotonic() + START_SECONDS
    lines = []
    while time.monotonic() < end and (line := process.stderr.readline()):
        if line.startswith("listening on "):
            return line.split()[-1]
        lines.append(line)
    raise RuntimeError(f"the server did not start: {''.join(lines)}")


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
