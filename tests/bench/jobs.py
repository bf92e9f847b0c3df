"""What bulk work costs: in one process, by workers into shards, resumed, and in each format.

    python -m tests.bench.jobs --data ../shared/bench/docs/slavner_b19 --documents 2000

`--data` is a folder with `docs.jsonl.gz` (members `id`, `text`, `lang`); its documents are repeated
until there are `--documents`. Every row is one run of the command over the same documents with
the built-in alias table, whose index is there before. `cpu` is the processor time of all its
processes, `wall` depends on what else the machine does; `docs/s` is a second of `cpu`, `ratio`
is `cpu` beside the first row. `private` is the memory that the largest worker has for itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

FORMATS = ("csv", "jsonld", "iob", "brat", "parquet", "spacy")
COMMAND = (sys.executable, "-m", "normalizer")


@dataclass(frozen=True, slots=True)
class Row:
    """One run: seconds, bytes written, and private kilobytes of the largest worker."""

    name: str
    wall: float
    cpu: float
    written: int
    private: int


def take(source: Path, number: int, target: Path) -> int:
    """Write so many documents as JSON lines; return the bytes of their texts."""
    with gzip.open(source / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        known = [json.loads(line) for line in lines]
    size = 0
    with target.open("w", encoding="utf-8") as out:
        for place, row in enumerate(islice(cycle(known), number)):
            record = {"id": f"{place}", "text": row["text"], "lang": row.get("lang", "")}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            size += len(row["text"].encode())
    return size


def measured(name: str, target: Path, *arguments: str) -> Row:
    """Return what one run of the command costs; raise CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL)
    seen = [0]
    watch = threading.Thread(target=_watch, args=(process, seen))
    watch.start()
    code = process.wait()
    watch.join()
    if code:
        raise subprocess.CalledProcessError(code, [*COMMAND, *arguments])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Row(name, time.perf_counter() - began, cpu, _size(target), seen[0])


def _watch(process: subprocess.Popen[bytes], seen: list[int]) -> None:
    """Keep the largest private memory of a child of the process, where the system tells it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        try:
            pids = children.read_text().split()
        except OSError:
            pids = []
        seen[0] = max(seen[0], *(map(_private, pids)), 0)
        time.sleep(0.1)


def _private(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file())


def rows(documents: Path, folder: Path, workers: list[int]) -> Iterator[Row]:
    """Yield the runs in turn."""
    annotate = ("annotate", str(documents))
    out = folder / "out.jsonl"
    yield measured("one process", out, *annotate, "-o", str(out))
    for number in workers:
        job = folder / f"job{number}"
        asked = (*annotate, "--output-dir", str(job), "--workers", str(number))
        yield measured(f"job, {number} worker{'s' * (number > 1)}", job, *asked)
        yield measured(f"job, {number} resumed when done", job, *asked, "--resume")
    for form in FORMATS:
        target = folder / f"out.{form}"
        yield measured(form, target, *annotate, "--format", form, "-o", str(target))


def _reported(found: Iterator[Row], documents: int) -> Iterator[Row]:
    """Print a line for each row as it comes."""
    print(f"{'run':26} {'cpu s':>7} {'wall s':>7} {'docs/s':>7} ratio     MB private")  # noqa: T201
    first = 0.0
    for row in found:
        first = first or row.cpu
        print(  # noqa: T201
            f"{row.name:26} {row.cpu:7.2f} {row.wall:7.2f} {documents / row.cpu:7.0f} "
            f"{row.cpu / first:5.2f} {row.written / 1e6:6.1f} {row.private / 1e3:4.0f} MB",
            flush=True,
        )
        yield row


def main() -> None:
    """Measure, print a table, and write JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", default="1,2", help="numbers of workers, parted by commas")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = take(options.data, options.documents, folder / "docs.jsonl")
        subprocess.run([*COMMAND, "resolve", "Minsk"], stdout=subprocess.DEVNULL, check=True)
        workers = [int(number) for number in options.workers.split(",")]
        found = list(_reported(rows(folder / "docs.jsonl", folder, workers), options.documents))
        print(f"{options.documents} documents of {size / 1e6:.1f} MB")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in found], indent=1), "utf-8")


if __name__ == "__main__":
    main()
