from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.decide import decide, decide_alone, shares, thresholds
from normalizer.types import AliasKind, Candidate, Decision, Evidence, Kind, Stage

EVIDENCE = Evidence(Stage.KEY, "Minsk", AliasKind.OFFICIAL, ("minsk", "minsk"), ())
LOG_ODDS = st.lists(st.floats(-60, 60), max_size=20)


def rivals(*log_odds: float, kind: Kind = Kind.PERSON) -> list[Candidate]:
    """Return candidates of a kind that share the probability by these odds."""
    return [Candidate("nn100001", "Minsk", kind, share, EVIDENCE) for share in shares(log_odds)]


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
    assert decide(rivals(6.0, 6.0)) is Decision.AMBIGUOUS


def test_one_sure_candidate_is_a_match() -> None:
    """A far weaker rival does not matter."""
    assert decide(rivals(6.0, 0.0)) is Decision.MATCH


def test_weak_candidates_are_nobody() -> None:
    """Several weak candidates do not add up to an ambiguity."""
    assert decide(rivals(-3.0, -3.0, -3.0)) is Decision.NIL
    assert decide([]) is Decision.NIL


@pytest.mark.parametrize("kind", Kind)
def test_thresholds_are_probabilities(kind: Kind) -> None:
    """Each kind's thresholds are in order and in range."""
    limits = thresholds(kind)
    assert 0.0 < limits.ambiguous < limits.match <= limits.alike < 1.0
    assert 0.0 < limits.known < 1.0


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_decided_by_its_own_threshold(kind: Kind) -> None:
    """The least odds that are enough for a kind are a match of it, and less is none."""
    limit = thresholds(kind).match
    odds = math.log(limit / (1.0 - limit))
    assert decide(rivals(odds + 1e-6, kind=kind)) is Decision.MATCH
    assert decide(rivals(odds - 1e-6, kind=kind)) is Decision.NIL


def test_a_very_alias_needs_less_than_a_name_that_is_alike() -> None:
    """By itself, an alias is linked at a probability at which a misspelling of it is not."""
    limits = thresholds(Kind.PERSON)
    between = (limits.match + limits.alike) / 2
    stages = (Stage.EXACT, Stage.FOLDED, Stage.INFLECTED, Stage.KEY, Stage.FUZZY)
    verdicts = {stage: decide_alone(Kind.PERSON, stage, [between]) for stage in stages}
    linked = {stage for stage, verdict in verdicts.items() if verdict is Decision.MATCH}
    assert linked == {Stage.EXACT, Stage.FOLDED, Stage.INFLECTED}
