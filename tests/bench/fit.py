"""Fits the weights of the score's model on the `train` splits, chooses thresholds on `dev`.

    python -m tests.bench.fit --data ../shared/bench [--kinds person,place] [--write]

1. Queries are drawn as `dev_core` was: at most so many hard ones a language, and a ninth of
   that easy ones. The tables hold one name an entity, the names that are asked are others.
2. Each query's candidates become rows of features (`fit_cases.py`). A query counts twice: once
   with its entity in the table, and, with the weight of NIL queries in the benchmark, once
   with its entity withheld, when nobody is right.
3. The weights are those under which the right answers are likeliest (`fit_model.py`): a
   conditional logit in which NIL has odds of 1, just as `decide.shares` has it, within the signs
   and rules of `fit_rules.py`.
4. The threshold is the lowest probability at which the decision on `dev` of the first set of a
   kind has the precision and the few false answers on NIL that are asked for.
5. The curve from shares to probabilities is read off other queries of `train` than the weights
   were fitted on, for on those they flatter themselves (`fit_curve.py`). `--curve-only`
   leaves weights and thresholds as they are, `--keep-weights` the weights.

Needs numpy and scipy (extra `bench`).
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from normalizer.resources import data_dir
from normalizer.types import Kind
from tests.bench import fit_model
from tests.bench.fit_cases import Drawn, cases_of
from tests.bench.fit_curve import curve_of
from tests.bench.fit_model import EVERY, Case
from tests.bench.fit_rules import RULES

SETS = {
    Kind.PERSON: ("people", "sanctions_eu/people"),
    Kind.PLACE: ("places",),
    Kind.ORGANISATION: ("orgs", "sanctions_eu/orgs"),
}
PER_LANGUAGE = {Kind.PERSON: 200, Kind.PLACE: 60, Kind.ORGANISATION: 60}
"""How many hard queries are drawn; names of places and bodies are slower to read."""
Table = dict[str, Any]


def gathered(data: Path, kind: Kind, drawn: Drawn) -> list[Case]:
    """Return the cases that are drawn of `train` of all sets of a kind."""
    folders = [data / name for name in SETS[kind]]
    there = [folder for folder in folders if (folder / "train.jsonl.gz").is_file()]
    return [case for folder in there for case in cases_of(folder, "train", drawn)]


def fit_kind(data: Path, kind: Kind, table: Table) -> str:
    """Put the fitted weights and threshold of a kind into the table; return a line of figures."""
    train = gathered(data, kind, Drawn(PER_LANGUAGE[kind]))
    weights = fit_model.fit(train, RULES[kind], table["kinds"][kind.value])
    found = (round(float(weight), 3) + 0.0 for weight in weights)
    table["kinds"][kind.value] = dict(zip(("bias", *EVERY), found, strict=True))
    told = f"{len(train)} cases of train ({', '.join(SETS[kind])})"
    return threshold_kind(data, kind, table, told)


def threshold_kind(data: Path, kind: Kind, table: Table, told: str = "") -> str:
    """Put the threshold of a kind, by the weights of the table, into it; return the figures.

    `told` says what weights were fitted on; without it what the table says stays.
    """
    most = PER_LANGUAGE[kind]
    model = table["kinds"][kind.value]
    weights = np.array([model[name] for name in ("bias", *EVERY)])
    dev = cases_of(data / SETS[kind][0], "dev", Drawn(most // 2))
    chosen = fit_model.choose(dev, weights, RULES[kind])
    lowest = min(chosen.threshold, RULES[kind].very_alias or 1.0)
    table["decision"][kind.value].update(match=lowest, alike=chosen.threshold, known=lowest)
    figures = " ".join(f"{name}={value:.4f}" for name, value in chosen.figures.items())
    fitted = table.setdefault("fitted", {})
    told = told or fitted[kind.value].partition(": ")[2].partition("), ")[0] + ")"
    today = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    fitted[kind.value] = f"{today}: {told}, {len(dev)} of dev ({SETS[kind][0]}): {figures}"
    return f"{kind.value}: {figures}"


def curve_kind(data: Path, kind: Kind, table: Table) -> str:
    """Put the curve of a kind, by the weights of the table, into it; return a line of figures."""
    model = table["kinds"][kind.value]
    every = np.array([model[name] for name in EVERY])
    most = PER_LANGUAGE[kind]
    train = gathered(data, kind, Drawn(most, after=most))
    table.setdefault("calibration", {})[kind.value] = curve_of(train, model["bias"], every)
    today = datetime.datetime.now(datetime.UTC).date()
    told = f"{today}: {len(train)} cases of train ({', '.join(SETS[kind])})"
    table.setdefault("calibrated", {})[kind.value] = told
    return f"{kind.value}: curve {table['calibration'][kind.value]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, report, and write the table when asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--kinds", default=",".join(kind.value for kind in Kind))
    parser.add_argument("--curve-only", action="store_true", help="fit the curves alone")
    parser.add_argument(
        "--keep-weights", action="store_true", help="choose thresholds and fit curves alone"
    )
    parser.add_argument("--write", action="store_true", help="write data/score/weights.json")
    chosen = parser.parse_args(arguments)
    path = data_dir() / "score" / "weights.json"
    table: Table = json.loads(path.read_text(encoding="utf-8"))
    for kind in map(Kind, chosen.kinds.split(",")):
        if not chosen.curve_only:
            chooses = threshold_kind if chosen.keep_weights else fit_kind
            line = chooses(chosen.data, kind, table)
            sys.stdout.write(f"{line}\n  {table['kinds'][kind.value]}\n")
        sys.stdout.write(f"{curve_kind(chosen.data, kind, table)}\n")
        sys.stdout.flush()
        if chosen.write:
            text = json.dumps(table, ensure_ascii=False, indent=2)
            path.write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
