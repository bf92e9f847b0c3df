"""Near entries ranked by how their whole spelling fits a name's, beside what their words gain.

What words gain says little of how much else stands in an entry, of the order of its words and of
letters that no key has heard. So the whole folded spellings of the nearest are compared too:
as they stand, with sorted words, and as one word; the best of the three counts. The sum with twice
the nearness was chosen among others on names of people, places and bodies: its first 16 hold
what nearness alone has among its first 64.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import neg

from rapidfuzz.distance import Indel

from normalizer.keys import fold
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings

POOL = 256
"""How many of the nearest entries are ranked by their spelling."""
MOST_WORDS, MOST_LETTERS = 32, 64
_OF_NEARNESS = 2.0
MOST = _OF_NEARNESS + 1.0
"""The rank of an entry of the very form that was asked for."""
FAR_BELOW = 0.6
"""The share of the best rank below which no entry is scored."""

Outline = tuple[str, str, str]
"""A name's folded words as they stand, sorted, and as one word, each cut to 64 letters."""


def outline_of(forms: Sequence[str]) -> Outline:
    """Return the outline of a name from the folded forms of its words; of the first 32."""
    words = forms[:MOST_WORDS]
    whole, ordered, joined = " ".join(words), " ".join(sorted(words)), "".join(words)
    return whole[:MOST_LETTERS], ordered[:MOST_LETTERS], joined[:MOST_LETTERS]


def outlines_asked(tokens: Sequence[str]) -> tuple[Outline, ...]:
    """Return the outlines of a name that is looked for.

    That of the folded tokens, and that of the likeliest spelling of each where it is another.
    """
    if "".join(tokens).isascii():
        return (outline_of(tokens),)
    folded = [fold(token) for token in tokens]
    likeliest = list(map(_likeliest, tokens, folded))
    if likeliest == folded:
        return (outline_of(folded),)
    return outline_of(folded), outline_of(likeliest)


def fit(nearness: float, names: Sequence[Outline], entry: Outline) -> float:
    """Return the rank of an entry, in [0, `MOST`], from its nearness and the outlines."""
    likeness = max(max(map(Indel.normalized_similarity, name, entry)) for name in names)
    return _OF_NEARNESS * nearness + likeness


def ranked(
    hits: Iterable[tuple[float, int]],
    names: Sequence[Outline],
    outline_at: Callable[[int], Outline],
) -> list[tuple[float, int]]:
    """Return (rank, position) of (nearness, position), the best first, ties in order."""
    found = [(fit(nearness, names, outline_at(at)), at) for nearness, at in hits]
    return sorted(found, key=lambda each: (-each[0], each[1]))


def worth_scoring(ranks: Sequence[float]) -> int:
    """Return how many of ranks, the best first, are not far below the best.

    Of the development queries those left out held no answer that scoring then put first.
    """
    if not ranks:
        return 0
    return bisect_right(ranks, -FAR_BELOW * ranks[0], key=neg)


def _likeliest(token: str, folded: str) -> str:
    if has_readings(token) and (found := spellings(token)):
        return found[0]
    return folded
