"""A bad network between a server and its callers: delay, loss, and none at all for a while.

    python -m tests.faults.network [--seconds 4]        (as root: it makes network namespaces)

Two namespaces are joined by a cable of their own; nothing else of the machine is touched, and both
are gone in the end. Callers compare each answer with the right one.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.callers import Record, asking
from tests.service.serving import write_seeds

SERVER, CALLER = "namenorm-server", "namenorm-caller"
ADDRESS, OTHER = "10.231.77.1", "10.231.77.2"
PORT = 50051
RULES = {
    "no fault": "",
    "100 ms delay": "delay 50ms 10ms",
    "5 % loss": "delay 5ms loss 5%",
    "delay and loss": "delay 50ms 20ms loss 3% reorder 10%",
}
_SET_NAMESPACE = 0x40000000  # CLONE_NEWNET


def ip(*words: str) -> None:
    """Run `ip`; raise when it fails."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def cable() -> Iterator[None]:
    """Join two new namespaces by a cable."""
    for name in (SERVER, CALLER):
        ip("netns", "add", name)
    try:
        ip("link", "add", "nn0", "netns", SERVER, "type", "veth", "peer", "nn1", "netns", CALLER)
        for name, link, address in ((SERVER, "nn0", ADDRESS), (CALLER, "nn1", OTHER)):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", link)
            ip("-n", name, "link", "set", link, "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        for name in (SERVER, CALLER):
            ip("netns", "del", name)


@contextmanager
def rule(words: str) -> Iterator[None]:
    """Let the cable be bad in both directions."""
    for name, link in ((SERVER, "nn0"), (CALLER, "nn1")) if words else ():
        where = ["tc", "-n", name, "qdisc", "add", "dev", link, "root", "netem"]
        subprocess.run([*where, *words.split()], check=True, capture_output=True)
    try:
        yield
    finally:
        for name, link in ((SERVER, "nn0"), (CALLER, "nn1")) if words else ():
            subprocess.run(["tc", "-n", name, "qdisc", "del", "dev", link, "root"], check=True)


def has_netem() -> bool:
    """Return whether this kernel can delay and lose packets."""
    try:
        with rule("delay 1ms"):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def serving() -> Iterator[None]:
    """Run a server in its namespace."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = write_seeds(Path(folder) / "seeds")
        command = [sys.executable, "-m", "normalizer", "serve", "--insecure", "--workers", "2"]
        command += ["--listen", f"{ADDRESS}:{PORT}", "--seeds", str(seeds)]
        with subprocess.Popen(
            ["ip", "netns", "exec", SERVER, *command], stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            line = process.stderr.readline()
            assert line.startswith("listening on"), line
            try:
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def enter(name: str) -> None:
    """Move this process, and the threads that it starts from now on, into a namespace."""
    import ctypes

    with Path(f"/var/run/netns/{name}").open("rb") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), _SET_NAMESPACE):
            raise OSError(ctypes.get_errno(), "setns")


def flap(seconds: float) -> None:
    """Take the cable out for 50 ms, twice a second."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ip("-n", SERVER, "link", "set", "nn0", "down")
        time.sleep(0.05)
        ip("-n", SERVER, "link", "set", "nn0", "up")
        time.sleep(0.45)


def cut(seconds: float) -> tuple[Record, float]:
    """Return how callers fared while the cable was out, and how soon after it was in again."""
    with asking(f"{ADDRESS}:{PORT}") as record:
        time.sleep(1)
        ip("-n", SERVER, "link", "set", "nn0", "down")
        time.sleep(seconds)
        ip("-n", SERVER, "link", "set", "nn0", "up")
        began, before = time.monotonic(), record.right
        while record.right <= before + 4 and time.monotonic() - began < 30:
            time.sleep(0.01)
        recovery = time.monotonic() - began
        time.sleep(1)
    return record, recovery


def main() -> int:
    """Return the exit code: 1 when an answer was wrong, or a call failed on a bad cable."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=4.0)
    chosen = parser.parse_args()
    if os.geteuid():
        sys.stderr.write("network namespaces need root\n")
        return 2
    bad = False
    with cable(), serving():
        enter(CALLER)
        netem = has_netem()
        for name, words in RULES.items():
            if words and not netem:
                sys.stdout.write(f"{name:24} left out: this kernel has no netem\n")
                continue
            with rule(words), asking(f"{ADDRESS}:{PORT}") as record:
                time.sleep(chosen.seconds)
            tell(name, record)
            bad = bad or record.wrong > 0 or record.failed > 0
        with asking(f"{ADDRESS}:{PORT}") as record:
            flap(chosen.seconds)
        tell("cable out for 50 ms, often", record)
        bad = bad or record.wrong > 0 or record.failed > 0
        record, recovery = cut(chosen.seconds)
        tell("cable out", record, f"answers again {recovery:.2f} s after it is in")
        bad = bad or record.wrong > 0
    return 1 if bad else 0


def tell(name: str, record: Record, note: str = "") -> None:
    """Print what came of a fault."""
    counts = f"{record.right:7,} right {record.wrong:3} wrong {record.failed:4} failed"
    sys.stdout.write(f"{name:24} {counts}  {note}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
