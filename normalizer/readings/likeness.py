"""How well Latin letters can stand for a token of another script, by the readings of its units.

The Latin token is cut into pieces, one for each unit, at the least cost. A unit without a
reading for any piece may be passed over, and a letter that no unit explains may stand between
two: a vowel for little, since abjads leave it unwritten, a consonant for much.
"""

from __future__ import annotations

from functools import lru_cache

from normalizer.readings.table import pieces
from normalizer.readings.units import units

MAX_UNITS, MAX_LETTERS = 24, 40
_LONGEST = 6
_PASSED_OVER = 4.0
_VOWEL, _CONSONANT = 1.8, 3.6
_VOWELS = frozenset("aeiouy")
_BAND = 6
_FREE, _DEAR = 0.25, 0.30
_HOPELESS = _FREE + 0.5 / _DEAR  # nats a letter: a likeness of a half, of no use to anybody


@lru_cache(maxsize=131_072)
def reading_likeness(token: str, latin: str) -> float:
    """Return how well plain Latin letters stand for a token of a script with readings, in [0, 1].

    1 when every unit has its likeliest reading; 0 for an empty side and for overlong ones.
    """
    cut = units(token)[:MAX_UNITS]
    if not cut or not latin or len(latin) > MAX_LETTERS:
        return 0.0
    size = 1.0 + len(latin)
    spread = reading_cost(cut, latin, _HOPELESS * size) / size
    return max(0.0, min(1.0, 1.0 - _DEAR * max(0.0, spread - _FREE)))


def reading_cost(cut: tuple[str, ...], latin: str, most: float = 1e9) -> float:
    """Return the least cost of cutting Latin letters into pieces for these units, in nats.

    What costs more than `most` is not followed up: the answer is then 1e9.
    """
    length = len(latin)
    inserted = [_VOWEL if letter in _VOWELS else _CONSONANT for letter in latin]
    row = _with_insertions({0: 0.0}, inserted, length)
    for place, unit in enumerate(cut, 1):
        found = pieces(unit)
        middle = place * length / len(cut)
        after: dict[int, float] = {}
        for start, cost in row.items():
            passed = cost + found.get("", _PASSED_OVER)
            if passed < after.get(start, 1e9):
                after[start] = passed
            for end in range(start + 1, min(start + _LONGEST, length) + 1):
                price = found.get(latin[start:end])
                if price is not None and cost + price < after.get(end, 1e9):
                    after[end] = cost + price
        hopeful = {at: cost for at, cost in after.items() if cost <= most}
        if not hopeful:
            return 1e9
        kept = {at: cost for at, cost in hopeful.items() if abs(at - middle) <= _BAND}
        row = _with_insertions(kept or hopeful, inserted, length)
    return row.get(length, 1e9)


def _with_insertions(row: dict[int, float], inserted: list[float], length: int) -> dict[int, float]:
    """Return a row of costs by position with letters let in that no unit explains."""
    found: dict[int, float] = {}
    best = 1e9
    for at in range(min(row, default=0), length + 1):
        best = min(best, row.get(at, 1e9))
        found[at] = best
        if at < length:
            best += inserted[at]
    return found
