"""Log-odds of rival entities → shares that leave room for NIL → a decision, and probabilities.

Each candidate's odds are weighed against all others and against nobody (odds of 1), so the
scores of one answer add up to less than 1, and two equally good candidates cannot both be
likely. The decision is made by these shares. What callers are told is calibrated once more
(`calibrated`): what the rules of the model hold down, so that nobody is linked by a surname
alone, is right more often than its share says.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from normalizer import tables
from normalizer.types import Candidate, Decision, Kind, Stage

DIGITS = 4
"""After the point, of every probability that is told."""
_MAX_LOG_ODDS = 30.0
_ALIKE = frozenset({Stage.KEY, Stage.FUZZY})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a decision is made.

    `match` is that of one entity, `alike` that of one whose alias only sounds or looks alike, for a
    name by itself; `known` that of any entity, `ambiguous` that of a rival that makes it ambiguous.
    """

    match: float
    alike: float
    known: float
    ambiguous: float


@cache
def thresholds(kind: Kind) -> Thresholds:
    """Return a kind's thresholds in `data/score/weights.json`; raise TableError when malformed."""
    name = "score/weights.json"
    try:
        return Thresholds(**tables.json_object(name)["decision"][kind.value])
    except (KeyError, TypeError) as failure:
        raise tables.fault(name, 0, f"decision: {kind.value}: {failure}") from None


def shares(log_odds: Sequence[float]) -> list[float]:
    """Return each rival's probability, in the given order; together they are less than 1."""
    odds = [math.exp(max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, value))) for value in log_odds]
    total = 1.0 + sum(odds)
    return [value / total for value in odds]


def decide(candidates: Sequence[Candidate]) -> Decision:
    """Return the decision between candidates, best first, by the best one's kind; NIL for none.

    MATCH when the first is likely enough alone; AMBIGUOUS when it is likely enough that one
    of several is meant, but not which; else NIL. For mentions of documents, whose other words
    speak too: `decide_alone` asks more of a name that is all there is.
    """
    if not candidates:
        return Decision.NIL
    limits = thresholds(candidates[0].kind)
    return _decision([candidate.score for candidate in candidates], limits.match, limits)


def decide_alone(kind: Kind, stage: Stage, scores: Sequence[float]) -> Decision:
    """Return the decision for a name by itself, from the scores of candidates, the best first.

    That one is of this kind and was met at this stage: one whose alias only sounds or looks alike
    must be likelier.
    """
    limits = thresholds(kind)
    return _decision(scores, limits.alike if stage in _ALIKE else limits.match, limits)


def _decision(scores: Sequence[float], enough: float, limits: Thresholds) -> Decision:
    if scores[0] >= enough:
        return Decision.MATCH
    if len(scores) > 1 and scores[1] >= limits.ambiguous and sum(scores) >= limits.known:
        return Decision.AMBIGUOUS
    return Decision.NIL


def calibrated(kind: Kind, scores: Sequence[float]) -> list[float]:
    """Return probabilities for the shares of candidates, the best first and of this kind.

    The best one's share is read off the curve of its kind; the others keep their odds beside it,
    as far as all together stay below 1.
    """
    told = _on_curve(_curve(kind), scores[0])
    rest = sum(scores[1:])
    ratio = min(told / (scores[0] or 1.0), (1.0 - told) / rest if rest else math.inf)
    return [round(score, DIGITS) for score in (told, *(score * ratio for score in scores[1:]))]


@cache
def _curve(kind: Kind) -> tuple[tuple[float, float], ...]:
    """Return the (share, probability) that a kind's curve goes through, up to (1, 1).

    Raises TableError for one that falls or leaves [0, 1].
    """
    name = "score/weights.json"
    try:
        given = tables.json_object(name)["calibration"][kind.value]
        points = [(float(x), float(y)) for x, y in given]
        # What a rule holds down to nothing is right as often as what is next to nothing.
        curve = ((0.0, points[0][1]), *points, (1.0, 1.0))
    except (IndexError, KeyError, TypeError, ValueError) as failure:
        raise tables.fault(name, 0, f"calibration: {kind.value}: {failure}") from None
    if any(x >= x2 or y > y2 for (x, y), (x2, y2) in pairwise(curve)):
        raise tables.fault(name, 0, f"calibration: {kind.value}: the curve does not rise")
    return curve


def _on_curve(curve: Sequence[tuple[float, float]], share: float) -> float:
    place = min(bisect_right(curve, (share, 2.0)), len(curve) - 1)
    (x, y), (x2, y2) = curve[place - 1], curve[place]
    return y + (y2 - y) * (share - x) / (x2 - x)
