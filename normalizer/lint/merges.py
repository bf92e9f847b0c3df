"""Entities that may be one: each is asked for by its own names while it is hidden.

What answers is another entity of the same kind. It is proposed when the resolver is sure, and
nothing speaks against it: country, gender, an identifier, a curator's ruling. A name that both
have is a collision, about which another rule asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalizer.candidates import gather
from normalizer.index.protocol import CandidateIndex
from normalizer.lint.hidden import HidingIndex
from normalizer.lint.places import Places
from normalizer.resolve import Resolver
from normalizer.rulings import NO_RULINGS, Ruling, RulingKind, Rulings
from normalizer.score import Hints
from normalizer.store.findings import Finding
from normalizer.store.protocol import AliasStore
from normalizer.text import normalise, tokens
from normalizer.types import AliasKind, Candidate, Entity, Kind, Stage

CODE = "proposed-merge"
_SURE = 0.9
_MOST_NAMES = 3


def merge_findings(
    store: AliasStore, index: CandidateIndex, places: Places, rulings: Rulings = NO_RULINGS
) -> Iterator[Finding]:
    """Yield a finding for each pair that may be one entity, at the later ID, with its evidence."""
    hiding = HidingIndex(index)
    resolver = Resolver(hiding)
    told: set[tuple[str, str]] = set()
    for entity in store.entities():
        hiding.entity_id = entity.id
        for found in _others(entity, store, resolver):
            other = store.entity(found.entity_id)
            first, second = sorted((entity, other), key=lambda each: each.id)
            pair = (first.id, second.id)
            if pair in told or not may_be_one(first, second):
                continue
            told.add(pair)
            if Ruling(RulingKind.APART, *pair) not in rulings:
                reason = (
                    f"may be {first.id} {first.name} ({found.score:.2f}: {_why(entity, found)})"
                )
                yield places.of_entity(second, CODE, f"{second.name} {reason}")


def _why(entity: Entity, found: Candidate) -> str:
    left, _ = found.evidence.compared
    return f"{entity.id} has “{left}”, which {found.evidence.in_words()}"


def _others(entity: Entity, store: AliasStore, resolver: Resolver) -> Iterator[Candidate]:
    """Yield the sure answer, of the same kind, for each name of an entity that is hidden."""
    for name in _names(entity, store):
        entries = [entry for _, entry in gather(resolver.index, name, frozenset((entity.kind,)))]
        candidates = resolver.judge(name, entries, Hints())
        best = next(iter(candidates), None)
        # An exact form of both is a collision, which has a rule and a decision of its own.
        if best and best.score >= _SURE and best.evidence.stage is not Stage.EXACT:
            yield best


def _names(entity: Entity, store: AliasStore) -> list[tuple[str, ...]]:
    """Return the first few full names of an entity: a lone surname is nobody's."""
    texts = [entity.name] + [
        alias.text for alias in store.aliases_of(entity.id) if alias.kind is AliasKind.OFFICIAL
    ]
    names = list(dict.fromkeys(tokens(normalise(text)) for text in texts))
    least = 2 if entity.kind is Kind.PERSON else 1
    return [name for name in names if len(name) >= least][:_MOST_NAMES]


def may_be_one(one: Entity, other: Entity) -> bool:
    """Return whether no fact of two entities of a kind says that they are two."""
    if one.kind is not other.kind:
        return False
    pairs = [
        (one.country, other.country),
        (one.gender, other.gender),
        *_shared(one.xrefs, other.xrefs),
    ]
    return all(not left or not right or left == right for left, right in pairs)


def _shared(one: Mapping[str, str], other: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, other[scheme]) for scheme, value in one.items() if scheme in other]
