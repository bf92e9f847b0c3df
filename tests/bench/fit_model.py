"""Rows of features of rival candidates → the weights under which the right ones are likeliest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from scipy.optimize import minimize

from normalizer.score import FEATURES
from tests.bench import measures
from tests.bench.fit_rules import EXACT_LOG_ODDS, Rules

EVERY = FEATURES
"""What a case's rows hold, in this order."""
NIL_WEIGHT = 0.25
RIDGE = 0.00001
RULED_OUT = -8.0
"""Log-odds by held weights alone below which a right answer is one that our rules forgo."""
LOWEST_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A query's rivals as feature rows; `right` is the row of the answer, -1 for none of them.

    `known` says whether the table has the answer at all.
    """

    rows: np.ndarray
    right: int
    known: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold, and what the decision by it is worth."""

    threshold: float
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Stacked:
    """All rows of all rounds, the round of each, the right rows, and the weights of rounds."""

    rows: np.ndarray
    round_of: np.ndarray
    right: np.ndarray
    weight: np.ndarray


def fit(cases: Sequence[Case], rules: Rules, old: Mapping[str, float]) -> np.ndarray:
    """Return bias and weights of `EVERY` under which the right answers are likeliest.

    They are drawn a little to the `old` ones, within what the rules of the kind allow.
    """
    held = np.array([old[name] if name in rules.held else 0.0 for name in EVERY])
    stacked = _stacked(cases, held)
    scale = np.r_[1.0, np.maximum(stacked.rows.std(0), 1e-3)]
    home = np.array([old["bias"], *(old[name] for name in EVERY)])

    def loss(scaled: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = _surprise(stacked, scaled / scale)
        away = scaled / scale - home
        away[0] = 0.0
        return value + RIDGE * away @ away / 2, (slope + RIDGE * away) / scale

    given = [(old[n], old[n]) if n in rules.held else rules.bounds(n) for n in EVERY]
    bounds = [(None, None)] + [
        tuple(None if limit is None else limit * size for limit in pair)
        for pair, size in zip(given, scale[1:], strict=True)
    ]
    within = [(-np.inf if b[0] is None else b[0], np.inf if b[1] is None else b[1]) for b in bounds]
    start = np.clip(home * scale, *np.array(within).T)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    weights = np.asarray(found.x / scale)
    weights[1 + EVERY.index("exact")] = EXACT_LOG_ODDS - weights[0]
    return weights


def _stacked(cases: Sequence[Case], held: np.ndarray) -> _Stacked:
    """Return every case as a round, and again without its right answer: then nobody is right.

    A right answer that the weights held by hand rule out is none.
    """
    rows: list[np.ndarray] = []
    marks: list[np.ndarray] = []
    weights: list[float] = []
    for case in cases:
        others = np.delete(case.rows, case.right, 0) if case.right >= 0 else case.rows
        learnt = case.right >= 0 and case.rows[case.right] @ held > RULED_OUT
        if len(others):
            rows.append(others)
            marks.append(np.zeros(len(others)))
            weights.append(NIL_WEIGHT if learnt else 1.0)
        if learnt:
            rows.append(case.rows)
            marks.append(np.arange(len(case.rows)) == case.right)
            weights.append(1.0)
    sizes = [len(mark) for mark in marks]
    round_of = np.repeat(np.arange(len(sizes)), sizes)
    right = np.concatenate(marks).astype(float)
    return _Stacked(np.vstack(rows), round_of, right, np.array(weights))


def _surprise(stacked: _Stacked, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean negative log-likelihood of the right answers, and its slope."""
    size = len(stacked.weight)
    log_odds = np.clip(weights[0] + stacked.rows @ weights[1:], -30, 30)
    odds = np.exp(log_odds)
    total = 1.0 + np.bincount(stacked.round_of, odds, size)
    told = np.bincount(stacked.round_of, stacked.right * log_odds, size)
    whole = stacked.weight.sum()
    value = (stacked.weight * (np.log(total) - told)).sum() / whole
    off = stacked.weight[stacked.round_of] * (odds / total[stacked.round_of] - stacked.right)
    return value, np.r_[off.sum(), stacked.rows.T @ off] / whole


def choose(cases: Sequence[Case], weights: np.ndarray, rules: Rules) -> Choice:
    """Return the lowest threshold that is as sure as the rules ask for, with its figures."""
    tops = [_top(case, weights[0] + case.rows @ weights[1:]) for case in cases]
    nobody = sum(not case.known for case in cases)
    ranked = sorted(tops, key=lambda top: -top[0])
    threshold, right, taken, false = 0.99, 0, 0, 0
    for score, is_right, known in ranked:
        taken, right, false = taken + 1, right + is_right, false + (not known)
        if score < LOWEST_THRESHOLD:
            break
        if right >= rules.precision * taken and false <= rules.false_nil * max(nobody, 1):
            threshold = score
    threshold = floor(threshold * 1_000) / 1_000
    return Choice(threshold, _figures(tops, threshold, nobody))


def _top(case: Case, log_odds: np.ndarray) -> tuple[float, bool, bool]:
    odds = np.exp(np.clip(log_odds, -30, 30))
    best = int(odds.argmax())
    return float(odds[best] / (1.0 + odds.sum())), best == case.right, case.known


def _figures(
    tops: Sequence[tuple[float, bool, bool]], threshold: float, nobody: int
) -> dict[str, float]:
    linked = [top for top in tops if top[0] >= threshold]
    right = sum(is_right for _, is_right, _ in linked)
    error = measures.calibration_error([(score, is_right) for score, is_right, _ in tops])
    return {
        "threshold": threshold,
        "precision": right / max(len(linked), 1),
        "recall": right / max(len(tops) - nobody, 1),
        "false_nil": sum(not known for _, _, known in linked) / max(nobody, 1),
        "ece": error or 0.0,
    }
