"""A token of another script → the likeliest Latin spellings of it, by the readings of its units.

A beam search over the units: of spellings that blocking keys could not tell apart only the
likeliest is kept. Those of a long token differ in their consonants, those of a short one, whose
consonants alone tell too little, in their vowels too.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from normalizer.native.kernel import native
from normalizer.readings.table import pieces
from normalizer.readings.units import units

if TYPE_CHECKING:
    from normalizer.native._kernel import Pieces

BEAM, KEPT = 8, 6
SHORT, SHORT_BEAM, SHORT_KEPT = 5, 16, 12
_CHOICES, _DEAREST = 5, 2.6
_TABLES = {
    "bones": str.maketrans("cqwz", "kkvs", "aeiouyh"),
    "sounds": str.maketrans("cqwzoyej", "kkvsaiii", "h"),
}
_NATIVE_UNITS, _NATIVE_PIECE = 24, 15
"""How many units, and letters of a piece, `readings.h` has room for."""


@lru_cache(maxsize=16_384)
def spellings(token: str) -> tuple[str, ...]:
    """Return the few likeliest Latin spellings of a token, likeliest first, none twice.

    A unit without readings is spelt by the last-resort romaniser; `""` gives `()`.

    >>> spellings("μπράουν")[0]
    'braun'
    """
    cut = units(token)
    choices = tuple(map(_native_choices, cut)) if len(cut) <= _NATIVE_UNITS else (None,)
    if native is None or None in choices:
        return spellings_in_python(cut)
    width, kept, classes = _width(cut)
    found = native.Pieces.spellings(choices, _in_bytes(classes), width, kept)
    return tuple(filter(None, found))


def spellings_in_python(cut: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `spellings` does, of a token's units; the kernel's oracle."""
    width, kept, classes = _width(cut)
    beam: list[tuple[float, str]] = [(0.0, "")]
    for unit in cut:
        best: dict[str, tuple[float, str]] = {}
        for cost, spelt in beam:
            for letters, price in _choices(unit):
                whole = spelt + letters
                bones = whole.translate(_TABLES[classes])
                known = best.get(bones)
                if known is None or cost + price < known[0]:
                    best[bones] = (cost + price, whole)
        beam = sorted(best.values())[:width]
    return tuple(spelt for _, spelt in beam[:kept] if spelt)


def _width(cut: tuple[str, ...]) -> tuple[int, int, str]:
    """Return how wide the beam is, how much of it is kept, and by what spellings are told apart."""
    return (SHORT_BEAM, SHORT_KEPT, "sounds") if len(cut) <= SHORT else (BEAM, KEPT, "bones")


@cache
def _in_bytes(classes: str) -> bytes:
    """Return what is heard of each letter of ASCII, 0 for nothing."""
    table = _TABLES[classes]
    return bytes([table.get(code, code) or 0 for code in range(128)])


@cache
def _native_choices(unit: str) -> Pieces | None:
    """Return the choices of a unit as the native kernel has them, None where it has no room."""
    choices = _choices(unit)
    if native is None or any(not s.isascii() or len(s) > _NATIVE_PIECE for s, _ in choices):
        return None
    found: Pieces = native.Pieces(dict(choices), 0.0)
    return found


@cache
def _choices(unit: str) -> tuple[tuple[str, float], ...]:
    ranked = sorted(pieces(unit).items(), key=lambda item: (item[1], item[0]))
    return tuple((letters, cost) for letters, cost in ranked[:_CHOICES] if cost <= _DEAREST)
