"""How telling a token is, from how many entities have it."""

from __future__ import annotations

import math
from collections.abc import Iterable

_SPAN = 0.9
_LEAST = 0.1


class Scale:
    """The scale of rarity for a table of so many entities."""

    __slots__ = ("log_entities",)

    def __init__(self, entities: int) -> None:
        self.log_entities = math.log(2 + entities)

    def rarity(self, owners: int) -> float:
        """Return 1 for a token of one entity or none, falling with the log of their number."""
        return 1.0 - _SPAN * math.log(owners or 1) / self.log_entities

    def share(self, tokens: int) -> float:
        """Return how much a key tells that so many tokens have, in [0.1, 1].

        It falls as rarity does: of the many tokens that sound alike in a big table one of them is
        meant seldom.
        """
        found = self.rarity(tokens)
        return _LEAST if found < _LEAST else found

    def size(self, levels: Iterable[int]) -> float:
        """Return how telling tokens are together, by the `level` of each."""
        tokens, total = 0, 0
        for each in levels:
            tokens, total = tokens + 1, total + each
        return self.weight(tokens, total)

    def weight(self, tokens: int, levels: int) -> float:
        """Return how telling so many tokens are together whose levels add up to `levels`."""
        return tokens - _SPAN * math.log(2) * levels / self.log_entities


def level(owners: int) -> int:
    """Return the number of entities that have a token as the power of two below it.

    Sizes of entries are told in levels, because a level seldom changes with an edit.
    """
    return max(0, owners.bit_length() - 1)
