"""How a server does under load, beside a server that does nothing and the engine in process.

    python -m tests.bench.load [--seconds 3] [--seeds FOLDER] [--shapes name,batch100,…]
                               [--rounds 2] [--open] [--scaling] [--json FILE]

1. Closed loop, each shape: items a second, latency, the server's CPU an item.
2. The engine in process on the same items, while another process keeps as busy as one that sends
   load, and a no-op server: figures are ratios to these, taken in the same run, by CPU and not by
   the clock, since a machine has other things to do too.
3. `--open`: arrivals by a Poisson schedule at parts of what the closed loop reached.
4. `--scaling`: one worker and two in turn, for batches and documents.

Loopback alone; every server stops with the command.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc

from normalizer.engine import Engine
from normalizer.resources import seeds_dir
from normalizer.types import Document
from tests.bench.load.jobs import Job
from tests.bench.load.runs import Run, measure
from tests.bench.load.servers import Process, served
from tests.bench.load.shapes import (
    Shape,
    documents_of,
    first_of,
    fresh,
    misspelt,
    names_of,
    shapes,
)

ALL = ("name", "batch10", "batch100", "first100", "misspelt100", "fresh100", "stream100")
ALL += ("documents8",)
NAMES, DOCUMENTS = 600, 16
ONCE = ("first100", "fresh100")  # a second round would meet them again
OPEN_PARTS = (0.3, 0.5, 0.7)
CONNECTIONS = 32
_COLUMNS = ("load", "items/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs/item", "failed")


def options() -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--shapes", default=",".join(ALL))
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def main() -> None:
    """Measure, and print tables."""
    chosen = options()
    engine = Engine.open(chosen.seeds)
    names, documents = names_of(engine, NAMES), documents_of(seeds_dir() / "documents", DOCUMENTS)
    first = first_of(engine)
    known = shapes(names, documents, first)
    wanted = [known[name] for name in chosen.shapes.split(",")]
    row(_COLUMNS)
    with busy_neighbour():
        found: dict[str, Any] = {"in_process": in_process(engine, names, first, documents)}
    del engine
    found["closed"] = dict(closed(chosen, wanted, known["name"]))
    if chosen.open:
        found["open"] = open_loop(chosen, found["closed"], wanted)
    if chosen.scaling:
        found["scaling"] = scaling(chosen, wanted)
    sys.stdout.writelines(f"{line}\n" for line in ratios(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), "utf-8")


def in_process(
    engine: Engine, names: Sequence[str], first: Sequence[str], documents: Sequence[Document]
) -> dict[str, float]:
    """Return the CPU in seconds of a name and of a document, least of several times round.

    Names that are met first, and new misspellings, have but one time.
    """
    wrong = misspelt(names)
    return {
        "first": cpu_of(lambda: engine.resolve_many(first), 1) / len(first),
        "name": cpu_of(lambda: engine.resolve_many(names)) / len(names),
        "fresh": cpu_of(lambda: engine.resolve_many(fresh(names, range(1, 2))), 1) / len(names),
        "misspelt": cpu_of(lambda: engine.resolve_many(wrong)) / len(names),
        "document": cpu_of(lambda: engine.annotate_many(documents)) / len(documents),
    }


def cpu_of(work: Callable[[], Iterable[object]], times: int = 4) -> float:
    """Return the CPU in seconds that work takes, the least of so many times."""
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        list(work())
        least = min(least, time.process_time() - began)
    return least


@contextmanager
def busy_neighbour() -> Iterator[None]:
    """Keep another core busy: two cores may share what one of them has to itself else."""
    spin = "while True: sum(range(1_000))"
    with subprocess.Popen([sys.executable, "-c", spin]) as neighbour:
        try:
            yield
        finally:
            neighbour.kill()


def closed(
    chosen: argparse.Namespace, wanted: Sequence[Shape], single: Shape
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each shape in a closed loop.

    A no-op server takes turns with ours for single names: both have the same neighbours.
    """
    with served(["tests.bench.load.noop"]) as noop, served(serve_command(chosen)) as server:
        fill_caches(server, wanted)
        for shape in wanted:
            # A call of documents is long: a few callers keep a worker busy.
            job = Job(
                "",
                shape,
                chosen.seconds,
                callers=2 if shape.items == 8 else 8,
                once=shape.name in ONCE,
            )
            runs, nothing = [], []
            for _ in range(1 if shape.name in ONCE else chosen.rounds):
                if shape is single:
                    nothing.append(measure(noop, job))
                runs.append(measure(server, job))
            if nothing:
                yield "noop", tell("noop", best(nothing))
            yield shape.name, tell(shape.name, best(runs))


def open_loop(
    chosen: argparse.Namespace, closed_: dict[str, dict[str, float]], wanted: Sequence[Shape]
) -> dict[str, dict[str, float]]:
    """Return the figures at parts of the rate that a closed loop reached."""
    found = {}
    with served(serve_command(chosen)) as server:
        fill_caches(server, wanted)
        for shape in (each for each in wanted if not (each.streaming or each.name in ONCE)):
            most = closed_[shape.name]["items_a_second"] / shape.items
            for part in OPEN_PARTS:
                job = Job("", shape, chosen.seconds * 2, rate=most * part)
                name = f"{shape.name} at {part:.0%}"
                found[name] = tell(name, figures(measure(server, job)))
    return found


