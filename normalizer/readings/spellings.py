"""A token of another script → the likeliest Latin spellings of it, by the readings of its units.

A beam search over the units: of spellings that blocking keys could not tell apart only the
likeliest is kept. Those of a long token differ in their consonants, those of a short one, whose
consonants alone tell too little, in their vowels too.
"""

from __future__ import annotations

from functools import cache, lru_cache

from normalizer.readings.table import pieces
from normalizer.readings.units import units

BEAM, KEPT = 8, 6
SHORT, SHORT_BEAM, SHORT_KEPT = 5, 16, 12
_CHOICES, _DEAREST = 5, 2.6
_BONES = str.maketrans("cqwz", "kkvs", "aeiouyh")
_SOUNDS = str.maketrans("cqwzoyej", "kkvsaiii", "h")


@lru_cache(maxsize=65_536)
def spellings(token: str) -> tuple[str, ...]:
    """Return the few likeliest Latin spellings of a token, likeliest first, none twice.

    A unit without readings is spelt by the last-resort romaniser; `""` gives `()`.

    >>> spellings("μπράουν")[0]
    'braun'
    """
    cut = units(token)
    width, kept, classes = BEAM, KEPT, _BONES
    if len(cut) <= SHORT:
        width, kept, classes = SHORT_BEAM, SHORT_KEPT, _SOUNDS
    beam: list[tuple[float, str]] = [(0.0, "")]
    for unit in cut:
        best: dict[str, tuple[float, str]] = {}
        for cost, spelt in beam:
            for letters, price in _choices(unit):
                whole = spelt + letters
                bones = whole.translate(classes)
                known = best.get(bones)
                if known is None or cost + price < known[0]:
                    best[bones] = (cost + price, whole)
        beam = sorted(best.values())[:width]
    return tuple(spelt for _, spelt in beam[:kept] if spelt)


@cache
def _choices(unit: str) -> tuple[tuple[str, float], ...]:
    ranked = sorted(pieces(unit).items(), key=lambda item: (item[1], item[0]))
    return tuple((letters, cost) for letters, cost in ranked[:_CHOICES] if cost <= _DEAREST)
