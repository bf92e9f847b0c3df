"""Legal forms of bodies: what is left of a name without them, and what they are.

Their sorts tell Deutsche Bank AG from a Deutsche Bank GmbH.

Read from `data/names/legal_forms.tsv`. Equivalent forms of several countries are of one sort (АО,
AG, SpA); a form that may be of several (Ltd, Inc.) is of none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from normalizer import tables
from normalizer.names.lexicon import Use, longest_phrase, uses
from normalizer.names.roles import Role, roles
from normalizer.names.unspaced import in_words
from normalizer.types import Kind

SORTS = ("shares", "limited", "partnership", "state", "society", "private")
_TABLE = "names/legal_forms.tsv"
_COLUMNS = ("word", "lang", "place", "sort")
_ONE_ALONE = 0.25
_LEGAL = Use.LEGAL_FORM | Use.LEGAL_FORM_LAST


@dataclass(frozen=True, slots=True)
class Bare:
    """A body's name in words without its legal forms, and what these are.

    `sorts` are those that are known of its forms, `has_form` whether there are any.
    """

    words: tuple[str, ...]
    sorts: frozenset[str]
    has_form: bool


@lru_cache(maxsize=16_384)
def form_apart(name: tuple[str, ...]) -> Bare:
    """Return the words of a body's name in normal form, with its legal forms set apart.

    The same company is АО, Joint Stock Company and JSC from list to list, or has no form at all, so
    a form is no word of the name. A name of nothing but forms keeps them.

    >>> form_apart(("ооо", "ромашка")).words
    ('ромашка',)
    """
    words = in_words(name)
    if not any(map(_may_open_form, words)):
        return Bare(words, frozenset(), has_form=False)  # most names
    found = roles(words, Kind.ORGANISATION)
    kept = tuple(w for w, role in zip(words, found, strict=True) if role is not Role.LEGAL_FORM)
    if not kept or len(kept) == len(words):
        return Bare(words, frozenset(), has_form=False)
    return Bare(kept, sorts_in(words, found), has_form=True)


@lru_cache(maxsize=16_384)
def _may_open_form(word: str) -> bool:
    """Return whether a word is a legal form somewhere, or opens a phrase that may be one."""
    bare = word.rstrip(".") or word
    return bool(uses(bare) & _LEGAL) or longest_phrase(bare) > 1


def form_gap(left: Bare, right: Bare) -> float:
    """Return 1 when two bodies' legal forms are known to be of different sorts, else 0.

    A quarter when one of the names alone has a form.
    """
    if left.has_form is not right.has_form:
        return _ONE_ALONE
    differ = bool(left.sorts and right.sorts) and left.sorts.isdisjoint(right.sorts)
    return float(differ)


def sorts_in(tokens: Sequence[str], found: Sequence[Role]) -> frozenset[str]:
    """Return the sorts of the legal forms in a name, by its tokens and their roles."""
    flags = [role is Role.LEGAL_FORM for role in found]
    runs = groupby(zip(tokens, flags, strict=True), key=lambda each: each[1])
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