def scaling(
    chosen: argparse.Namespace, wanted: Sequence[Shape]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of one worker and of two for each shape, of rounds taken in turn.

    Connections are so many that each worker gets about as many of them as the other.
    """
    found = {}
    with (
        served(serve_command(chosen, "--workers", "1", "--pin")) as one,
        served(serve_command(chosen, "--workers", "2", "--pin")) as two,
    ):
        for shape in (each for each in wanted if not each.streaming and each.items > 1):
            runs: dict[int, list[Run]] = {1: [], 2: []}
            rounds = chosen.rounds + 1  # the first fills caches
            for part in range(rounds):
                new = replace(shape, requests=shape.requests[part::rounds])
                job = Job("", shape, chosen.seconds, callers=16, channels=CONNECTIONS)
                if shape.name in ONCE:
                    job = replace(job, shape=new, seconds=10 * chosen.seconds, once=True)
                for workers, server in ((1, one), (2, two)):
                    runs[workers].append(measure(server, job))
            each = {f"{workers} workers": best(runs[workers][1:]) for workers in runs}
            found[shape.name] = {
                name: tell(f"{shape.name}, {name}", one) for name, one in each.items()
            }
    return found


def fill_caches(server: Process, wanted: Sequence[Shape]) -> None:
    """Send each request of each shape once: no figure is of a worker that has just begun."""
    with grpc.insecure_channel(server.address) as channel:
        for shape in wanted:
            if not (shape.streaming or shape.name in (*ONCE, "documents8")):
                call = channel.unary_unary(shape.method)
                for request in shape.requests:
                    call(request)


def serve_command(chosen: argparse.Namespace, *more: str) -> list[str]:
    """Return the command of a server on a free port."""
    command = ["normalizer", "serve", "--listen", "127.0.0.1:0", *more]
    return [*command, "--seeds", str(chosen.seeds)] if chosen.seeds else command


def best(runs: Iterable[Run]) -> dict[str, float]:
    """Return the figures of the run with the least CPU an item: the least disturbed one."""
    return figures(min(runs, key=lambda run: run.cpu_an_item))


def figures(run: Run) -> dict[str, float]:
    """Return what is told of a run; times in seconds."""
    return {
        "items_a_second": run.items_a_second,
        "p50": run.quantile(0.5),
        "p95": run.quantile(0.95),
        "p99": run.quantile(0.99),
        "cpu_an_item": run.cpu_an_item,
        "failed": sum(run.measures.failures.values()),
    }


def tell(name: str, each: dict[str, float]) -> dict[str, float]:
    """Print the row of a run as soon as it is over; return its figures."""
    cells = [
        name,
        f"{each['items_a_second']:,.0f}",
        *(f"{each[part] * 1e3:.1f}" for part in ("p50", "p95", "p99")),
        f"{each['cpu_an_item'] * 1e6:,.0f}",
        f"{each['failed']:.0f}",
    ]
    row(cells)
    return each


def row(cells: Sequence[str]) -> None:
    """Print cells in columns."""
    sys.stdout.write("  ".join(f"{cell:>16}" for cell in cells) + "\n")
    sys.stdout.flush()


def ratios(found: dict[str, Any]) -> Iterator[str]:
    """Yield the ratios to the no-op server and to the engine in process, a line each."""
    alone, closed_ = found["in_process"], found["closed"]
    name, document = alone["name"] * 1e6, alone["document"] * 1e6
    wrong = alone["misspelt"] * 1e6
    new = alone["fresh"] * 1e6
    told = f"{name:.0f} µs a name, {alone['first'] * 1e6:.0f} met first"
    told += f", {wrong:.0f} misspelt, {new:.0f} misspelt and new"
    yield f"in process: {told}, {document:.0f} a document"
    if "name" in closed_:
        whole, least = (closed_[each]["cpu_an_item"] for each in ("name", "noop"))
        yield f"one name: {whole * 1e6:.0f} µs, {whole / least:.2f} × a no-op"
    for shape, each in closed_.items():
        if shape not in ("noop", "name"):
            kinds = {"documents8": "document", "misspelt100": "misspelt", "fresh100": "fresh"}
            kinds["first100"] = "first"
            own = alone[kinds.get(shape, "name")]
            yield f"{shape}: {own / each['cpu_an_item']:.0%} of the engine in process"
    for shape, each in found.get("scaling", {}).items():
        one, two = (each[f"{n} workers"] for n in (1, 2))
        clock = two["items_a_second"] / one["items_a_second"]
        cpu = 2 * one["cpu_an_item"] / two["cpu_an_item"]
        yield f"two workers, {shape}: {clock:.2f} × one by the clock, {cpu:.2f} × by CPU an item"


if __name__ == "__main__":
    main()
