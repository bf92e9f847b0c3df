"""Sorts of legal forms: what tells Deutsche Bank AG from a Deutsche Bank GmbH.

Read from `data/names/legal_forms.tsv`. Equivalent forms of several countries are of one sort (АО,
AG, SpA); a form that may be of several (Ltd, Inc.) is of none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby

from normalizer import tables
from normalizer.names.roles import Role

SORTS = ("shares", "limited", "partnership", "state", "society", "private")
_TABLE = "names/legal_forms.tsv"
_COLUMNS = ("word", "lang", "place", "sort")


def differ_in_form(
    left: Sequence[str],
    left_roles: Sequence[Role],
    right: Sequence[str],
    right_roles: Sequence[Role],
) -> bool:
    """Return whether both names have legal forms of known sorts, and none in common."""
    if Role.LEGAL_FORM not in left_roles or Role.LEGAL_FORM not in right_roles:
        return False
    ours, theirs = sorts_in(left, left_roles), sorts_in(right, right_roles)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def sorts_in(tokens: Sequence[str], found: Sequence[Role]) -> frozenset[str]:
    """Return the sorts of the legal forms in a name, by its tokens and their roles."""
    return _sorts_in(tuple(tokens), tuple(role is Role.LEGAL_FORM for role in found))


@lru_cache(maxsize=65_536)
def _sorts_in(tokens: tuple[str, ...], is_form: tuple[bool, ...]) -> frozenset[str]:
    runs = groupby(zip(tokens, is_form, strict=True), key=lambda each: each[1])
    forms = (tuple(token for token, _ in run) for is_legal, run in runs if is_legal)
    return frozenset(sort for form in forms for sort in _sorts_of(form))


def _sorts_of(form: tuple[str, ...]) -> frozenset[str]:
    """Return the sorts of a run of words of legal forms, by the longest phrases."""
    found: set[str] = set()
    place = 0
    while place < len(form):
        size = next(
            (
                n
                for n in range(len(form) - place, 1, -1)
                if " ".join(form[place : place + n]) in _sorts()
            ),
            1,
        )
        found |= _sorts().get(" ".join(form[place : place + size]), frozenset())
        place += size
    return frozenset(found)


@cache
def _sorts() -> dict[str, frozenset[str]]:
    """Return the sorts of each form, several where languages differ; raise TableError else."""
    found: dict[str, frozenset[str]] = {}
    for line, (word, _, _, sort) in tables.numbered_rows(_TABLE, _COLUMNS):
        if sort and sort not in SORTS:
            raise tables.fault(_TABLE, line, f"sort is {sort!r}, not one of {' '.join(SORTS)}")
        known = frozenset({sort} if sort else SORTS)
        found[word] = found[word] | known if word in found else known
    return {word: sorts for word, sorts in found.items() if len(sorts) < len(SORTS)}
