"""Tokens → the entries that may be meant by them, wherever tokens and entries are kept.

1. The words asked for: the tokens, the tokens written as one, and what a token without spaces
   may consist of.
2. Each word's gain for every token that it reaches: the estimate, times how telling the token is.
3. An entry gains once for each word, by its best token; the sum is set against how much the
   entry and the name say together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from normalizer.readings.units import unspaced_parts

MAX_JOINED_LENGTH = 24

Gains = Sequence[tuple[str, float]]
"""The tokens that one word reaches, each with what an entry gains by it."""


class Shelf(Protocol):
    """Entries by position: which of them have a token, and how much an entry says."""

    def postings(self, token: str) -> Iterable[int]:
        """Return the positions of the entries that have a token, in order; `()` for none."""
        ...

    def size(self, position: int) -> float:
        """Return how telling the tokens of an entry are together."""
        ...


def words_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the words to look for, each once: tokens, the joined name, parts of a lone token."""
    return tuple(dict.fromkeys((*tokens, *joined(tokens), *_parts(tokens))))


def joined(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return a name's tokens written as one word, where names of this length are so written."""
    if 2 <= len(tokens) <= 3 and sum(map(len, tokens)) <= MAX_JOINED_LENGTH:
        return ("".join(tokens),)
    return ()


def gains_of(reached: Mapping[str, float], rarity: Callable[[str], float]) -> Gains:
    """Return what entries gain by each token that a word reaches."""
    return [(token, estimate * rarity(token)) for token, estimate in reached.items()]


def gather(
    gains: Iterable[Gains], shelf: Shelf, length: int, limit: int
) -> list[tuple[float, int]]:
    """Return up to `limit` (nearness, position), the nearest first, ties in order of position.

    `length` is how many tokens the name has.
    """
    likeness: dict[int, float] = {}
    for reached in gains:
        best: dict[int, float] = {}
        for token, gain in reached:
            for position in shelf.postings(token):
                if best.get(position, 0.0) < gain:
                    best[position] = gain
        for position, gain in best.items():
            likeness[position] = likeness.get(position, 0.0) + gain
    near = [(total / (shelf.size(at) + length), at) for at, total in likeness.items()]
    near.sort(key=lambda each: (-each[0], each[1]))
    return near[:limit]


def _parts(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the words that a name of one token may consist of, in scripts without spaces."""
    return unspaced_parts(tokens[0]) if len(tokens) == 1 else ()
