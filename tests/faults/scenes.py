"""The faults, one function each: it breaks something, watches, and says what came of it."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event

import grpc

from normalizer.client.sync import RemoteEngine
from normalizer.v1 import resolver_pb2, resolver_pb2_grpc
from tests.bench.load.servers import Process
from tests.faults.callers import RIGHT, Record, asking
from tests.faults.databases import kill_backends, kill_postgres
from tests.faults.disks import full_disk_index, full_disk_store
from tests.faults.indexes import corrupt_index, refused_index, written_index
from tests.faults.outcomes import WORKERS, Measure, Outcome, outcome
from tests.faults.wire import conversations, fuzz_messages, send
from tests.patience import PATIENCE
from tests.service.processes import Served, is_alive, served, until

# What a call with random bytes may be told. INTERNAL and UNKNOWN are faults of ours.
HONEST = {"OK", "INVALID_ARGUMENT", "NOT_FOUND", "UNIMPLEMENTED", "FAILED_PRECONDITION"}
HONEST |= {"UNAUTHENTICATED", "PERMISSION_DENIED", "UNAVAILABLE", "ALREADY_EXISTS", "ABORTED"}
SLOW_STREAMS, SLOW_MESSAGES = 16, 60
MOST_MB_A_STREAM = 4.0  # the message in hand, and what the transport takes
MOST_MB_GROWN = 24.0


def kill_worker(seeds: Path, measure: Measure) -> Outcome:
    """Kill -9 a worker while callers ask, again and again."""
    slowest = 0.0
    with served(seeds, *WORKERS) as run, asking(run.address) as record:
        for _ in range(measure.times):
            time.sleep(measure.seconds)
            before = run.workers
            began = time.monotonic()
            os.kill(before[0], signal.SIGKILL)
            until(partial(_whole, run, before))
            slowest = max(slowest, time.monotonic() - began)
        time.sleep(measure.seconds)
    return outcome("kill -9 a worker", record, slowest, f"{measure.times} times; retries on")


def kill_worker_without_retries(seeds: Path, measure: Measure) -> Outcome:
    """Kill -9 a worker while callers ask once each: how much retries are for."""
    with served(seeds, *WORKERS) as run, asking(run.address, attempts=1) as record:
        for _ in range(measure.times):
            time.sleep(measure.seconds)
            before = run.workers
            os.kill(before[0], signal.SIGKILL)
            until(partial(_whole, run, before))
        time.sleep(measure.seconds)
    lost = f"{record.failed} failed, as is to be expected"
    record.failures.clear()
    return outcome("kill -9, no retries", record, 0.0, lost)


def reload_table(seeds: Path, measure: Measure) -> Outcome:
    """SIGHUP while callers ask once each: not one call may fail."""
    told = "worker 1 reloaded"
    with (
        served(seeds, *WORKERS, "--log-level", "info") as run,
        asking(run.address, attempts=1) as record,
    ):
        began = time.monotonic()
        for done in range(1, measure.times + 1):
            run.process.send_signal(signal.SIGHUP)
            until(partial(_has_told, run, told, done))
            time.sleep(measure.seconds)
        taken = (time.monotonic() - began) / measure.times - measure.seconds
    return outcome("reload", record, taken, f"{measure.times} times; no retries")


def corrupt_table(seeds: Path, measure: Measure) -> Outcome:
    """SIGHUP on a table that is cut in the middle of a row, and on one that is gone."""
    sheet = seeds / "small" / "aliases.tsv"
    whole = sheet.read_bytes()
    with served(seeds, *WORKERS) as run, asking(run.address, attempts=1) as record:
        try:
            for place, damage in enumerate((whole[: len(whole) // 2], b"\xff\xfe\x00", b""), 1):
                sheet.write_bytes(damage)
                run.process.send_signal(signal.SIGHUP)
                until(partial(_has_told, run, "not reloaded", place))
                time.sleep(measure.seconds)
        finally:
            sheet.write_bytes(whole)
    return outcome("corrupt table", record, 0.0, "refused three times; the old one answers")


def kill_supervisor(seeds: Path, measure: Measure) -> Outcome:
    """Kill -9 the supervisor: its workers drain, and another server takes the port."""
    with served(seeds, *WORKERS) as run:
        workers, address = run.workers, run.address
        with asking(address, attempts=5) as record:
            time.sleep(measure.seconds)
        began = time.monotonic()
        run.process.kill()
        until(lambda: not any(map(is_alive, workers)))
        ended = time.monotonic() - began
    with served(seeds, *WORKERS, "--listen", address) as again:
        taken = time.monotonic() - began
        good = again.answer("Minsk") == RIGHT["Minsk"]
    note = f"workers ended after {ended:.1f} s"
    return outcome("kill -9 the supervisor", record, taken, note, "" if good else "wrong after")


def drain(seeds: Path, measure: Measure) -> Outcome:
    """SIGTERM during long batches: each that has begun is answered in full; exit code 0."""
    names = [f"Lukashenka{n} Minskiy" for n in range(1_000)]
    request = resolver_pb2.BatchResolveNamesRequest(
        queries=[resolver_pb2.NameQuery(name=name) for name in names]
    )
    with served(seeds, *WORKERS, "--grace", "60") as run:
        with grpc.insecure_channel(run.address) as channel:
            stub = resolver_pb2_grpc.ResolverServiceStub(channel)
            calls = [stub.BatchResolveNames.future(request, timeout=60) for _ in range(4)]
            time.sleep(0.3)
            began = time.monotonic()
            run.process.send_signal(signal.SIGTERM)
            answered = sum(len(call.result().results) for call in calls)
        code = run.process.wait(30)
        taken = time.monotonic() - began
    faults = ["" if answered == 4_000 else "a batch was cut", "" if code == 0 else f"exit {code}"]
    return outcome("drain", Record(right=answered), taken, "4 batches of 1,000 in flight", *faults)


def slow_readers(seeds: Path, measure: Measure) -> Outcome:
    """Streams whose answers nobody reads cost little memory and hold up nobody."""
    with served(seeds, *WORKERS) as run:
        until(lambda: len(run.workers) == 2)
        before, hold = _memory(run), Event()
        queries = [resolver_pb2.NameQuery(name=name) for name in RIGHT] * 160

        def requests() -> Iterator[resolver_pb2.StreamResolveNamesRequest]:
            for _ in range(SLOW_MESSAGES):
                yield resolver_pb2.StreamResolveNamesRequest(queries=queries)
            hold.wait(60)

        options = [("grpc.http2.lookahead_bytes", 65_536), ("grpc.use_local_subchannel_pool", 1)]
        channels = [
            grpc.insecure_channel(run.address, options=options) for _ in range(SLOW_STREAMS)
        ]
        streams = [
            resolver_pb2_grpc.ResolverServiceStub(channel).StreamResolveNames(requests())
            for channel in channels
        ]
        with asking(run.address) as record:
            time.sleep(max(3.0, measure.seconds))
            early = _memory(run)
            time.sleep(max(3.0, measure.seconds))
            late = _memory(run)
        hold.set()
        for stream in streams:
            stream.cancel()
        for channel in channels:
            channel.close()
    each, grown = (late - before) / SLOW_STREAMS, (late - early) / SLOW_STREAMS
    faults = [
        f"{each:.1f} MB a stream" if each > MOST_MB_A_STREAM else "",
        f"grows: {grown:.2f} MB a stream" if grown > MOST_MB_A_STREAM / 10 else "",
    ]
    note = f"{each:.2f} MB a stream of messages of 960 names, {grown:+.2f} later"
    return outcome("slow readers", record, 0.0, note, *faults)


def malformed_http2(seeds: Path, measure: Measure) -> Outcome:
    """Send noise, floods and halves of things, beside many connections that send nothing."""
    with served(seeds, *WORKERS) as run:
        workers, before = run.workers, _memory(run)
        host, _, port = run.address.rpartition(":")
        silent = [socket.create_connection((host, int(port))) for _ in range(50)]
        with asking(run.address) as record:
            number = measure.times * 24
            for data in conversations(seed=7, number=number):
                send(run.address, data)
        for link in silent:
            link.close()
        grown = _memory(run) - before
        faults = _unharmed(run, workers, grown)
    note = f"{number} connections, 50 silent ones; {grown:+.1f} MB"
    return outcome("malformed HTTP/2", record, 0.0, note, *faults)


def malformed_messages(seeds: Path, measure: Measure) -> Outcome:
    """Random bytes to every method: an honest code, never an exception's words, no harm."""
    with served(seeds, *WORKERS) as run:
        workers, before = run.workers, _memory(run)
        with asking(run.address) as record:
            codes = fuzz_messages(run.address, seed=7, each=measure.times * 8)
        odd = {code: number for code, number in codes.items() if code not in HONEST}
        faults = [*_unharmed(run, workers, _memory(run) - before), f"codes {odd}" if odd else ""]
    note = ", ".join(f"{number} {code}" for code, number in codes.most_common(3))
    return outcome("malformed messages", record, 0.0, note, *faults)


