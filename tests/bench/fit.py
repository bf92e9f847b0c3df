"""Fits the weights of the score's model on the `train` splits and tells how they do on `dev`.

    python -m tests.bench.fit --data ../shared/bench [--queries N] [--write]

For each kind the table's one name an entity is indexed, queries of `train` are resolved, and
the weights are chosen under which the right entity (or nobody) gets the most probability: a
conditional logit in which NIL has odds of 1, just as `decide.shares` has it. Signs are
constrained, so that more agreement never scores less. Features that do not occur in the sets
keep their weights. Needs numpy and scipy (extra `bench`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from normalizer.decide import thresholds
from normalizer.index.memory import MemoryIndex
from normalizer.resolve import Resolver
from normalizer.resources import data_dir
from normalizer.types import Candidate, Kind, ResolveOptions
from tests.bench.retrieval_sets import KINDS, Query, load_queries, load_table

SIGNS = {
    "coverage": 1,
    "worst": 1,
    "alike": 1,
    "unlike": -1,
    "query_left": -1,
    "alias_left": -1,
    "rarity": 1,
    "lone_gap": -1,
    "conflict": -1,
    "no_surname": -1,
    "number": -1,
    "gender": -1,
    "designator": -1,
}
FITTED = tuple(SIGNS)
MAX_RIVALS = 30
RIDGE = 0.002


@dataclass(frozen=True, slots=True)
class Case:
    """A query's rivals as feature rows; `right` is the row of the answer, -1 for nobody."""

    rows: np.ndarray
    right: int


def cases(resolver: Resolver, queries: Sequence[Query]) -> list[Case]:
    """Return a case for each query whose answer is among its candidates, or is nobody.

    A query whose entity was not retrieved teaches the scorer that its rivals are wrong.
    """
    options = ResolveOptions(max_candidates=MAX_RIVALS)
    found = []
    for query in queries:
        candidates = resolver.resolve(query.text, options).candidates
        rows = np.array([_row(candidate) for candidate in candidates]).reshape(-1, len(FITTED))
        right = [i for i, c in enumerate(candidates) if c.entity_id in query.gold]
        found.append(Case(rows, right[0] if right else -1))
    return found


def _row(candidate: Candidate) -> list[float]:
    values = {feature.name: feature.value for feature in candidate.evidence.features}
    return [values.get(name, 0.0) for name in FITTED]


def fit(found: Sequence[Case], start: Sequence[float]) -> np.ndarray:
    """Return bias and weights under which the right answers are likeliest."""
    kept = [case for case in found if len(case.rows)]
    bounds = [(None, None), *(((0, None) if SIGNS[n] > 0 else (None, 0)) for n in FITTED)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for case in kept:
            rows = np.hstack([np.ones((len(case.rows), 1)), case.rows])
            odds = np.exp(np.clip(rows @ weights, -30, 30))
            share = odds / (1 + odds.sum())
            nobody = 1 / (1 + odds.sum())
            total -= np.log(share[case.right] if case.right >= 0 else nobody)
            slope += share @ rows
            if case.right >= 0:
                slope -= rows[case.right]
        size = len(kept)
        ridge = RIDGE * weights[1:]
        return total / size + ridge @ weights[1:] / 2, slope / size + np.r_[0, ridge]

    return minimize(loss, np.array(start), jac=True, method="L-BFGS-B", bounds=bounds).x


def report(found: Sequence[Case], weights: np.ndarray) -> dict[str, float]:
    """Return precision, recall, false answers on NIL and calibration error of the decision."""
    limit = thresholds().match
    linked = right = wanted = nil = false_nil = 0
    bins: dict[int, list[tuple[float, float]]] = {}
    for case in found:
        wanted += case.right >= 0
        nil += case.right < 0
        if not len(case.rows):
            continue
        odds = np.exp(np.clip(weights[0] + case.rows @ weights[1:], -30, 30))
        share = odds / (1 + odds.sum())
        best = int(share.argmax())
        bins.setdefault(min(9, int(share[best] * 10)), []).append(
            (float(share[best]), float(best == case.right))
        )
        if share[best] >= limit:
            linked += 1
            right += best == case.right
            false_nil += case.right < 0
    scored = sum(map(len, bins.values())) or 1
    error = sum(abs(sum(p for p, _ in b) - sum(y for _, y in b)) for b in bins.values()) / scored
    return {
        "precision": right / max(linked, 1),
        "recall_of_reachable": right / max(wanted, 1),
        "false_on_nobody": false_nil / max(nil, 1),
        "calibration_error": error,
    }


def fit_kind(folder: Path, size: int, old: dict[str, float]) -> tuple[dict[str, float], str]:
    """Return the fitted weights of one kind, and a line on how they do on `dev`."""
    resolver = Resolver(MemoryIndex(load_table(folder)))
    train = _sample(load_queries(folder, "train"), size)
    dev = _sample(load_queries(folder, "dev"), size // 2)
    fitted = fit(cases(resolver, train), [old["bias"], *(old[name] for name in FITTED)])
    figures = report(cases(resolver, dev), fitted)
    new = dict(zip(("bias", *FITTED), (round(float(w), 3) for w in fitted), strict=True))
    line = " ".join(f"{name}={value:.3f}" for name, value in figures.items())
    return {**old, **new}, f"{folder.name}: {line}"


def _sample(queries: list[Query], size: int) -> list[Query]:
    hard = [query for query in queries if not query.easy]
    return random.Random(20).sample(hard, min(size, len(hard)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, report, and write the table when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=4_000)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    path = data_dir() / "score" / "weights.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name, kind in KINDS.items():
        old = table["kinds"][Kind(kind).value]
        new, line = fit_kind(chosen.data / name, chosen.queries, old)
        table["kinds"][Kind(kind).value] = new
        sys.stdout.write(f"{line}\n  {new}\n")
        sys.stdout.flush()
    if chosen.write:
        path.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
