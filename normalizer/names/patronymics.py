"""Which tokens of a person's name are patronymics.

Surnames share their endings (Lukashevich, Rabinovich), so an ending alone tells nothing:
a patronymic stands between a given name and a surname, or ends a name that opens with a
surname (Лукашенко Александр Григорьевич).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizer import tables
from normalizer.inflect import base_forms
from normalizer.names.given import is_given_name
from normalizer.scripts import script_of

_TABLE = "names/patronymics.tsv"
_COLUMNS = ("ending", "lang", "gender", "strength")
_STRENGTHS = ("ending", "word", "weak")
_MIN_STEM = 3


@dataclass(frozen=True, slots=True)
class _Endings:
    """Masculine and feminine endings, endings of surnames too, and whole words."""

    masculine: tuple[str, ...]
    feminine: tuple[str, ...]
    weak: tuple[str, ...]
    words: frozenset[str]


def patronymic_places(tokens: Sequence[str]) -> list[int]:
    """Return the places of the patronymics among the name tokens and initials of a person.

    At most one place, never the first. Two tokens have one only when its form is feminine
    (Анна Петровна) or the whole word is known (Владимир Ильич): "Oleg Rabinovich" has none.
    """
    last = len(tokens) - 1
    for place in range(1, last):
        if shape(tokens[place]) in ("m", "f", "word") or _is_weak_middle(tokens, place):
            return [place]
    if last >= 1 and _may_end_with(tokens):
        return [last]
    return []


@lru_cache(maxsize=32_768)
def shape(token: str) -> str:
    """Return the shape of a patronymic: `m` and `f` by its ending, `word` as a whole, `weak`.

    `""` when it has none of these. Case endings are looked through (Григорьевича), save for
    feminine ones in Latin script, where too much else looks like them (Lejeune).
    """
    found = _shape_of(token)
    if found:
        return found
    inflected = set(map(_shape_of, base_forms(token)))
    if script_of(token[-1]) == "Latn":
        inflected.discard("f")
    return next((found for found in ("word", "m", "f") if found in inflected), "")


def _shape_of(form: str) -> str:
    endings = _endings()
    if form in endings.words:
        return "word"
    stem = form[_MIN_STEM:]
    if stem.endswith(endings.feminine):
        return "f"
    if stem.endswith(endings.masculine):
        return "m"
    return "weak" if stem.endswith(endings.weak) else ""


def _may_end_with(tokens: Sequence[str]) -> bool:
    """Return whether the last token is a patronymic: after a given name, its shape beyond doubt.

    A masculine ending is beyond doubt when what opens the name is a surname.
    """
    found, before = shape(tokens[-1]), tokens[-2]
    if found == "word" and len(tokens) > 2:
        return True
    if not is_given_name(before) and len(before) > 1:
        return False
    if len(tokens) == 2:
        return found in ("f", "word")
    return found in ("m", "f", "word") and not is_given_name(tokens[0])


def _is_weak_middle(tokens: Sequence[str], place: int) -> bool:
    """Return whether a Bulgarian father's name stands between a given name and a surname."""
    return (
        len(tokens) == 3
        and _shape_of(tokens[place]) == "weak"
        and is_given_name(tokens[0])
        and not is_given_name(tokens[-1])
    )


@cache
def _endings() -> _Endings:
    """Return the table; raise TableError for an unknown gender or strength."""
    found: dict[str, list[str]] = {"m": [], "f": [], "weak": [], "word": []}
    for line, (ending, _, gender, strength) in tables.numbered_rows(_TABLE, _COLUMNS):
        if gender not in ("f", "m"):
            raise tables.fault(_TABLE, line, f"gender is {gender!r}, not f or m")
        if strength not in _STRENGTHS:
            reason = f"strength is {strength!r}, not one of {' '.join(_STRENGTHS)}"
            raise tables.fault(_TABLE, line, reason)
        found[gender if strength == "ending" else strength].append(ending)
    return _Endings(
        tuple(found["m"]), tuple(found["f"]), tuple(found["weak"]), frozenset(found["word"])
    )
