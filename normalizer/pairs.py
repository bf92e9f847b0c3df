"""Two names, without a table → how likely they are names of one entity.

1. Each name is checked and cut into tokens in normal form.
2. The names are compared both ways, since only the first of two may be inflected.
3. The kinder comparison, weighed by the model of `score.py`, against nobody is the answer.

Without a table nobody knows how rare a token is. Then what rare letters tell is left out, and a
token that stands alone contradicts more: of two long names that differ in one word, most are
namesakes or members of a family (`pairs` in `data/score/weights.json`).
"""

from __future__ import annotations

from collections.abc import Callable

from normalizer.decide import shares
from normalizer.query import compare
from normalizer.score import pair_weights, weigh, weights
from normalizer.text import check_name, normalise, tokens
from normalizer.types import Kind

Rarity = Callable[[str], float]


def compare_names(left: str, right: str, kind: Kind, rarity: Rarity | None = None) -> float:
    """Return the probability, in (0, 1), that two names of a `kind` are of one entity; symmetric.

    By the model's odds alone, as for the only candidate of a table and without hints; what
    `resolve` tells of a whole table is calibrated once more. `rarity` tells how
    telling a token is, in (0, 1]; None when there is no table to ask. Raises InvalidTextError for
    a name that cannot be one.

    >>> compare_names("Łukaszenka", "Лукашэнка", Kind.PERSON) > 0.9
    True
    """
    ours, theirs = _tokens(left), _tokens(right)
    model = weights()[kind] if rarity else pair_weights()[kind]
    both_ways = (
        weigh(model, compare(a, b, kind, rarity or _always_rare).features)
        for a, b in ((ours, theirs), (theirs, ours))
    )
    return shares([max(both_ways)])[0]


def _always_rare(_token: str) -> float:
    return 1.0


def _tokens(name: str) -> tuple[str, ...]:
    check_name(name)
    return tokens(normalise(name))
