"""Our own answers, as any caller gets them: no hints, the default threshold."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from normalizer.candidates import gather
from normalizer.decide import thresholds
from normalizer.errors import NormalizerError
from normalizer.index.protocol import Near
from normalizer.pairs import compare_names
from normalizer.resolve import MAX_CANDIDATES, Resolver
from normalizer.store.protocol import AliasStore
from normalizer.text import tokenise
from normalizer.types import Decision, Kind, Resolution, ResolveOptions
from tests.bench.answers import Answer
from tests.bench.indexed import indexed
from tests.bench.pair_sets import NamePair
from tests.bench.retrieval_sets import Query

NAME = "ours"
_OPTIONS = ResolveOptions(max_candidates=MAX_CANDIDATES)


def answers(store: AliasStore, queries: Sequence[Query]) -> tuple[list[Answer], float]:
    """Return the answer to each query, and the microseconds of CPU that one took.

    The first query is asked once more: it reads the tables.
    """
    with indexed(store) as index:
        resolver = Resolver(index)
        if queries:
            _resolved(resolver, queries[0].text)
        start = time.process_time()
        resolutions = [_resolved(resolver, query.text) for query in queries]
        spent = time.process_time() - start
        found = [
            _answer(query, resolution, place_of(query, candidates(resolver, query.text)))
            for query, resolution in zip(queries, resolutions, strict=True)
        ]
    return found, spent / max(1, len(queries)) * 1e6


def candidates(resolver: Resolver, name: str) -> list[str]:
    """Return the IDs of the entities that are candidates for a name, in the order of gathering."""
    tokens = tuple(token.text for token in tokenise(name))
    return list(dict.fromkeys(_ids(gather(resolver.index, tokens, frozenset())))) if tokens else []


def place_of(query: Query, found: Sequence[str]) -> int:
    """Return the place of a query's first right entity among candidates, -1 when it is missing."""
    return next((place for place, entity in enumerate(found) if entity in query.gold), -1)


def pair_score(pair: NamePair) -> float:
    """Return the probability that two names match; the likeliest of all kinds for an unknown."""
    kinds = (pair.kind,) if pair.kind else tuple(Kind)
    try:
        return max(compare_names(pair.left, pair.right, kind) for kind in kinds)
    except NormalizerError:
        return 0.0


def _ids(gathered: Iterable[Near]) -> Iterable[str]:
    return (entry.entity_id for _, entry in gathered)


def _resolved(resolver: Resolver, name: str) -> Resolution | None:
    """Return the answer for a name, None for what our text rules refuse as a name."""
    try:
        return resolver.resolve(name, _OPTIONS)
    except NormalizerError:
        return None


def _answer(query: Query, found: Resolution | None, place: int) -> Answer:
    if found is None:
        return Answer(query, (), place=place)
    ranked = tuple((candidate.entity_id, candidate.score) for candidate in found.candidates)
    named: frozenset[str] = frozenset()
    if found.decision is Decision.AMBIGUOUS:
        limit = thresholds(found.candidates[0].kind).ambiguous
        named = frozenset(entity for entity, score in ranked if score >= limit)
    return Answer(query, ranked, found.match.entity_id if found.match else "", named, place)
