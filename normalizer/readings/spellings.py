"""A token of another script → the likeliest Latin spellings of it, by the readings of its units.

A beam search over the units: of spellings with the same consonants only the likeliest is kept,
so that the few spellings differ in what blocking keys can tell.
"""

from __future__ import annotations

from functools import cache, lru_cache

from normalizer.readings.table import readings
from normalizer.readings.units import units
from normalizer.romanise import to_latin

BEAM, KEPT = 8, 6
_CHOICES, _DEAREST = 5, 2.6
_BONES = str.maketrans("cqwz", "kkvs", "aeiouyh")


@lru_cache(maxsize=65_536)
def spellings(token: str) -> tuple[str, ...]:
    """Return up to six Latin spellings of a token, the likeliest first; none equals another.

    A unit without readings is spelt by the last-resort romaniser; `""` gives `()`.

    >>> spellings("μπράουν")[0]
    'braun'
    """
    beam: list[tuple[float, str]] = [(0.0, "")]
    for unit in units(token):
        best: dict[str, tuple[float, str]] = {}
        for cost, spelt in beam:
            for letters, price in _choices(unit):
                whole = spelt + letters
                bones = whole.translate(_BONES)
                known = best.get(bones)
                if known is None or cost + price < known[0]:
                    best[bones] = (cost + price, whole)
        beam = sorted(best.values())[:BEAM]
    return tuple(spelt for _, spelt in beam[:KEPT] if spelt)


@cache
def _choices(unit: str) -> tuple[tuple[str, float], ...]:
    known = readings().get(unit)
    if known is None:
        return ((to_latin(unit).casefold().replace(" ", ""), 0.0),)
    ranked = sorted(known.items(), key=lambda item: (item[1], item[0]))
    return tuple((letters, cost) for letters, cost in ranked[:_CHOICES] if cost <= _DEAREST)
