"""Given names: which tokens are forms of one name, in any language and script.

Two tables are read: `data/names/given_names.tsv`, edited by hand, and
`data/names/generated_given_names.tsv`, further spellings of the same names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from normalizer import tables

SAME_NAME = 1.0
DIMINUTIVE = 0.8
TWO_DIMINUTIVES = 0.7
COGNATE = 0.5

_TABLE = "names/given_names.tsv"
_COLUMNS = ("name", "cognates", "gender", "forms", "diminutives")
_GENERATED = "names/generated_given_names.tsv"
_GENERATED_COLUMNS = ("name", "forms")


@dataclass(frozen=True, slots=True)
class _Sense:
    """One name that a token may be: its row, its cognates, and how the token stands to it."""

    name: str
    cognates: str
    gender: str
    diminutive: bool


def same_given_name(left: str, right: str) -> float:
    """Return how surely two tokens are one given name, in [0, 1]; symmetric.

    1 for equal tokens and for two forms of a name, less for a diminutive and a form, less for
    two diminutives, least for names of one origin that are borne apart (Ivan, Jan).
    0 for different names, and when either token is no given name that we know:
    `is_given_name` tells these two apart. Tokens are in normal form.

    >>> same_given_name("аляксандр", "alexandre"), same_given_name("sasha", "alexander")
    (1.0, 0.8)
    """
    if left == right:
        return 1.0
    known = _names()
    pairs = ((a, b) for a in known.get(left, ()) for b in known.get(right, ()))
    return max((_likeness(a, b) for a, b in pairs), default=0.0)


def is_given_name(token: str) -> bool:
    """Return whether a token in normal form is a form or diminutive of a given name we know."""
    return token in _names()


def forms_of_given_name(token: str) -> tuple[str, ...]:
    """Return all forms of the names that a token is a form of, diminutives left out.

    `()` for a diminutive, and for what is no given name that we know.

    >>> "alexandre" in forms_of_given_name("аляксандр"), forms_of_given_name("minsk")
    (True, ())
    """
    senses = (sense for sense in _names().get(token, ()) if not sense.diminutive)
    return tuple(dict.fromkeys(form for sense in senses for form in _forms()[sense]))


def given_name_gender(token: str) -> str:
    """Return `f` or `m` for a given name borne by one gender; `""` for both and for unknown ones.

    >>> given_name_gender("святлана"), given_name_gender("sasha")
    ('f', '')
    """
    senses = _names().get(token)
    if senses is None:
        return ""
    genders = {sense.gender for sense in senses}
    return genders.pop() if len(genders) == 1 else ""


def _likeness(left: _Sense, right: _Sense) -> float:
    if left.name != right.name or left.gender != right.gender:
        same_origin = left.cognates == right.cognates and left.gender == right.gender
        return COGNATE if same_origin and not (left.diminutive or right.diminutive) else 0.0
    if left.diminutive and right.diminutive:
        return TWO_DIMINUTIVES
    return DIMINUTIVE if left.diminutive or right.diminutive else SAME_NAME


@cache
def _names() -> dict[str, tuple[_Sense, ...]]:
    """Return what each token may stand for; raise TableError for a row that means nothing."""
    found: dict[str, list[_Sense]] = defaultdict(list)
    rows: dict[str, tuple[str, str]] = {}
    for line, (name, cognates, gender, forms, diminutives) in tables.numbered_rows(
        _TABLE, _COLUMNS
    ):
        if name in rows:
            raise tables.fault(_TABLE, line, f"name {name} stands in an earlier row")
        if gender not in ("f", "m"):
            raise tables.fault(_TABLE, line, f"gender is {gender!r}, not f or m")
        rows[name] = (cognates, gender)
        _add(found, forms, _Sense(name, cognates, gender, diminutive=False))
        _add(found, diminutives, _Sense(name, cognates, gender, diminutive=True))
    for line, (name, forms) in tables.numbered_rows(_GENERATED, _GENERATED_COLUMNS):
        if name not in rows:
            raise tables.fault(_GENERATED, line, f"name {name} is not in {_TABLE}")
        _add(found, forms, _Sense(name, *rows[name], diminutive=False))
    return {token: tuple(senses) for token, senses in found.items()}


@cache
def _forms() -> dict[_Sense, tuple[str, ...]]:
    """Return the forms of each name."""
    found: dict[_Sense, list[str]] = defaultdict(list)
    for token, senses in _names().items():
        for sense in senses:
            found[sense].append(token)
    return {sense: tuple(tokens) for sense, tokens in found.items()}


def _add(found: dict[str, list[_Sense]], words: str, sense: _Sense) -> None:
    for word in words.split():
        found[word].append(sense)
