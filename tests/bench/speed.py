"""How big and how fast the index is, at several sizes, with peers beside it in the same run.

    python -m tests.bench.speed --data ../shared/bench/scale --json result.json
    python -m tests.bench.speed --data DIR --results FOLDER --sizes 10000,100000 --peers scan

`--data` holds `names.tsv.gz` (id, kind, name, source). Every table is a sample of whole
entities, of about so many names; `all` takes every one. Queries are names of the table with
typing errors, words that changed places or are missing. Times are CPU times of one thread, but
for pg_trgm, whose server works elsewhere: its times are of the wall. nomenklatura's blocker is
asked all names at once, and told the CPU time of all its threads, shared out. `scan_share` is our
recall among the first ten over that of the scan, on the same queries.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from normalizer.native.kernel import native
from normalizer.version import ENGINE_VERSION
from tests.bench import speed_peers
from tests.bench.scale_tables import TableFile, noisy_names, prepare
from tests.bench.speed_blocker import Blocker
from tests.bench.speed_ours import in_fresh_process, percentiles

FORMAT = 1
SIZES = "10000,100000,1000000,all"
NONE = "none"
BLOCKER = "nomenklatura"
MOST_SCANNED = 60_000_000
"""A scan is asked for as few names as keep it to so many comparisons, at least ten."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--data", type=Path, required=True, help="folder of names.tsv.gz")
    found.add_argument("--json", type=Path, help="file for every figure")
    found.add_argument("--results", type=Path, help="folder for a dated file of every figure")
    found.add_argument("--work", type=Path, help="folder to keep tables and indexes in")
    found.add_argument("--sizes", default=SIZES, help=f"numbers of names; default {SIZES}")
    every = (*speed_peers.MAKERS, BLOCKER)
    found.add_argument("--peers", default=",".join(every), help=f"or {NONE}")
    found.add_argument("--queries", type=int, default=1_000, help="names asked of each table")
    return found


def of_size(table: TableFile, folder: Path, queries: int, peers: Sequence[str]) -> dict[str, Any]:
    """Return every figure of one table."""
    index = folder / f"{table.path.stem}.idx"
    found: dict[str, Any] = in_fresh_process("build", table.path, index)
    found |= in_fresh_process("ask", table.path, index, queries)
    found["peers"] = {name: _peer(name, table, queries, found["aliases"]) for name in peers}
    scan = found["peers"].get("scan", {}).get("recall_10")
    if scan:
        few = found["peers"]["scan"]["queries"]
        ours = in_fresh_process("ask", table.path, index, few)
        found["scan_share"] = round(ours["recall_10"] / scan, 4)
    return found


def _peer(name: str, table: TableFile, queries: int, aliases: int) -> dict[str, Any]:
    """Return the figures of a peer, or why it was left out."""
    if name == BLOCKER:
        return _blocker(table, queries)
    try:
        search = speed_peers.MAKERS[name](table)
    except Exception as failure:  # whatever a peer lacks, the others go on
        return {"skipped": f"{type(failure).__name__}: {failure}"}
    number = min(queries, max(10, MOST_SCANNED // aliases)) if name == "scan" else queries
    clock = time.perf_counter if name == "pg_trgm" else time.thread_time
    taken, hits = [], 0
    asked = noisy_names(table, number)
    for each in asked:
        start = clock()
        ids = search(each.text)
        taken.append((clock() - start) * 1e6)
        hits += each.gold in ids
    return {
        "queries": number,
        "lookup_us": percentiles(taken),
        "recall_10": round(hits / number, 4),
    }


def _blocker(table: TableFile, queries: int) -> dict[str, Any]:
    """Return the figures of nomenklatura's blocker: its threads' time of all names, shared out."""
    try:
        peer = Blocker(table)
    except ImportError as failure:
        return {"skipped": f"ImportError: {failure}"}
    asked = noisy_names(table, queries)
    start = time.process_time()
    answers = peer.ask([each.text for each in asked])
    each_us = (time.process_time() - start) * 1e6 / queries
    hits = sum(each.gold in ids for each, ids in zip(asked, answers, strict=True))
    return {
        "queries": queries,
        "lookup_us": percentiles([each_us]),
        "recall_10": round(hits / queries, 4),
    }


def growth(sizes: Sequence[dict[str, Any]]) -> float | None:
    """Return the exponent by which the median look-up grows with the table; None for one size."""
    if len(sizes) < 2:
        return None
    small, big = sizes[0], sizes[-1]
    times = math.log(big["lookup_us"]["p50"] / small["lookup_us"]["p50"])
    return round(times / math.log(big["aliases"] / small["aliases"]), 3)


def lines_of(size: dict[str, Any]) -> list[str]:
    """Return the figures of one table as lines to read."""
    near, whole = size["lookup_us"], size["resolve_us"]
    lines = [
        f"== {size['aliases']:,} names: {size['file_mb']} MB, built in {size['build_seconds']} s "
        f"with {size['build_peak_mb']} MB at most",
        f"  opened in {size['open_ms']} ms ({size['open_checked_ms']} ms with checksums), "
        f"{size['private_at_open_mb']} MB private, {size['private_at_lookup_mb']} MB once look-ups "
        f"are warm, {size['private_after_mb']} MB in the end",
        f"  look-up p50 {near['p50']} µs, p99 {near['p99']} µs; recall@10 {size['recall_10']}"
        + (f", {size['scan_share']} of the scan's" if "scan_share" in size else ""),
        f"  resolve p50 {whole['p50']} µs, p99 {whole['p99']} µs, "
        f"{size['resolve_names_a_second']} names a second",
    ]
    for name, peer in size["peers"].items():
        if "skipped" in peer:
            lines.append(f"  {name}: skipped, {peer['skipped']}")
            continue
        ratio = peer["lookup_us"]["p50"] / near["p50"]
        lines.append(
            f"  {name}: p50 {peer['lookup_us']['p50']} µs ({ratio:.1f} × ours), "
            f"p99 {peer['lookup_us']['p99']} µs; recall@10 {peer['recall_10']}"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, print the figures, write what was asked for; 1 without data."""
    chosen = parser().parse_args(arguments)
    if not (chosen.data / "names.tsv.gz").is_file():
        sys.stdout.write(f"skipped: {chosen.data} has no names.tsv.gz\n")
        return 1
    peers = () if chosen.peers == NONE else tuple(chosen.peers.split(","))
    sizes: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.work or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for word in chosen.sizes.split(","):
            table = prepare(chosen.data, 0 if word == "all" else int(word), folder)
            sizes.append(of_size(table, folder, chosen.queries, peers))
            sys.stdout.write("\n".join(lines_of(sizes[-1])) + "\n")
            sys.stdout.flush()
    now = datetime.datetime.now(datetime.UTC)
    result = {
        "format": FORMAT,
        "date": now.date().isoformat(),
        "engine": ENGINE_VERSION,
        "native": native is not None,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "growth_exponent": growth(sizes),
        "sizes": sizes,
    }
    dated = chosen.results / f"speed-{now:%Y-%m-%dT%H%M%SZ}.json" if chosen.results else None
    for target in filter(None, (chosen.json, dated)):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
