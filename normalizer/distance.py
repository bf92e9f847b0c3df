"""How unlike two sound strings are: edit distance with costs for confusable sounds.

Costs are data (`data/costs/`): i for j is nearly free, l for r is dear, what no table names
costs 1. An edit of the first sound costs half as much again, since schemes and typists
rarely err there.
"""

from __future__ import annotations

from functools import cache, lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Levenshtein

from normalizer import tables
from normalizer.errors import TableError
from normalizer.native.kernel import native

if TYPE_CHECKING:
    from normalizer.native._kernel import Costs

MAX_LENGTH = 40
_FIRST = 1.5
_WORTH_A_LOOK = 0.4
_CLOSE = 2


@lru_cache(maxsize=65_536)
def distance(left: str, right: str) -> float:
    """Return the weighted edit distance of two sound strings, 0 for equal ones; symmetric.

    Strings are compared over their first `MAX_LENGTH` sounds.
    """
    if left == right:
        return 0.0
    if (costs := native_costs()) is not None:
        return costs.distance(left, right)
    return distance_in_python(left, right)


def distance_in_python(left: str, right: str) -> float:
    """Return what `distance` does; the native kernel gives the same to the last bit."""
    if left > right:
        left, right = right, left
    left, right = left[:MAX_LENGTH], right[:MAX_LENGTH]
    substitute, indel = _costs()
    row = [0.0]
    for position, sound in enumerate(right):
        row.append(row[-1] + indel.get(sound, 1.0) * (1.0 if position else _FIRST))
    for i, a in enumerate(left):
        first = 1.0 if i else _FIRST
        drop = indel.get(a, 1.0) * first
        costs = substitute.get(a, {})
        above, row = row, [row[0] + drop]
        for j, b in enumerate(right):
            change = 0.0 if a == b else costs.get(b, 1.0) * (first if i == 0 and j == 0 else 1.0)
            row.append(min(above[j] + change, above[j + 1] + drop, row[j] + indel.get(b, 1.0)))
    return row[-1]


def similarity(left: str, right: str) -> float:
    """Return how alike two sound strings are, in [0, 1]; 1 for equal ones, 0 for an empty one.

    0 also for strings that share so little that no costs could make them alike.
    """
    if left == right:
        return 1.0 if left else 0.0
    longest = max(len(left), len(right))
    if plain_similarity(left, right) < _WORTH_A_LOOK:
        return 0.0
    return max(0.0, 1.0 - distance(left, right) / min(longest, MAX_LENGTH))


def best_similarity(lefts: tuple[str, ...], rights: tuple[str, ...]) -> float:
    """Return the best similarity of two tokens' sounds, in [0, 1]; 0 where one has none.

    Only the two closest pairs by plain edits are weighed; of equally close ones the first.
    """
    if (costs := native_costs()) is not None:
        found = costs.best(lefts, rights)
        if found is not None:
            return found
    return best_similarity_in_python(lefts, rights)


def best_similarity_in_python(lefts: tuple[str, ...], rights: tuple[str, ...]) -> float:
    """Return what `best_similarity` does; the kernel's oracle."""
    pairs = [(a, b) for a in lefts for b in rights]
    if len(pairs) > _CLOSE:
        pairs = nlargest(_CLOSE, pairs, key=lambda pair: plain_similarity(*pair))
    return max((similarity(a, b) for a, b in pairs), default=0.0)


def plain_similarity(left: str, right: str) -> float:
    """Return the unweighted edit similarity of two strings, in [0, 1]: a fast first look."""
    return Levenshtein.normalized_similarity(left, right)


def typed_similarity(left: str, right: str) -> float:
    """Return the same, in [0, 1], two neighbouring letters changed round being one edit."""
    return OSA.normalized_similarity(left, right)


@cache
def native_costs() -> Costs | None:
    """Return the costs as the native kernel has them, None where it was not built.

    Sounds beyond ASCII cannot be given to it: a table that names one is read in Python.
    """
    substitute, indel = _costs()
    pairs = {(a, b): cost for a, others in substitute.items() for b, cost in others.items()}
    sounds = {*substitute, *indel}
    if native is None or not all(len(sound) == 1 and sound.isascii() for sound in sounds):
        return None
    costs: Costs = native.Costs(pairs, indel)
    return costs


@cache
def _costs() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    substitute: dict[str, dict[str, float]] = {}
    name = "costs/substitution.tsv"
    for line, (left, right, cost) in tables.numbered_rows(name, ("left", "right", "cost")):
        value = _cost(name, line, cost)
        substitute.setdefault(left, {})[right] = value
        substitute.setdefault(right, {})[left] = value
    name = "costs/indel.tsv"
    indel = {
        sound: _cost(name, line, cost)
        for line, (sound, cost) in tables.numbered_rows(name, ("sound", "cost"))
    }
    return substitute, indel


def _cost(name: str, line: int, written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise _fault(name, line, written)
    return value


def _fault(name: str, line: int, written: str) -> TableError:
    return tables.fault(name, line, f"cost {written!r} is not a number in [0, 1]")
