"""Figures of answers and of scored pairs, from nothing but scores and truth.

A score is any number that is higher where a match is likelier; only the calibration needs
probabilities. A figure that has nothing to be measured on is None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

Marked = tuple[float, bool]
"""A score, and whether what it says is true."""

BINS = 10


def share(part: float, whole: float) -> float | None:
    """Return part / whole, None when there is no whole."""
    return part / whole if whole else None


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """Return F1, None when precision or recall is not known, 0 when both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def auc(marked: Sequence[Marked]) -> float | None:
    """Return how often a true score is above a false one, ties counted half."""
    false = sorted(score for score, right in marked if not right)
    true = [score for score, right in marked if right]
    below = sum((bisect_left(false, one) + bisect_right(false, one)) / 2 for one in true)
    return share(below, len(true) * len(false))


def cuts(marked: Iterable[Marked]) -> Iterator[tuple[float, int, int]]:
    """Yield each threshold from the highest, with how many are at or above it, and are true."""
    taken = right = 0
    for score, group in groupby(sorted(marked, reverse=True), key=lambda each: each[0]):
        members = [true for _, true in group]
        taken, right = taken + len(members), right + sum(members)
        yield score, taken, right


def recall_at_precision(marked: Sequence[Marked], precision: float) -> float | None:
    """Return the best recall of any threshold that is at least so precise, 0 when none is."""
    wanted = sum(right for _, right in marked)
    best = max((right for _, taken, right in cuts(marked) if right >= precision * taken), default=0)
    return share(best, wanted)


def best_threshold(marked: Sequence[Marked], wanted: int) -> float:
    """Return the threshold of the best F1 when `wanted` true ones are to be found."""
    best, threshold = -1.0, float("inf")
    for score, taken, right in cuts(marked):
        f1 = 2 * right / (taken + wanted)
        if f1 > best:
            best, threshold = f1, score
    return threshold


def reliability(marked: Iterable[Marked]) -> list[dict[str, float]]:
    """Return, for each tenth of the probabilities that occurs, what was said and what was true."""
    bins: dict[int, list[Marked]] = {}
    for each in marked:
        bins.setdefault(min(BINS - 1, int(each[0] * BINS)), []).append(each)
    return [
        {
            "from": place / BINS,
            "n": len(members),
            "said": sum(score for score, _ in members) / len(members),
            "true": sum(right for _, right in members) / len(members),
        }
        for place, members in sorted(bins.items())
    ]


def calibration_error(marked: Sequence[Marked]) -> float | None:
    """Return the mean gap between what probabilities say and what is true, over ten bins."""
    gaps = sum(row["n"] * abs(row["said"] - row["true"]) for row in reliability(marked))
    return share(gaps, len(marked))
