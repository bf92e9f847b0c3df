"""The recipes and libraries that we are measured against, each as a search and a pair score.

A peer is made by name; one whose library is not installed (extra `bench-peers`) raises
ImportError and is left out of the run with that reason. Text is first made plain by unidecode.
A peer that would take hours on a whole table ranks the best candidates of token_sort_ratio.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from unidecode import unidecode

from normalizer.store.protocol import AliasStore
from normalizer.types import Kind
from tests.bench.answers import Answer
from tests.bench.retrieval_sets import Query

LIMIT = 50
KEY_LIMIT = 200
Hits = list[tuple[int, float]]
"""Positions in a table of names with their scores, best first."""
Search = Callable[[str], Hits]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system beside us: `score` two names, or `over` a table of names make a search.

    `cut` is its own threshold where it has one; `kinds` what it can compare.
    """

    name: str
    score: Callable[[str, str, Kind | None], float]
    over: Callable[[Sequence[str], Kind], Search]
    cut: float | None = None
    kinds: frozenset[Kind] = frozenset(Kind)


@lru_cache(maxsize=400_000)
def plain(name: str) -> str:
    """Return a name in ASCII letters and digits, without case, one space between words."""
    ascii_only = unidecode(name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in ascii_only).split())


def in_order(name: str) -> str:
    """Return a plain name with its words in alphabetical order."""
    return " ".join(sorted(plain(name).split()))


def string_peer(
    name: str, prepare: Callable[[str], str], scorer: Callable[..., float], top: float
) -> Peer:
    """Return a peer that compares prepared strings with a native scorer whose best is `top`."""

    def score(left: str, right: str, _kind: Kind | None) -> float:
        return scorer(prepare(left), prepare(right)) / top

    def over(names: Sequence[str], _kind: Kind) -> Search:
        prepared = [prepare(each) for each in names]

        def search(query: str) -> Hits:
            found = process.extract(
                prepare(query), prepared, scorer=scorer, processor=None, limit=LIMIT
            )
            return [(position, likeness / top) for _, likeness, position in found]

        return search

    return Peer(name, score, over)


def key_peer(name: str, keys_of: Callable[[str], frozenset[str]]) -> Peer:
    """Return a peer that counts shared phonetic keys of words; spelling breaks the ties."""

    @lru_cache(maxsize=400_000)
    def keys(words: str) -> tuple[frozenset[str], ...]:
        return tuple(keys_of(word) or frozenset((word,)) for word in words.split())

    def score(left: str, right: str, _kind: Kind | None = None) -> float:
        spelling = fuzz.ratio(in_order(left), in_order(right)) / 100
        return (_shared(keys(plain(left)), keys(plain(right))) + spelling / 100) / 1.01

    def over(names: Sequence[str], _kind: Kind) -> Search:
        owners: dict[str, list[int]] = defaultdict(list)
        for position, each in enumerate(names):
            for key in frozenset().union(*keys(plain(each))):
                owners[key].append(position)

        def search(query: str) -> Hits:
            shared: dict[int, int] = defaultdict(int)
            for key in frozenset().union(*keys(plain(query))):
                for position in owners.get(key, ()):
                    shared[position] += 1
            size = len(plain(query).split())
            likeliest = sorted(
                shared, key=lambda p: -2 * shared[p] / (size + len(plain(names[p]).split()))
            )
            return best_first((p, score(query, names[p])) for p in likeliest[:KEY_LIMIT])

        return search

    return Peer(name, score, over)


def _shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> float:
    """Return the share of words of two names that have a word of the same key on the other side."""
    if not left or not right:
        return 0.0
    met = sum(any(a & b for b in right) for a in left) + sum(
        any(a & b for a in left) for b in right
    )
    return met / (len(left) + len(right))


def best_first(hits: Iterable[tuple[int, float]]) -> Hits:
    """Return the best hits, the highest score first, of equal ones the first in the table."""
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:LIMIT]


def token_sort() -> Peer:
    """Return unidecode and token_sort_ratio: words in order, then the ratio."""
    return string_peer("token_sort_ratio", in_order, fuzz.ratio, 100)


def reranked(
    score: Callable[[str, str, Kind | None], float], names: Sequence[str], kind: Kind
) -> Search:
    """Return a search by a slow score over the best candidates of token_sort_ratio."""
    gather = token_sort().over(names, kind)

    def search(query: str) -> Hits:
        return best_first((p, score(query, names[p], kind)) for p, _ in gather(query))

    return search


def _metaphone() -> Peer:
    import jellyfish

    return key_peer("metaphone", lambda word: frozenset((jellyfish.metaphone(word),)) - {""})


def _daitch_mokotoff() -> Peer:
    from abydos.phonetic import DaitchMokotoff

    encoder = DaitchMokotoff()
    return key_peer("daitch_mokotoff", lambda word: frozenset(encoder.encode(word)) - {"000000"})


def _logic_v2() -> Peer:
    from tests.bench.peers_opensanctions import logic_v2

    return logic_v2()


def _rigour() -> Peer:
    from tests.bench.peers_opensanctions import rigour_names

    return rigour_names()


MAKERS: dict[str, Callable[[], Peer]] = {
    "ratio": lambda: string_peer("ratio", plain, fuzz.ratio, 100),
    "token_sort_ratio": token_sort,
    "WRatio": lambda: string_peer("WRatio", plain, fuzz.WRatio, 100),
    "jaro_winkler": lambda: string_peer("jaro_winkler", plain, JaroWinkler.similarity, 1),
    "metaphone": _metaphone,
    "daitch_mokotoff": _daitch_mokotoff,
    "logic_v2": _logic_v2,
    "rigour": _rigour,
}


def answers(
    peer: Peer, store: AliasStore, queries: Sequence[Query], kind: Kind
) -> tuple[list[Answer], float]:
    """Return a peer's ranking for each query, not linked, and microseconds of CPU a query."""
    aliases = tuple(store.aliases())
    search = peer.over([alias.text for alias in aliases], kind)
    owners = [alias.entity_id for alias in aliases]
    if queries:
        search(queries[0].text)  # a library's tables are read by its first call
    start = time.process_time()
    hits = [search(query.text) for query in queries]
    spent = time.process_time() - start
    found = []
    for query, ranking in zip(queries, hits, strict=True):
        best: dict[str, float] = {}
        for position, score in ranking:
            best.setdefault(owners[position], score)
        found.append(Answer(query, tuple(best.items())))
    return found, spent / max(1, len(queries)) * 1e6
