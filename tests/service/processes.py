"""A server as it is run: a process with its workers, its address, and its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from normalizer.client.sync import RemoteEngine
from tests.patience import PATIENCE, until


@dataclass
class Served:
    """A serving process. `lines` is what it has written to standard error so far."""

    process: subprocess.Popen[str]
    address: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def workers(self) -> list[int]:
        """Return the process IDs of its children, sorted."""
        return children_of(self.process.pid)

    @property
    def log(self) -> str:
        """Return what it has written to standard error so far."""
        return "".join(self.lines)

    def answer(self, name: str) -> str:
        """Return the entity ID that the server gives for a name; "" for none."""
        client = RemoteEngine(self.address, timeout=PATIENCE)
        try:
            match = client.resolve(name).match
        finally:
            client.close()
        return match.entity_id if match else ""


@contextmanager
def served(seeds: Path, *options: str, **environment: str) -> Iterator[Served]:
    """Give a process that serves seeds; kill it and its workers in the end if they run."""
    with serving("--seeds", str(seeds), *options, **environment) as run:
        yield run


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[Served]:
    """Give a serving process on a free port; kill it and its workers in the end if they run."""
    command = [sys.executable, "-m", "normalizer", "serve", "--listen", "127.0.0.1:0", *options]
    env = {**os.environ, **environment}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        run = Served(process)
        reader = Thread(target=_collect, args=(run,), daemon=True)
        reader.start()
        try:
            until(lambda: bool(run.address) or process.poll() is not None)
            assert run.address, run.log
            yield run
        finally:
            left = run.workers
            process.kill()
            for pid in left:
                _kill(pid)
            reader.join(PATIENCE)


def _collect(run: Served) -> None:
    assert run.process.stderr is not None
    for line in run.process.stderr:
        run.lines.append(line)
        if line.startswith("listening on "):
            run.address = line.split()[-1]


def children_of(pid: int) -> list[int]:
    """Return the IDs of the living children of a process, sorted; none when it is gone."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return sorted(map(int, text.split()))


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and is not yet reaped does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False


def cpu_seconds(pid: int) -> float:
    """Return what a running process has used of processors, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kill(pid: int) -> None:
    if is_alive(pid):
        os.kill(pid, 9)
