"""Surnames that differ by gender: a woman's form → the forms that the men of her family bear.

Read from `data/names/surname_gender.tsv`, the longest ending first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from normalizer import tables
from normalizer.respelling import Rules, with_endings

MIN_STEM = 2
MAX_FORMS = 8

_TABLE = "names/surname_gender.tsv"
_COLUMNS = ("feminine", "masculine", "after", "lang", "tells")
_TELLS = ("both", "woman", "none")
_NOTHING, _ANY = "0", "*"


@dataclass(frozen=True, slots=True)
class _Ending:
    """What may stand for a feminine ending, after which letters, and whose gender they tell."""

    masculine: tuple[str, ...]
    after: frozenset[str] | None
    tells: str


@lru_cache(maxsize=65_536)
def masculine_forms(token: str) -> tuple[str, ...]:
    """Return the masculine surnames that a feminine one may stand beside, most likely first.

    `token` is in normal form and in the nominative. At most `MAX_FORMS`, never the token
    itself; `()` when it has no feminine ending.

    >>> "ціханоўскі" in masculine_forms("ціханоўская")
    True
    """
    rules, longest = _rules()
    found = with_endings(token, rules, MIN_STEM, longest)
    found.pop(token, None)
    return tuple(found)[:MAX_FORMS]


@lru_cache(maxsize=65_536)
def surname_gender(token: str) -> str:
    """Return `f` or `m` when a surname's ending tells its bearer's gender, else `""`.

    >>> surname_gender("kovaļova"), surname_gender("лавров"), surname_gender("franko")
    ('f', 'm', '')
    """
    for size in _sizes(token):
        stem, ending = token[:-size], token[-size:]
        for row in _feminine().get(ending, ()):
            if row.after is None or stem[-1] in row.after:
                return "" if row.tells == "none" else "f"
        if any(after is None or stem[-1] in after for after in _masculine().get(ending, ())):
            return "m"
    return ""


def _sizes(token: str) -> range:
    """Return how many letters an ending of a token may have, the most first."""
    return range(min(_longest(), len(token) - MIN_STEM), 0, -1)


@cache
def _longest() -> int:
    return max(map(len, chain(_feminine(), _masculine())))


@cache
def _feminine() -> dict[str, list[_Ending]]:
    found: dict[str, list[_Ending]] = {}
    for line, (feminine, masculine, after, _, tells) in tables.numbered_rows(_TABLE, _COLUMNS):
        if tells not in _TELLS:
            raise tables.fault(_TABLE, line, f"tells is {tells!r}, not one of {' '.join(_TELLS)}")
        if not masculine or not after:
            raise tables.fault(_TABLE, line, "columns masculine and after may not be empty")
        counterparts = tuple(form.replace(_NOTHING, "") for form in masculine.split())
        letters = None if after == _ANY else frozenset(after)
        row = _Ending(counterparts, letters, tells)
        found.setdefault(feminine, []).append(row)
    return found


@cache
def _rules() -> tuple[Rules, int]:
    """Return what may stand for feminine endings, and how long the longest of these is."""
    rules: Rules = {
        ending: [(masculine, row.after) for row in rows for masculine in row.masculine]
        for ending, rows in _feminine().items()
    }
    return rules, max(map(len, rules))


@cache
def _masculine() -> dict[str, list[frozenset[str] | None]]:
    """Return the endings that only men's surnames have."""
    found: dict[str, list[frozenset[str] | None]] = {}
    for rows in _feminine().values():
        for row in rows:
            for ending in row.masculine:
                if row.tells == "both":
                    found.setdefault(ending, []).append(row.after)
    return found
