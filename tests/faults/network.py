"""A bad network between a server and its callers: delay, loss, and none at all for a while.

    python -m tests.faults.network [--seconds 4]        (as root: it makes network namespaces)

Two namespaces are joined by a cable of their own; nothing else of the machine is touched, and both
are gone in the end. Callers compare each answer with the right one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.cable import CUT, TUN, Cable, End, Weather, cable, enter
from tests.faults.callers import Record, asking
from tests.service.serving import write_seeds

SERVER = End("namenorm-server", "10.231.77.1")
CALLER = End("namenorm-caller", "10.231.77.2")
PORT = 50051
ADDRESS = f"{SERVER.address}:{PORT}"
WEATHERS = {
    "no fault": Weather(),
    "100 ms there and back": Weather(delay=0.05, jitter=0.01),
    "5 % lost": Weather(delay=0.005, loss=0.05),
    "late, lost, overtaken": Weather(delay=0.05, jitter=0.02, loss=0.03),
}
LEFT_OUT = 2


def reason_against() -> str:
    """Return why there can be no cable here, "" when there can."""
    if os.geteuid():
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "ip is missing: install iproute2"
    if not TUN.exists():
        return f"{TUN} is missing: this kernel has no TUN devices"
    tried = subprocess.run(["ip", "netns", "add", "namenorm-try"], capture_output=True, text=True)
    if tried.returncode:
        return f"no network namespaces here: {tried.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", "namenorm-try"], check=True)
    return ""


@contextmanager
def serving() -> Iterator[None]:
    """Run a server in its namespace."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = write_seeds(Path(folder) / "seeds")
        command = [sys.executable, "-m", "normalizer", "serve", "--insecure", "--workers", "2"]
        command += ["--listen", ADDRESS, "--seeds", str(seeds)]
        with subprocess.Popen(
            ["ip", "netns", "exec", SERVER.namespace, *command], stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            while not (line := process.stderr.readline()).startswith("listening on"):
                assert line, "the server did not start"
            try:
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def flap(between: Cable, seconds: float) -> None:
    """Take the cable out for 50 ms, twice a second."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with between.in_weather(CUT):
            time.sleep(0.05)
        time.sleep(0.45)


def cut(between: Cable, seconds: float) -> tuple[Record, float]:
    """Return how callers fared while the cable was out, and how soon after it was in again."""
    with asking(ADDRESS) as record:
        time.sleep(1)
        with between.in_weather(CUT):
            time.sleep(seconds)
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
    if against := reason_against():
        sys.stderr.write(f"left out: {against}\n")
        return LEFT_OUT
    bad = False
    with cable((SERVER, CALLER)) as between, serving():
        enter(CALLER.namespace)
        for name, weather in WEATHERS.items():
            with between.in_weather(weather), asking(ADDRESS) as record:
                time.sleep(chosen.seconds)
            tell(name, record)
            bad = bad or record.wrong > 0 or record.failed > 0 or not record.right
        with asking(ADDRESS) as record:
            flap(between, chosen.seconds)
        tell("cable out for 50 ms, often", record)
        bad = bad or record.wrong > 0 or record.failed > 0 or not record.right
        record, recovery = cut(between, chosen.seconds)
        tell("cable out", record, f"answers again {recovery:.2f} s after it is in")
        bad = bad or record.wrong > 0 or not record.right
    return 1 if bad else 0


def tell(name: str, record: Record, note: str = "") -> None:
    """Print what came of a fault."""
    counts = f"{record.right:7,} right {record.wrong:3} wrong {record.failed:4} failed"
    sys.stdout.write(f"{name:28} {counts}  {note}\n")
    for words, number in record.failures.most_common():
        sys.stdout.write(f"    {number:4} {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
