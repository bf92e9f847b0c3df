"""Several workers behind one port, as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest

from normalizer.client.sync import RemoteEngine
from normalizer.service.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STABLE_SECONDS, Slot
from tests.patience import PATIENCE
from tests.service.processes import Served, is_alive, served, until
from tests.service.serving import write_seeds

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks at processes in /proc"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small alias table that the tests of this module may edit."""
    return write_seeds(tmp_path_factory.mktemp("edited"))


@pytest.fixture(scope="module")
def fleet(table: Path) -> Iterator[Served]:
    """Give a server of two workers, shared by the tests that leave it serving."""
    with served(table, "--workers", "2", "--grace", "5") as run:
        yield run


def test_supervisor_never_imports_grpc() -> None:
    """What the supervisor imports of its own loads no gRPC: a fork would break it."""
    code = (
        "import sys, normalizer.cli.serve, normalizer.service.serving, "
        "normalizer.service.supervisor, normalizer.service.opening; "
        "sys.exit('grpc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_dead_worker_is_started_again_and_the_other_goes_on(fleet: Served) -> None:
    """After kill -9 there are two again, one of them new, and calls are answered."""
    until(lambda: len(fleet.workers) == 2)
    before = fleet.workers
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(fleet.workers) == 2 and fleet.workers != before)
    assert before[1] in fleet.workers
    assert fleet.answer("Minsk") == "nn200001"


def test_reload_answers_from_the_new_table_without_a_failed_call(
    fleet: Served, table: Path
) -> None:
    """Calls go on while SIGHUP is obeyed; in the end every worker knows the new alias."""
    until(lambda: len(fleet.workers) == 2)
    stop, failures, answered = Flag(), list[Exception](), list[str]()

    def ask() -> None:
        client = RemoteEngine(fleet.address, timeout=PATIENCE)
        while not stop.is_set():
            try:
                answered.append(client.resolve("Minsk").revision)
            except Exception as failure:
                failures.append(failure)
        client.close()

    asking = [Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    workers = fleet.workers
    until(lambda: answered)
    with (table / "small" / "aliases.tsv").open("a", encoding="utf-8") as file:
        file.write("Zimmerwald\tnn100003\tshort\ten\tLatn\t\tpress usage\t\n")
    fleet.process.send_signal(signal.SIGHUP)
    try:
        until(lambda: all(fleet.answer("Zimmerwald") == "nn100003" for _ in range(12)))
        until(lambda: len(set(answered)) == 2)
    finally:
        stop.set()
        for thread in asking:
            thread.join()
    assert failures == []
    assert fleet.workers == workers


def test_worker_that_begins_during_a_reload_has_the_new_table(fleet: Served, table: Path) -> None:
    """It was forked with the old one, and is told once it can be."""
    with (table / "small" / "aliases.tsv").open("a", encoding="utf-8") as file:
        file.write("Quartermain\tnn100002\tshort\ten\tLatn\t\tpress usage\t\n")
    until(lambda: len(fleet.workers) == 2)
    os.kill(fleet.workers[0], signal.SIGKILL)
    fleet.process.send_signal(signal.SIGHUP)
    until(lambda: all(fleet.answer("Quartermain") == "nn100002" for _ in range(12)))


def test_faulty_table_is_complained_of_and_not_taken(fleet: Served, table: Path) -> None:
    """The old one goes on answering, and no worker is disturbed."""
    sheet = table / "small" / "aliases.tsv"
    good = sheet.read_text("utf-8")
    until(lambda: len(fleet.workers) == 2)  # a test before this one may have killed one
    workers = fleet.workers
    try:
        sheet.write_text(good + "one column\n", "utf-8")
        fleet.process.send_signal(signal.SIGHUP)
        until(lambda: "not reloaded" in fleet.log)
    finally:
        sheet.write_text(good, "utf-8")
    assert "aliases.tsv" in fleet.log
    assert fleet.answer("Minsk") == "nn200001"
    assert fleet.workers == workers


def test_second_server_on_the_port_is_refused(fleet: Served, table: Path) -> None:
    """Though workers share it among themselves."""
    for workers in ("1", "2"):
        command = [sys.executable, "-m", "normalizer", "serve", "--listen", fleet.address]
        command += ["--seeds", str(table), "--workers", workers]
        other = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert other.returncode == 2
        assert "cannot be bound" in other.stderr


def test_workers_end_well_with_their_supervisor(table: Path) -> None:
    """SIGTERM ends all of them, with exit code 0."""
    with served(table, "--workers", "2") as run:
        workers = run.workers
        run.process.send_signal(signal.SIGTERM)
        assert run.process.wait(PATIENCE) == 0
        assert not any(map(is_alive, workers))


def test_workers_outlive_a_killed_supervisor_by_a_drain(table: Path) -> None:
    """Nobody is left that holds the port and is watched by nobody."""
    with served(table, "--workers", "2") as run:
        workers = run.workers
        assert len(workers) == 2
        run.process.kill()
        until(lambda: not any(map(is_alive, workers)))


@pytest.mark.parametrize("lived", [0.0, STABLE_SECONDS])
def test_pauses_grow_only_for_those_who_keep_ending_soon(lived: float) -> None:
    """The first restart is at once; a process that had lived long starts afresh."""
    slot = Slot("worker", lambda link: 0)
    pauses = []
    for _ in range(12):
        now = time.monotonic()
        slot.started = now - lived
        pauses.append(round(slot.note_end(now), 6))  # a pause is told as a moment less another
    assert pauses[0] == 0.0
    if lived:
        assert set(pauses) == {0.0}
    else:
        assert pauses[1] == pytest.approx(FIRST_PAUSE)
        assert pauses == sorted(pauses)
        assert pauses[-1] == pytest.approx(LONGEST_PAUSE)
