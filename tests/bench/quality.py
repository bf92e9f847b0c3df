"""How right we are, on data of a folder, with the peers beside us in the same run.

    python -m tests.bench.quality --data ../shared/bench --json result.json
    python -m tests.bench.quality --data DIR --results FOLDER --compare last --peers none

The folder has the layout of the development data; sets that it lacks are left out with the
reason, and nothing is downloaded. Retrieval sets (`people`, `places`, `orgs`,
`sanctions_people`, `sanctions_orgs`) index a table of entities and ask names: protocol A
indexes one name an entity, protocol B the rows marked `seed` too. `pairs` scores pairs of
names. Peers need the extra `bench-peers`; their threshold is the best there is for the very
rows that they are judged on, ours is the default.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from normalizer.resources import data_dir
from normalizer.version import ENGINE_VERSION
from tests.bench import misses, peers, report
from tests.bench.runs import SETS, SPLITS, Outcome, Plan, run

FORMAT = 1
LAST = "last"
NONE = "none"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--data", type=Path, required=True, help="folder of the sets")
    found.add_argument("--json", type=Path, help="file for every figure")
    found.add_argument("--results", type=Path, help="folder for a dated file of every figure")
    found.add_argument(
        "--compare", help=f"older result, or {LAST!r} for the newest other one in --results"
    )
    found.add_argument("--misses", type=Path, help="file for the queries that we answer wrongly")
    found.add_argument("--sets", type=_one_of(SETS), default=SETS, help="of " + ",".join(SETS))
    found.add_argument(
        "--peers",
        type=_one_of(tuple(peers.MAKERS)),
        default=tuple(peers.MAKERS),
        help=f"{NONE} or of " + ",".join(peers.MAKERS),
    )
    found.add_argument("--protocol", type=_one_of(("A", "B")), default=("A",), help="A, B or A,B")
    found.add_argument(
        "--split",
        type=lambda text: tuple(text.split(",")),
        default=SPLITS,
        help="splits to ask: the first that a set has; default " + ",".join(SPLITS),
    )
    found.add_argument("--queries", type=int, default=0, help="at most so many of a set; 0: all")
    return found


def _one_of(known: tuple[str, ...]) -> Any:
    """Return the reader of a list of known words, parted by commas; `none` is an empty list."""

    def read(text: str) -> tuple[str, ...]:
        words = () if text == NONE else tuple(text.split(","))
        strange = [word for word in words if word not in known]
        if strange:
            raise argparse.ArgumentTypeError(f"{strange[0]!r} is none of {', '.join(known)}")
        return words

    return read


def result_of(outcome: Outcome, plan: Plan) -> dict[str, Any]:
    """Return everything that a run found, as JSON."""
    weights = json.loads((data_dir() / "score" / "weights.json").read_text(encoding="utf-8"))
    return {
        "format": FORMAT,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "engine": ENGINE_VERSION,
        "weights": weights.get("source", ""),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "queries_at_most": plan.queries or None,
        "sets": outcome.sets,
        "skipped": outcome.skipped,
    }


def older_result(compare: str, results: Path | None) -> Path | None:
    """Return the file to compare with: as named, or the newest of the folder of results."""
    if compare != LAST:
        return Path(compare)
    files = sorted(results.glob("quality-*.json")) if results and results.is_dir() else []
    return files[-1] if files else None


def save(result: dict[str, Any], path: Path) -> None:
    """Write a result, making the folder where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _dated(folder: Path) -> Path:
    """Return a file of now that is not there yet, sorted by name as by time."""
    now = datetime.datetime.now(datetime.UTC)
    return folder / f"quality-{now:%Y-%m-%dT%H%M%SZ}.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the plan, print the tables, write what was asked for; 1 when no set could be run."""
    chosen = parser().parse_args(arguments)
    # Read first: a result may be written over it.
    path = older_result(chosen.compare, chosen.results) if chosen.compare else None
    older = json.loads(path.read_text(encoding="utf-8")) if path else None
    plan = Plan(
        chosen.data, chosen.sets, chosen.protocol, chosen.split, chosen.peers, chosen.queries
    )
    outcome = Outcome()
    for label, outcome in run(plan):
        if label:
            _say(*report.table(label, outcome.sets[label]), "")
    _say(*(f"skipped: {each['what']}: {each['reason']}" for each in outcome.skipped))
    result = result_of(outcome, plan)
    for target in (chosen.json, _dated(chosen.results) if chosen.results else None):
        if target:
            save(result, target)
    if chosen.misses:
        chosen.misses.write_text("\n".join([misses.HEAD, *outcome.misses]) + "\n", "utf-8")
    if older is not None:
        _say(f"changes since {path}:", *report.changes(older, result))
    elif chosen.compare:
        _say("nothing older to compare with")
    return 0 if outcome.sets else 1


if __name__ == "__main__":
    raise SystemExit(main())