SCENES: dict[str, Callable[[Path, Measure], Outcome]] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        kill_worker,
        kill_worker_without_retries,
        kill_supervisor,
        reload_table,
        corrupt_table,
        drain,
        slow_readers,
        malformed_http2,
        malformed_messages,
        kill_backends,
        kill_postgres,
        full_disk_store,
        full_disk_index,
        refused_index,
        corrupt_index,
        written_index,
    )
}


def _whole(run: Served, before: list[int]) -> bool:
    """Return whether two workers take calls, one of them new."""
    now = run.workers
    if len(now) != len(before) or now == before:
        return False
    client = RemoteEngine(run.address, timeout=PATIENCE)
    try:
        return all(client.resolve("Minsk").match for _ in range(8))
    finally:
        client.close()


def _has_told(run: Served, words: str, times: int) -> bool:
    """Return whether the server's log has so many lines with these words."""
    return run.log.count(words) >= times


def _memory(run: Served) -> float:
    return Process(run.process.pid, run.address).memory()


def _unharmed(run: Served, workers: list[int], grown: float) -> list[str]:
    """Return what speaks against a server that should have borne something."""
    return [
        "" if run.workers == workers else "a worker died",
        "" if run.answer("Minsk") == RIGHT["Minsk"] else "wrong answer after",
        "" if grown <= MOST_MB_GROWN else f"{grown:.0f} MB more",
        "Traceback in the log" if "Traceback" in run.log else "",
    ]
