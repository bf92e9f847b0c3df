"""Rows of features of rival candidates → the weights under which the right ones are likeliest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from scipy.optimize import minimize

from normalizer.score import FEATURES
from tests.bench import measures

SIGNS = {
    "coverage": 1,
    "worst": 1,
    "alike": 1,
    "unlike": -1,
    "query_left": -1,
    "alias_left": -1,
    "query_more": -1,
    "alias_more": -1,
    "rarity": 1,
    "conflict": -1,
    "fathers": -1,
    "father_left": -1,
    "no_surname": -1,
    "number": -1,
    "gender": -1,
    "designator": -1,
    "other_script": -1,
    "acronym": 1,
    "surname_gap": -1,
    "plain_gap": -1,
    "given_gap": -1,
    "spelling_gap": -1,
    "misspelt": -1,
    "starts": -1,
    "other_bones": -1,
    "known_apart": -1,
    "left_known": -1,
    "replaced": -1,
    "crossed": -1,
    "initials": -1,
    "letters": 1,
    "telling": 1,
}
FITTED = tuple(SIGNS)
"""The features whose weights are fitted; those of `lone_gap` and of hints are rules of ours."""
EVERY = (*FITTED, *(name for name in FEATURES if name not in SIGNS))
AT_MOST = {
    "other_bones": -8.0,
    "fathers": -6.0,
    "conflict": -3.0,
    "no_surname": -4.0,
    "replaced": -8.0,
}
"""Rules of ours: the sets, whose tables are big and of famous people, are kinder than we may be to
near names of people whom a small table lacks, and to namesakes with another father."""
NIL_WEIGHT = 0.25
RIDGE = 0.0003
PRECISION, FALSE_NIL = 0.98, 0.035
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


def fit(cases: Sequence[Case], start: Sequence[float]) -> np.ndarray:
    """Return bias and weights under which the right answers are likeliest, drawn to `start`.

    None is above what the rules allow; the others are not let make up for it.
    """
    stacked = _stacked(cases)
    scale = np.r_[1.0, np.maximum(stacked.rows.std(0), 1e-3)]
    home = np.array(start)

    def loss(scaled: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = _surprise(stacked, scaled / scale)
        away = scaled / scale - home
        away[0] = 0.0
        return value + RIDGE * away @ away / 2, (slope + RIDGE * away) / scale

    bounds = [(None, None), *(((0, None) if SIGNS[n] > 0 else (None, 0)) for n in FITTED)]
    found = minimize(loss, home * scale, jac=True, method="L-BFGS-B", bounds=bounds)
    most = np.array([np.inf, *(AT_MOST.get(name, np.inf) for name in FITTED)])
    return np.asarray(np.minimum(found.x / scale, most))


def _stacked(cases: Sequence[Case]) -> _Stacked:
    """Return every case as a round, and again without its right answer: then nobody is right."""
    rows: list[np.ndarray] = []
    marks: list[np.ndarray] = []
    weights: list[float] = []
    for case in cases:
        own = case.rows[:, : len(FITTED)]
        right = np.zeros(len(own))
        if case.right >= 0:
            right[case.right] = 1.0
            rows.append(np.delete(own, case.right, 0))
            marks.append(np.zeros(len(own) - 1))
            weights.append(NIL_WEIGHT)
        rows.append(own)
        marks.append(right)
        weights.append(1.0)
    sizes = [len(mark) for mark in marks]
    round_of = np.repeat(np.arange(len(sizes)), sizes)
    return _Stacked(np.vstack(rows), round_of, np.concatenate(marks), np.array(weights))


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


def choose(cases: Sequence[Case], weights: np.ndarray, old: Mapping[str, float]) -> Choice:
    """Return the lowest threshold that is as sure as asked for, with its figures.

    Features that are not fitted count by their weights in `old`.
    """
    every = np.r_[weights[1:], [old[name] for name in EVERY[len(FITTED) :]]]
    tops = [_top(case, weights[0] + case.rows @ every) for case in cases]
    nobody = sum(not case.known for case in cases)
    ranked = sorted(tops, key=lambda top: -top[0])
    threshold, right, taken, false = 0.99, 0, 0, 0
    for score, is_right, known in ranked:
        taken, right, false = taken + 1, right + is_right, false + (not known)
        if score < LOWEST_THRESHOLD:
            break
        if right >= PRECISION * taken and false <= FALSE_NIL * max(nobody, 1):
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
