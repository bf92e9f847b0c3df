"""How well Latin letters can stand for a token of another script, by the readings of its units.

The Latin token is cut into pieces, one for each unit, at the least cost. A unit without a
reading for any piece may be passed over, and a letter that no unit explains may stand between
two: a vowel for little, since abjads leave it unwritten, a consonant for much.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING

from normalizer.native.kernel import native
from normalizer.readings.table import longest_piece, pieces
from normalizer.readings.units import units

if TYPE_CHECKING:
    from normalizer.native._kernel import Pieces

MAX_UNITS, MAX_LETTERS = 24, 40
_NEVER = 1e9
_PASSED_OVER = 4.0
_LONGEST = 15  # letters of a piece, as `readings.h` has it
_VOWEL, _CONSONANT = 1.8, 3.6
_VOWELS = frozenset("aeiouy")
_BAND = 6
_FREE, _DEAR = 0.25, 0.30
_HOPELESS = _FREE + 0.5 / _DEAR  # nats a letter: a likeness of a half, of no use to anybody


@lru_cache(maxsize=32_768)
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


def reading_cost(cut: tuple[str, ...], latin: str, most: float = _NEVER) -> float:
    """Return the least cost of cutting Latin letters into pieces for these units, in nats.

    What costs more than `most` is not followed up: the answer is then above it.
    """
    if native is not None and 0 < len(cut) <= MAX_UNITS and len(latin) <= MAX_LETTERS:
        found = tuple(map(_native_pieces, cut))
        if latin.isascii() and None not in found:
            return float(native.Pieces.cost(found, latin, most))
    return reading_cost_in_python(cut, latin, most)


@cache
def _native_pieces(unit: str) -> Pieces | None:
    """Return the pieces of a unit as the native kernel has them, None where it has no room."""
    if native is None or longest_piece(unit) > _LONGEST:
        return None
    found: Pieces = native.Pieces(pieces(unit), _PASSED_OVER)
    return found


def reading_cost_in_python(cut: tuple[str, ...], latin: str, most: float = _NEVER) -> float:
    """Return what `reading_cost` does; the kernel's oracle."""
    length = len(latin)
    inserted = [_VOWEL if letter in _VOWELS else _CONSONANT for letter in latin]
    row = _with_insertions([0.0] + [_NEVER] * length, inserted, 0, length)
    for place, unit in enumerate(cut, 1):
        found, longest = pieces(unit), longest_piece(unit)
        passing = found.get("", _PASSED_OVER)
        middle = place * length / len(cut)
        low, high = max(0, ceil(middle - _BAND)), min(length, floor(middle + _BAND))
        after = [_NEVER] * (length + 1)
        for start, cost in enumerate(row):
            if cost > most:
                continue
            if low <= start <= high and cost + passing < after[start]:
                after[start] = cost + passing
            for end in range(max(start + 1, low), min(start + longest, high) + 1):
                price = found.get(latin[start:end])
                if price is not None and cost + price < after[end]:
                    after[end] = cost + price
        row = _with_insertions(after, inserted, low, high)
    return row[length]


def _with_insertions(row: list[float], inserted: list[float], low: int, high: int) -> list[float]:
    """Return costs by position, letters let in that no unit explains, from `low` to `high`."""
    best = _NEVER
    for at in range(low, high + 1):
        best = row[at] = min(best, row[at])
        if at < high:
            best += inserted[at]
    return row
