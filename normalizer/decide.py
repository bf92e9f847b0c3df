"""Log-odds of rival entities → probabilities that leave room for NIL → MATCH, AMBIGUOUS or NIL.

Each candidate's odds are weighed against all others and against nobody (odds of 1), so the
scores of one answer add up to less than 1, and two equally good candidates cannot both be
likely.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from normalizer import tables
from normalizer.types import Candidate, Decision, Kind

_MAX_LOG_ODDS = 30.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities: of one entity, of any entity, and of a rival that makes it ambiguous."""

    match: float
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
    of several is meant, but not which; else NIL.
    """
    if not candidates:
        return Decision.NIL
    limits = thresholds(candidates[0].kind)
    scores = [candidate.score for candidate in candidates]
    if scores[0] >= limits.match:
        return Decision.MATCH
    if len(scores) > 1 and scores[1] >= limits.ambiguous and sum(scores) >= limits.known:
        return Decision.AMBIGUOUS
    return Decision.NIL
