"""OpenSanctions' name matchers as peers: nomenklatura's logic-v2, rigour's comparison of names.

Both are made for people, bodies and what sails; nomenklatura compares no places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from normalizer.types import Kind
from tests.bench.peers import Peer, Search, reranked

_DEFAULT_CUT = 0.7


def logic_v2() -> Peer:
    """Return nomenklatura's logic-v2 with its defaults; raise ImportError."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        raise ImportError("nomenklatura has no logic-v2")
    config = algorithm.default_config()
    schemata = {Kind.PERSON: "Person", Kind.ORGANISATION: "Organization"}

    @lru_cache(maxsize=200_000)
    def entity(name: str, schema: str) -> Any:
        return model.get_proxy({"id": name, "schema": schema, "properties": {"name": [name]}})

    def score(left: str, right: str, kind: Kind | None) -> float:
        schema = schemata.get(kind, "LegalEntity") if kind else "LegalEntity"
        return algorithm.compare(entity(left, schema), entity(right, schema), config).score

    return Peer("logic_v2", score, _over(score), _DEFAULT_CUT, frozenset(schemata))


def rigour_names() -> Peer:
    """Return rigour's comparison: symbols that both names have, then the parts left over.

    The parts weigh by their letters, as no weights of its own come with it. Raises ImportError.
    """
    from rigour.names import (
        NameTypeTag,
        align_person_name_order,
        analyze_names,
        compare_parts,
        pair_symbols,
    )

    tags = {Kind.PERSON: NameTypeTag.PER, Kind.ORGANISATION: NameTypeTag.ORG}

    @lru_cache(maxsize=200_000)
    def analysed(name: str, tag: Any) -> Any:
        return next(iter(analyze_names(tag, [name])), None)

    def of_pairing(left: Any, right: Any, edges: Sequence[Any]) -> float:
        met = {part for edge in edges for part in (*edge.qps, *edge.rps)}
        ours = [part for part in left.parts if part not in met]
        theirs = [part for part in right.parts if part not in met]
        ours, theirs = align_person_name_order(ours, theirs)
        clusters = [(1.0, edge) for edge in edges]
        clusters += [(one.score, one) for one in compare_parts(ours, theirs)]
        sizes = [sum(len(p.form) for p in (*one.qps, *one.rps)) for _, one in clusters]
        likeness = sum(s * size for (s, _), size in zip(clusters, sizes, strict=True))
        return likeness / (sum(sizes) or 1)

    def score(left: str, right: str, kind: Kind | None) -> float:
        tag = tags.get(kind, NameTypeTag.UNK) if kind else NameTypeTag.ENT
        one, other = analysed(left, tag), analysed(right, tag)
        if one is None or other is None:
            return 0.0
        return max((of_pairing(one, other, e) for e in pair_symbols(one, other)), default=0.0)

    return Peer("rigour", score, _over(score))


def _over(score: Any) -> Any:
    def over(names: Sequence[str], kind: Kind) -> Search:
        return reranked(score, names, kind)

    return over
