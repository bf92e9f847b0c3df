"""Queries of a retrieval set → rows of features of their candidates, to fit a model on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from normalizer.errors import NormalizerError
from normalizer.resolve import Resolver
from normalizer.types import Candidate, ResolveOptions
from tests.bench.fit_model import EVERY, Case
from tests.bench.indexed import indexed
from tests.bench.retrieval_sets import Query, load_queries, load_table

EASY_SHARE = 9
NIL_SHARE = 3.6
MOST_RIVALS = 40
SEED = 20
_OPTIONS = ResolveOptions()


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many queries of a language are drawn: hard ones, easy ones, and of nobody known.

    `after` as many others, which an earlier draw has had.
    """

    hard: int
    after: int = 0

    def wants(self, query: Query, place: int) -> bool:
        """Return whether the query at a place among those of its sort is drawn."""
        return _of_sort(query, self.after) <= place < _of_sort(query, self.after + self.hard)


def cases_of(folder: Path, split: str, drawn: Drawn) -> list[Case]:
    """Return a case for each query that is drawn of a split and has any candidate.

    A query whose entity is not among its candidates teaches that its rivals are wrong.
    """
    queries = draw(load_queries(folder, split), drawn)
    with indexed(load_table(folder)) as index:
        resolver = Resolver(index)
        found = ((query, _candidates(resolver, query)) for query in queries)
        return [case(query, candidates) for query, candidates in found if candidates]


def draw(queries: Iterable[Query], drawn: Drawn) -> Iterator[Query]:
    """Yield queries in an order drawn by a fixed seed, no more of a sort than are drawn."""
    shuffled = list(queries)
    random.Random(SEED).shuffle(shuffled)
    taken: Counter[tuple[str, bool, bool]] = Counter()
    for query in shuffled:
        sort = (query.lang, query.easy, bool(query.gold))
        if drawn.wants(query, taken[sort]):
            yield query
        taken[sort] += 1


def _of_sort(query: Query, hard: int) -> int:
    """Return how many queries like this one are drawn with so many hard ones."""
    if not query.gold:
        return round(hard / NIL_SHARE)
    return max(min(hard, 1), hard // EASY_SHARE) if query.easy else hard


def case(query: Query, candidates: tuple[Candidate, ...]) -> Case:
    """Return the features of the likeliest candidates, and of the right one wherever it is."""
    kept = [c for i, c in enumerate(candidates) if i < MOST_RIVALS or c.entity_id in query.gold]
    rows = np.array([_row(candidate) for candidate in kept])
    right = [place for place, c in enumerate(kept) if c.entity_id in query.gold]
    others = [place for place in range(len(kept)) if place not in right[1:]]
    return Case(rows[others], right[0] if right else -1, bool(query.gold))


def _candidates(resolver: Resolver, query: Query) -> tuple[Candidate, ...]:
    try:
        return resolver.candidates_of(query.text, _OPTIONS)
    except NormalizerError:  # a text that our rules refuse as a name
        return ()


def _row(candidate: Candidate) -> list[float]:
    values = {feature.name: feature.value for feature in candidate.evidence.features}
    return [values.get(name, 0.0) for name in EVERY]
