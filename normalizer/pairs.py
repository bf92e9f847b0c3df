"""Two names, without a table → how likely they are names of one entity.

1. Each name is checked and cut into tokens in normal form.
2. The names are compared both ways, since only the first of two may be inflected.
3. The kinder comparison, weighed by the model of `score.py`, against nobody is the answer.
"""

from __future__ import annotations

from collections.abc import Callable

from normalizer.decide import shares
from normalizer.features import compare
from normalizer.score import weigh
from normalizer.text import check_name, normalise, tokens
from normalizer.types import Kind


def always_rare(_token: str) -> float:
    """Return 1, the rarity of a token that one entity alone has: there is no table to ask."""
    return 1.0


def compare_names(
    left: str, right: str, kind: Kind, rarity: Callable[[str], float] = always_rare
) -> float:
    """Return the probability, in (0, 1), that two names of a `kind` are of one entity; symmetric.

    By the model's odds alone, as for the only candidate of a table and without hints; what
    `resolve` tells of a whole table is calibrated once more. `rarity` tells how
    telling a token is, in (0, 1]. Raises InvalidTextError for a name that cannot be one.

    >>> compare_names("Łukaszenka", "Лукашэнка", Kind.PERSON) > 0.9
    True
    """
    ours, theirs = _tokens(left), _tokens(right)
    both_ways = (
        _log_odds(ours, theirs, kind, rarity),
        _log_odds(theirs, ours, kind, rarity),
    )
    return shares([max(both_ways)])[0]


def _tokens(name: str) -> tuple[str, ...]:
    check_name(name)
    return tokens(normalise(name))


def _log_odds(
    query: tuple[str, ...], stored: tuple[str, ...], kind: Kind, rarity: Callable[[str], float]
) -> float:
    return weigh(kind, compare(query, stored, kind, rarity).values)[0]
