"""When enough candidates have been scored: what ranks far below would come before none of them.

Ranks tell cheaply what scores tell dearly. What the rules leave out was counted on queries of the
development sets of people, places and bodies.
"""

from __future__ import annotations

import math

from normalizer.index.outline import MOST

_SURE, _FAR_BELOW = 4.0, 0.85
"""Log-odds from which an entry is likely, and how low in parts of its rank its rivals may rank.

Of 4,500 development queries none had another first answer than when all are scored. Nor are the
odds of what is left out missing from the sum: at less than 4 more names on NIL would be linked.
"""
_PATIENCE, _BELOW_FIRST = 10, 0.75
"""After how many entries that were no likelier than one before, and how low in parts of the highest
rank, what is left is given up.

Of 6,500 names, 4,500 development queries and 2,000 noisy ones of a million, two lose the right
first answer that a patience of 16 has, neither of them likely, and four gain it.
"""
_MOST_SCORED = 40
"""After how many entries those that nearness alone has found are given up, so that no name takes
many times as long as others.

With all three rules 23 of the development queries lose the right first answer that scoring
everything has, six of them a likely one, and 24 gain it.
"""


class Enough:
    """Tells when what is left to score, in the order of ranks, is not worth it."""

    def __init__(self, highest: float) -> None:
        self._likeliest, self._least = -math.inf, 0.0
        self._since, self._low = 0, highest * _BELOW_FIRST
        self._left = _MOST_SCORED

    def before(self, rank: float) -> bool:
        """Return whether those that rank so or lower need no score."""
        if rank < self._least or (self._left <= 0 and rank < MOST):
            return True
        return self._since >= _PATIENCE and rank < self._low

    def add(self, rank: float, log_odds: float) -> None:
        """Heed the score of an entry."""
        self._since += 1
        self._left -= 1
        if log_odds > self._likeliest:
            self._likeliest, self._since = log_odds, 0
            self._least = rank * _FAR_BELOW if log_odds > _SURE else 0.0
