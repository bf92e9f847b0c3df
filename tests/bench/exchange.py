"""How fast tables come in and go out, and whether they come back the same.

    python -m tests.bench.exchange --names 100000
    python -m tests.bench.exchange --names 1000000 --data ../shared/bench/scale --json OUT

A file of names, one a row, is compared with an empty table, imported into a store (SQLite in a
temporary folder), exported as JSON Lines and as a folder of sets, imported into a second store from
each, and exported again: the files must be identical. Names come from `--data` (`entities.tsv.gz`,
`names.tsv.gz`), else they are made of the words of our seeds. Times are CPU seconds of this
process; a name is a row of the file.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import itertools
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from normalizer.exchange.apply import Written
from normalizer.exchange.diff import Policy
from normalizer.exchange.differences import Tally
from normalizer.exchange.formats import FORMATS
from normalizer.exchange.importing import Plan, compared, imported
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.writers.jsonl import write_jsonl
from normalizer.exchange.writers.sets import write_sets
from normalizer.garbage import collect_seldom
from normalizer.store.changes import Author
from normalizer.store.memory import MemoryStore
from normalizer.store.opening import open_store
from normalizer.store.seeds import load_seeds
from normalizer.store.sql.store import SqlStore

HEADER = "key\tkind\tname\talias\n"
ADD = Policy(add_collisions=True)
BY = Author("bench", "bench")
EMPTY = MemoryStore([], [])


def real_rows(folder: Path) -> Iterator[str]:
    """Yield a row for each name of the data for sizes, its entity's main name beside it."""
    main: dict[str, str] = {}
    with gzip.open(folder / "entities.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            identifier, _, name, _ = line.rstrip("\n").split("\t")
            main[identifier] = name
    with gzip.open(folder / "names.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            identifier, kind, name, _ = line.rstrip("\n").split("\t")
            yield f"{identifier}\t{kind}\t{main.get(identifier, name)}\t{name}\n"


def made_rows() -> Iterator[str]:
    """Yield rows of people with two words of our seeds as a name, four names an entity."""
    words = sorted({alias.text for alias in load_seeds().aliases() if alias.text.isalpha()})
    latin = [word for word in words if word.isascii()]
    count = itertools.count()
    for shift in range(1, len(words)):
        for first, second in zip(latin, latin[shift:], strict=False):
            number = next(count)
            for lap in range(4):
                given = words[(number * 7 + lap * 13) % len(words)]
                yield f"m{number}\tperson\t{first} {second}\t{given} {second}\n"


class Stopwatch:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, step: str, work: Callable[[], object]) -> None:
        """Do a step and keep how long it took."""
        began = time.process_time()
        work()
        self.seconds[step] = time.process_time() - began
        sys.stderr.write(f"{step}: {self.seconds[step]:.1f} s\n")


def bench(rows: Iterator[str], number: int, folder: Path) -> dict[str, object]:
    """Return the figures of one run in a folder."""
    path = folder / "names.tsv"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        out.writelines(itertools.islice(rows, number))
    names = sum(1 for _ in path.open("rb")) - 1
    plan = Plan(FORMATS["tsv"], (str(path),), ReadSettings(scheme="bench"), ADD)
    watch, tally = Stopwatch(), Tally()
    watch.run("diff", lambda: [tally.add(each) for each in compared(plan, EMPTY)])
    first = open_store(str(folder / "first.db"), EMPTY)
    watch.run("import", lambda: _import(plan, first))
    watch.run("import again", lambda: _import(plan, first, expect_nothing=True))
    _export(first, folder / "first", watch, "export")
    same = {form: _again(folder, form, watch) for form in ("seeds", "jsonl")}
    first.close()
    return {
        "names": names,
        "differences": tally.in_words(),
        "seconds": {step: round(found, 2) for step, found in watch.seconds.items()},
        "names_a_second": {step: round(names / watch.seconds[step]) for step in ("diff", "import")},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "identical": same,
    }


def _import(plan: Plan, store: SqlStore, *, expect_nothing: bool = False) -> None:
    written = [each for each in imported(plan, store, BY) if isinstance(each, Written)]
    assert not (expect_nothing and written), "an import that was done did something again"


def _export(store: SqlStore, out: Path, watch: Stopwatch, step: str) -> None:
    """Write a store's table below a folder, as lines and as sets."""
    out.mkdir()

    def jsonl() -> None:
        with store.reading() as table, (out / "table.jsonl").open("w", encoding="utf-8") as lines:
            write_jsonl(table, lines.write)

    def sets() -> None:
        with store.reading() as table:
            write_sets(table, out / "sets")

    watch.run(f"{step} jsonl", jsonl)
    watch.run(f"{step} seeds", sets)


def _again(folder: Path, form: str, watch: Stopwatch) -> bool:
    """Return whether what was exported, imported into an empty store, is exported the same."""
    source = folder / "first" / ("sets" if form == "seeds" else "table.jsonl")
    store = open_store(str(folder / f"{form}.db"), EMPTY)
    watch.run(
        f"import {form}", lambda: _import(Plan(FORMATS[form], (str(source),), policy=ADD), store)
    )
    _export(store, folder / form, watch, f"export again after {form}:")
    store.close()
    names = [
        "table.jsonl",
        *(f"sets/table/{p.name}" for p in (folder / "first/sets/table").iterdir()),
    ]
    _, differing, missing = filecmp.cmpfiles(folder / "first", folder / form, names, shallow=False)
    return not differing and not missing


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 1 when a file did not come back the same."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, default=100_000, help="how many rows, default 100,000")
    parser.add_argument("--data", type=Path, help="folder of entities.tsv.gz and names.tsv.gz")
    parser.add_argument("--json", type=Path, help="file for the figures")
    given = parser.parse_args(arguments)
    collect_seldom()  # as the command does
    rows = real_rows(given.data) if given.data else made_rows()
    with tempfile.TemporaryDirectory() as folder:
        figures = bench(rows, given.names, Path(folder))
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    sys.stdout.write(f"{text}\n")
    if given.json:
        given.json.write_text(text + "\n", "utf-8")
    return 0 if all(figures["identical"].values()) else 1  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
