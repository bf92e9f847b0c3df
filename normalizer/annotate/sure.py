"""Whether a name that is met by rule, and not as an alias stands, is sure enough to be linked."""

from __future__ import annotations

from normalizer.types import Candidate, Stage

MIN_SCORE = 0.85
_UNLIKE, _HALF = 0.75, 0.5


def is_sure(candidate: Candidate) -> bool:
    """Return whether a resolved run is sure enough to be linked in a text.

    Every word of the run must have found its partner: a name with a word too many is
    another's until shown otherwise, and so is one with a word that is unlike all of the alias's
    ("Severnega morja" is not Северна Кореја), or with half of what an alias has that it only
    resembles.
    """
    values = {feature.name: feature.value for feature in candidate.evidence.features}
    whole = not values.get("query_left") and not values.get("conflict")
    alike = values.get("unlike", 0.0) < _UNLIKE
    if candidate.evidence.stage is Stage.FUZZY and values.get("alias_left", 0.0) >= _HALF:
        return False
    return whole and alike and candidate.score >= MIN_SCORE
