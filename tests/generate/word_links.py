"""Aligns the words of names of the same entities by expectation maximisation.

Each word of a reference name is explained by one word of the other name, or by none (IBM's
first model of translation: Brown et al., "The Mathematics of Statistical Machine Translation",
Computational Linguistics 19(2), 1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

ROUNDS = 6
NOBODY = 0.3
SURE = 0.5


class Links:
    """All ways in which a word of one name may explain a word of another."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._sources: list[int] = []
        self._targets: list[int] = []
        self._slots: list[int] = []
        self._owners: list[int] = []
        self._offered: Counter[str] = Counter()
        self._slot = 0

    def add(self, owner: int, name: Sequence[str], reference: Sequence[str]) -> None:
        """Take in a name of an entity, and a reference name that its words may explain."""
        self._offered.update(name)
        side = [0, *map(self._number, name)]
        for word in reference:
            self._sources.extend(side)
            self._targets.extend([self._number(word)] * len(side))
            self._slots.extend([self._slot] * len(side))
            self._owners.extend([owner] * len(side))
            self._slot += 1

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def explained(self) -> Iterator[tuple[str, str, float, int]]:
        """Yield a word, a word that it explains, the share of its occurrences, and of entities."""
        size = len(self._numbers)
        slots = np.array(self._slots)
        keys = np.array(self._sources, dtype=np.int64) * size + np.array(self._targets)
        pairs, which = np.unique(keys, return_inverse=True)
        sources = pairs // size
        chances = np.where(sources == 0, NOBODY, 1.0)
        for _ in range(ROUNDS):
            weights = chances[which]
            weights /= np.bincount(slots, weights, minlength=self._slot)[slots]
            counts = np.bincount(which, weights, minlength=len(pairs))
            chances = counts / np.bincount(sources, counts, minlength=size)[sources]
        entities = _entities(which[weights > SURE], np.array(self._owners)[weights > SURE])
        words = list(self._numbers)
        rows = zip(pairs.tolist(), sources.tolist(), counts.tolist(), strict=True)
        for place, (pair, source, count) in enumerate(rows):
            if source:
                word = words[source]
                yield word, words[pair % size], count / self._offered[word], entities[place]


def _entities(which: np.ndarray, owners: np.ndarray) -> Counter[int]:
    """Return for how many distinct owners each pair holds."""
    distinct = np.unique(np.stack([which, owners]), axis=1)
    return Counter(distinct[0].tolist())
