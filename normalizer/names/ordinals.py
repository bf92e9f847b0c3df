"""Ordinals in names of people: which of several of one name is meant (Innocent VIII, Davis III).

Letters alone do not tell: Xi and Vi are names too, and a lone I, V or X may be an initial.
Greek counts with its own letters, which close the name: Ναπολέων Γ΄, Λουδοβίκος ΙΔ΄.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalizer.names.given import is_given_name

_ROMAN = re.compile("(x{0,2})(ix|iv|v?i{0,3})")
_FIRST = frozenset("xviισαβγδεζηθ")
"""The letters that numerals begin with: most tokens are told by the first."""
_GREEK = re.compile("ι?(στ|[αβγδεζηθ])|ι")
_GREEK_VALUES = {"στ": 6, **{letter: 1 + i for i, letter in enumerate("αβγδε")}}
_GREEK_VALUES.update({"ζ": 7, "η": 8, "θ": 9, "ι": 10, "": 0})
_VALUES = {"i": 1, "v": 5, "x": 10}
_NAMES_TOO = frozenset({"vi", "xi"})


@lru_cache(maxsize=4_096)
def ordinal(token: str) -> int:
    """Return what a token counts as a Roman numeral up to 29 or a Greek one up to 19, else 0.

    >>> ordinal("viii"), ordinal("xiv"), ordinal("ιδ"), ordinal("ivan")
    (8, 14, 14, 0)
    """
    if token[:1] not in _FIRST:
        return 0
    if _GREEK.fullmatch(token):
        tens = token.startswith("ι")
        return 10 * tens + _GREEK_VALUES[token[tens:]]
    if not token or not _ROMAN.fullmatch(token):
        return 0
    values = [_VALUES[letter] for letter in token]
    after = [*values[1:], 0]
    return sum(v if v >= following else -v for v, following in zip(values, after, strict=True))


def is_ordinal(tokens: Sequence[str], place: int) -> bool:
    """Return whether a token of a person's name, one of several, is an ordinal beyond doubt.

    It has two letters at least, or is Greek and comes last; of those that are names too, it
    stands beside a given name.
    """
    token = tokens[place]
    if _GREEK.fullmatch(token):
        return place > 0 and place == len(tokens) - 1
    if len(token) < 2 or len(tokens) < 2 or not ordinal(token):
        return False
    if token not in _NAMES_TOO:
        return True
    beside = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    return any(map(is_given_name, beside))
