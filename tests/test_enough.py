"""Candidates that are not scored."""

from __future__ import annotations

from normalizer.enough import Enough


def _scored(found: list[tuple[float, float]]) -> int:
    """Return how many of (rank, log-odds), in the order of ranks, are scored."""
    enough = Enough(found[0][0])
    for number, (rank, log_odds) in enumerate(found):
        if enough.before(rank):
            return number
        enough.add(rank, log_odds)
    return len(found)


def test_all_are_scored_while_none_is_likely() -> None:
    """However low the rank, when few came before."""
    assert _scored([(2.5, -1.0), (2.0, 0.5), (1.5, -3.0)]) == 3


def test_rivals_of_a_likely_one_are_scored() -> None:
    """A rank near to that of the likely one may be a namesake's."""
    assert _scored([(2.5, 5.0), (2.5, 5.0), (2.2, -3.0), (2.0, -3.0)]) == 3


def test_a_likelier_one_sets_the_measure() -> None:
    """The one that leads is what others are measured by, not the first that was likely."""
    assert _scored([(3.0, 4.5), (2.6, 6.0), (2.3, 0.0), (2.0, 0.0)]) == 3


def test_low_ranks_are_given_up_in_the_end() -> None:
    """After many in a row that led to nothing; each that leads begins the row anew."""
    near, low = [(2.8, -5.0)] * 20, [(2.0, -5.0)] * 20
    assert _scored([(3.0, -1.0), *near, *low]) == 21
    assert _scored([(3.0, -1.0), *near, (2.5, 0.0), *low]) == 32


def test_one_rank_for_all_leaves_none_out() -> None:
    """As when the entries to judge were chosen by somebody else."""
    assert _scored([(3.0, 9.0), *[(3.0, -9.0)] * 60]) == 61


def test_no_name_has_more_than_some_scored() -> None:
    """Those found by nearness alone are given up in the end, however near and promising."""
    assert _scored([(2.9, -9.0 + n / 100) for n in range(80)]) == 40
    assert _scored([(3.0, -9.0)] * 50 + [(2.9, -9.0)] * 9) == 50
