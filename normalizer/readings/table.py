"""The readings of a script's units: which Latin letters a unit answers to, and at what cost.

Cyrillic has a table too, for Western names that were written by ear, but its letters have sounds
and schemes of their own: `has_readings` leaves it out.

Generated tables, `data/readings/<Script>.tsv`, were learnt from aligned names; what they lack
stands in `data/readings/hand_edited.tsv`.
"""

from __future__ import annotations

from functools import cache

from normalizer import tables
from normalizer.errors import TableError
from normalizer.romanise import to_latin
from normalizer.scripts import script_of

SILENT = "-"
_HAND = "readings/hand_edited.tsv"
_LEARNT = ("Arab", "Cyrl", "Hani", "Hang", "Hebr", "Kana")
_NATIVE = frozenset({"Hang", "Hani"})
_NATIVE_COST = 0.7
_SCRIPTS = frozenset({*_LEARNT, "Hira", "Grek", "Geor", "Armn"}) - {"Cyrl"}

Readings = dict[str, dict[str, float]]
"""A unit → Latin letters → cost, 0 for the likeliest reading."""


def has_readings(token: str) -> bool:
    """Return whether the first letter of a token is of a script that has readings."""
    return script_of(token[:1]) in _SCRIPTS if token else False


@cache
def readings() -> Readings:
    """Return the readings of the units of all scripts; raise TableError for a bad cost."""
    found: Readings = {}
    for script in _LEARNT:
        name = f"readings/{script}.tsv"
        for line, (unit, letters, cost) in tables.numbered_rows(name, ("unit", "letters", "cost")):
            found.setdefault(unit, {})[_plain(letters)] = _cost(name, line, cost)
    for line, (unit, listed) in tables.numbered_rows(_HAND, ("unit", "readings")):
        for reading in listed.split():
            letters, _, cost = reading.partition(":")
            found.setdefault(unit, {})[_plain(letters)] = _cost(_HAND, line, cost or "0")
    return found


@cache
def pieces(unit: str) -> dict[str, float]:
    """Return what a unit answers to and at what cost, never nothing.

    A unit without readings answers to its romanisation; one of Han or Hangul to that too, for
    names of the country itself, which follow a standard (习近平 is Xi Jinping).
    """
    known = readings().get(unit, {})
    if known and script_of(unit[0]) not in _NATIVE:
        return known
    latin = to_latin(unit).casefold().replace(" ", "")
    return {**known, latin: min(known.get(latin, 9.0), _NATIVE_COST if known else 0.0)}


@cache
def longest_piece(unit: str) -> int:
    """Return how many letters the longest piece of a unit has."""
    return max(map(len, pieces(unit)))


def _plain(letters: str) -> str:
    return "" if letters == SILENT else letters


def _cost(name: str, line: int, written: str) -> float:
    try:
        cost = float(written)
    except ValueError:
        cost = -1.0
    if not 0.0 <= cost <= 20.0:
        raise _fault(name, line, written)
    return cost


def _fault(name: str, line: int, written: str) -> TableError:
    return tables.fault(name, line, f"cost {written!r} is not a number in [0, 20]")
