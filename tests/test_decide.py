from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalizer.decide import decide, shares, thresholds
from normalizer.types import Decision

LOG_ODDS = st.lists(st.floats(-60, 60), max_size=20)


@given(LOG_ODDS)
def test_rivals_share_less_than_everything(log_odds: list[float]) -> None:
    """Nobody always keeps a share, and the order of odds is the order of shares."""
    found = shares(log_odds)
    assert sum(found) < 1.0 + 1e-9
    assert all(0.0 <= share <= 1.0 for share in found)
    by_odds = [share for _, share in sorted(zip(log_odds, found, strict=True))]
    assert by_odds == sorted(by_odds)


def test_two_equal_rivals_are_ambiguous() -> None:
    """Neither is likely alone, one of both is sure."""
    assert decide(shares([6.0, 6.0])) is Decision.AMBIGUOUS


def test_one_sure_candidate_is_a_match() -> None:
    """A far weaker rival does not matter."""
    assert decide(shares([6.0, 0.0])) is Decision.MATCH


def test_weak_candidates_are_nobody() -> None:
    """Several weak candidates do not add up to an ambiguity."""
    assert decide(shares([-3.0, -3.0, -3.0])) is Decision.NIL
    assert decide([]) is Decision.NIL


def test_thresholds_are_probabilities() -> None:
    """The table's thresholds are in order and in range."""
    limits = thresholds()
    assert 0.0 < limits.ambiguous < limits.match < 1.0
    assert 0.0 < limits.known < 1.0
