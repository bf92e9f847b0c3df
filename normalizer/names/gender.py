"""Surnames that differ by gender: a woman's form → the forms that the men of her family bear.

Read from `data/names/surname_gender.tsv`, the longest ending first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from normalizer import tables
from normalizer.respelling import Respelling, Rules

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


@lru_cache(maxsize=16_384)
def masculine_forms(token: str) -> tuple[str, ...]:
    """Return the masculine surnames that a feminine one may stand beside, most likely first.

    `token` is in normal form and in the nominative. At most `MAX_FORMS`, never the token
    itself; `()` when it has no feminine ending.

    >>> "ціханоўскі" in masculine_forms("ціханоўская")
    True
    """
    found = masculine_respelling().forms(token)
    found.pop(token, None)
    return tuple(found)[:MAX_FORMS]


def surname_gender(token: str) -> str:
    """Return `f` or `m` when a surname's ending tells its bearer's gender, else `""`.

    >>> surname_gender("kovaļova"), surname_gender("лавров"), surname_gender("franko")
    ('f', 'm', '')
    """
    if token[-1:] not in _last_letters():
        return ""
    endings, longest = _told_by_endings()
    for cut in range(max(MIN_STEM, len(token) - longest), len(token)):
        for gender, after in endings.get(token[cut:], ()):
            if after is None or token[cut - 1] in after:
                return gender
    return ""


@cache
def _last_letters() -> frozenset[str]:
    return frozenset(ending[-1] for ending in _told_by_endings()[0])


@cache
def _told_by_endings() -> tuple[dict[str, list[tuple[str, frozenset[str] | None]]], int]:
    """Return what surnames' endings tell, women's before men's, and how long the longest is."""
    found: dict[str, list[tuple[str, frozenset[str] | None]]] = {}
    for ending, rows in _feminine().items():
        told = [("" if row.tells == "none" else "f", row.after) for row in rows]
        found.setdefault(ending, []).extend(told)
    for ending, letters in _masculine().items():
        if ending:  # none is no ending that tells
            found.setdefault(ending, []).extend(("m", after) for after in letters)
    return found, max(map(len, found))


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
def masculine_respelling() -> Respelling:
    """Return what may stand for feminine endings."""
    rules: Rules = {
        ending: [(masculine, row.after) for row in rows for masculine in row.masculine]
        for ending, rows in _feminine().items()
    }
    return Respelling(rules, MIN_STEM)


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
