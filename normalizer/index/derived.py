"""What the index derives from its tokens: folded forms, sound keys, codes, and who shares them.

Deriving costs seconds for tens of thousands of tokens, so the result is plain built-in values
that can be kept (`kept.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import jellyfish

from normalizer.keys import deep_keys, fine_keys, fold

MIN_CODED_LENGTH = 4

Groups = dict[str, list[str]]
"""A key → the tokens that have it."""


class Derived(NamedTuple):
    """The forms of a vocabulary: `folds` by token, and the tokens of each form, key and code."""

    folds: dict[str, str]
    by_fold: Groups
    by_fine: Groups
    by_deep: Groups
    by_code: Groups


def derive(tokens: Iterable[str]) -> Derived:
    """Return the derived tables of distinct tokens in normal form."""
    known = tuple(tokens)
    folds = {token: fold(token) for token in known}
    return Derived(
        folds,
        _grouped(known, lambda token: (folds[token],)),
        _grouped(known, fine_keys),
        _grouped(known, deep_keys),
        _grouped(known, codes),
    )


def codes(token: str) -> tuple[str, ...]:
    """Return the NYSIIS code of a token of at least four plain Latin letters, else none.

    Chosen because it never raises, unlike the match rating codex, and never gives an empty
    code for letters, unlike Metaphone.
    """
    if len(token) < MIN_CODED_LENGTH or not (token.isascii() and token.isalpha()):
        return ()
    return (jellyfish.nysiis(token),)


def _grouped(tokens: Iterable[str], keys_of: Callable[[str], Iterable[str]]) -> Groups:
    groups: Groups = {}
    for token in tokens:
        for key in keys_of(token):
            groups.setdefault(key, []).append(token)
    return groups
