"""Which folded forms are spelt nearly alike, so that deletions alone can find one by the other.

Two forms are near when at least `FUZZY_CUTOFF` of their letters find a partner in order, and
their first letters, or else their last ones, differ little: both leave the same *rest* when a
letter or two are dropped from each (SymSpell's way of looking up). A form is therefore listed
under its rests, and looked for under them, instead of being compared with every other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

FUZZY_CUTOFF = 0.72
_A_LITTLE_LESS = FUZZY_CUTOFF - 0.01
_UNPAIRED, _OF = 7, 25  # at most so many letters without a partner: the cutoff, free of rounding
MIN_FUZZY_LENGTH = 4
END = 8
"""How many letters the head of a form has, and its tail."""
_DROPPED = 2
_SHORT, _DROPPED_OF_SHORT = 5, 1
_OF_TAIL = "$"
"""Keeps the rests of tails apart from those of heads; no token has it."""


def is_looked_for(folded: str) -> bool:
    """Return whether a folded form is long enough, and no number, to be taken as misspelt."""
    return len(folded) >= MIN_FUZZY_LENGTH and not folded.isdigit()


def rests(folded: str) -> set[str]:
    """Return what dropped letters leave of the head of a form, and of its tail where it is long."""
    sizes = _rest_sizes(len(folded))
    found = set(_rests(folded[:END], sizes))
    if len(folded) > END:
        found.update(rest + _OF_TAIL for rest in _rests(folded[-END:], sizes))
    return found


def nearly_spelt(folded: str, forms: Sequence[str], limit: int) -> list[tuple[str, float]]:
    """Return up to `limit` of `forms` (in sorted order) spelt nearly so, best first, ties in order.

    Each comes with its Indel similarity, in [`FUZZY_CUTOFF`, 1].
    """
    found = process.extract(
        folded, forms, scorer=Indel.normalized_similarity, score_cutoff=_A_LITTLE_LESS, limit=None
    )
    near: list[tuple[str, float]] = []
    for form, likeness, _ in found:
        if _is_alike(folded, form, likeness) and _shares_a_rest(folded, form):
            near.append((form, likeness))
            if len(near) == limit:
                break
    return near


def _rest_sizes(length: int) -> range:
    """Return how long the rests of a form may be.

    Of one as long as its head or longer it is enough to keep what is left after all deletions:
    what less is dropped of includes it. Two short forms of the least likeness differ in one
    letter each at most.
    """
    longest = END - _DROPPED
    if length >= END:
        return range(longest, longest + 1)
    dropped = _DROPPED_OF_SHORT if length <= _SHORT else _DROPPED
    return range(length - dropped, min(length, longest) + 1)


def _rests(letters: str, sizes: range) -> Iterator[str]:
    for size in sizes:
        yield from map("".join, combinations(letters, size))


def _is_alike(left: str, right: str, likeness: float) -> bool:
    letters = len(left) + len(right)
    return _OF * round((1.0 - likeness) * letters) <= _UNPAIRED * letters


def _shares_a_rest(left: str, right: str) -> bool:
    """Return whether two forms have a rest in common: a common subsequence of a common size."""
    sizes = [_rest_sizes(len(form)) for form in (left, right)]
    least = max(size.start for size in sizes)
    if least >= min(size.stop for size in sizes):
        return False
    if LCSseq.similarity(left[:END], right[:END]) >= least:
        return True
    long = min(len(left), len(right)) > END
    return long and LCSseq.similarity(left[-END:], right[-END:]) >= least
