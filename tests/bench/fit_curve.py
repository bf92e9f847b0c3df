"""Shares of the best candidates on `train` → the curve from share to probability.

Isotonic regression by pooling neighbours, over the best candidate of each query, and, with a weight
of its own, over the best one when the right one is withheld. Pools are
joined until each holds enough to tell; their middles are the points of the curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tests.bench.fit_model import Case

LEAST_WEIGHT = 60.0
NIL_WEIGHT = 0.5
"""Of a query whose right answer is withheld; chosen on `dev`, whose queries of nobody known are not
quite as far from everybody as a withheld one is.
"""
Told = tuple[float, float, float]
"""A share, whether it was right, and the weight that it counts with."""
Curve = list[list[float]]


def curve_of(cases: Sequence[Case], bias: float, weights: np.ndarray) -> Curve:
    """Return the (share, probability) points of the curve, in rising order.

    `weights` are those of every feature of the cases' rows.
    """
    told = sorted(each for case in cases for each in _told(case, bias, weights))
    return _points(_pooled(_grouped(told)))


def _told(case: Case, bias: float, weights: np.ndarray) -> Iterator[Told]:
    odds = np.exp(np.clip(bias + case.rows @ weights, -30, 30))
    best = int(odds.argmax())
    yield float(odds[best] / (1.0 + odds.sum())), float(best == case.right), 1.0
    if case.right >= 0 and len(odds) > 1:
        rest = np.delete(odds, case.right)
        yield float(rest.max() / (1.0 + rest.sum())), 0.0, NIL_WEIGHT


def _grouped(told: Sequence[Told]) -> list[np.ndarray]:
    """Return (weighted share, weighted truth, weight) of neighbours that together can tell."""
    groups = [np.zeros(3)]
    for share, right, weight in told:
        groups[-1] += (share * weight, right * weight, weight)
        if groups[-1][2] >= LEAST_WEIGHT:
            groups.append(np.zeros(3))
    if groups[-1][2] < LEAST_WEIGHT and len(groups) > 1:
        groups[-2] += groups.pop()
    return [group for group in groups if group[2]]


def _pooled(groups: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return groups of which none is less often right than the one before."""
    pools: list[np.ndarray] = []
    for group in groups:
        pools.append(group)
        while len(pools) > 1 and _truth(pools[-2]) >= _truth(pools[-1]):
            last = pools.pop()
            pools[-1] = pools[-1] + last
    return pools


def _points(pools: Sequence[np.ndarray]) -> Curve:
    points: Curve = []
    for pool in pools:
        share, truth = round(float(pool[0] / pool[2]), 4), round(_truth(pool), 4)
        if 0.0 < share < 1.0 and (not points or share > points[-1][0]):
            points.append([share, truth])
    return points


def _truth(pool: np.ndarray) -> float:
    return float(pool[1] / pool[2])
