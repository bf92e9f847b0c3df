"""A table of one's own, helped by the names that we ship: what we call the same in other languages.

A table in one language does not know that Węgry is Hungary, Угорщина and Madžarska. Where one of
its entities is plainly an entity of the seeds, it takes that entity's other names.

1. Entities that the store has from the seeds (by ID) are left to their curators.
2. Two entities are the same when they are of one kind and share a name that nobody else has on
   either side; a person's must have two words. A place and a body ("the White House") need three
   such names. One that several claim goes to the one with the most names in common, when two have
   equally many to the one of more than twice the rows, as tables enter things twice, and else to
   nobody. An entity that has the name of a country and that of its people is the country, whatever
   its kind.
3. A name is taken over, with its languages, unless another entity of the store has it already. A
   thing's name must have the figures of one that the entity has: "Nord Stream" may be the first of
   several, and is no name of a "Nord Stream 2".
4. A table that has names of peoples as names of their countries is lent the others (`peoples.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from normalizer.store.memory import MemoryStore
from normalizer.store.peoples import (
    countries_of_people,
    languages_naming_peoples,
    peoples_of,
)
from normalizer.store.protocol import AliasStore
from normalizer.store.seeds import load_seeds
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Kind

SOURCE = "our own table"
_MIN_SHARED = 3
_MIN_ACROSS_KINDS = 3
_TWICE = 2
_COUNTRY = "iso3166"
_Owners = Mapping[tuple[str, str], frozenset[str]]
"""The sort of entity and the name → the entities of that sort that have it."""


def with_known_names(store: AliasStore, known: AliasStore) -> AliasStore:
    """Return a store with the names of `known` added to the entities that are plainly the same.

    Returns `store` itself when there is nothing to add. Nothing is ever taken away, and the
    revision is a function of both tables.
    """
    same = dict(_same(store, known))
    added = [*_added(store, known, same), *_peoples(store, known, same)]
    if not added:
        return store
    return MemoryStore(store.entities(), [*store.aliases(), *added])


@cache
def shipped() -> MemoryStore:
    """Return the seeds that we ship, read once; raise SeedError where they are malformed."""
    return load_seeds()


def _same(store: AliasStore, known: AliasStore) -> Iterator[tuple[str, str]]:
    """Yield (ID of the store, ID of the known table) for entities that are plainly the same."""
    own_ids = set(_kinds(store))
    votes = _votes(_owners(store, _kind_of), _owners(known, _kind_of))
    across = _votes(_owners(store, _sort_of), _owners(known, _sort_of))
    votes += Counter({pair: n for pair, n in across.items() if n >= _MIN_ACROSS_KINDS})
    votes += Counter(_named_with_people(store, known))
    votes = Counter({pair: n for pair, n in votes.items() if pair[1] not in own_ids})
    rows = Counter(alias.entity_id for alias in store.aliases())
    best_known, best_own = _best(votes, 0, {}), _best(votes, 1, rows)
    for own, other in votes:
        if best_known.get(own) == other and best_own.get(other) == own:
            yield own, other


def _named_with_people(store: AliasStore, known: AliasStore) -> Iterator[tuple[str, str]]:
    """Yield the entities that have a name of a country and one of its people, with the country."""
    countries = {
        (normalise(alias.text), code): entity.id
        for entity in known.entities()
        if (code := entity.xrefs.get(_COUNTRY))
        for alias in _worth(known.aliases_of(entity.id))
    }
    names: defaultdict[str, set[str]] = defaultdict(set)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for alias in store.aliases():
        names[alias.entity_id].add(normalise(alias.text))
        named[alias.entity_id] |= countries_of_people(alias.text, alias.lang)
    for own, codes in named.items():
        pairs = sorted((name, code) for name in names[own] for code in codes)
        yield from ((own, countries[pair]) for pair in pairs if pair in countries)


def _votes(ours: _Owners, theirs: _Owners) -> Counter[tuple[str, str]]:
    """Return how many names that nobody else has two entities share."""
    votes: Counter[tuple[str, str]] = Counter()
    for (sort, name), owners in ours.items():
        others = theirs.get((sort, name), frozenset())
        if len(owners) == 1 and len(others) == 1 and _tells(sort, name):
            votes[next(iter(owners)), next(iter(others))] += 1
    return votes


def _kind_of(kind: Kind) -> str:
    return kind


def _sort_of(kind: Kind) -> str:
    """Return what a place and a body have in common, and a person has not."""
    return kind if kind is Kind.PERSON else "thing"


def _tells(sort: str, name: str) -> bool:
    return len(name) >= _MIN_SHARED and (sort != Kind.PERSON or " " in name)


def _kinds(store: AliasStore) -> dict[str, Kind]:
    return {entity.id: entity.kind for entity in store.entities()}


def _best(
    votes: Mapping[tuple[str, str], int], side: int, rows: Mapping[str, int]
) -> dict[str, str]:
    """Return for each ID of a side the one of the other with the most votes, then rows; no ties."""
    rivals: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for pair, count in votes.items():
        other = pair[1 - side]
        rivals[pair[side]].append((count, rows.get(other, 0), other))
    found = {}
    for one, offers in rivals.items():
        offers.sort(reverse=True)
        if len(offers) == 1 or _leads(offers[0][:2], offers[1][:2]):
            found[one] = offers[0][2]
    return found


def _leads(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Return whether one has more votes than another, or as many and rows enough beside its."""
    return first[0] > second[0] or first[1] > _TWICE * second[1]


def _owners(store: AliasStore, sort_of: Callable[[Kind], str]) -> _Owners:
    kinds = _kinds(store)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for alias in store.aliases():
        if alias.kind is not AliasKind.CODE:
            sort = sort_of(kinds[alias.entity_id])
            found[sort, normalise(alias.text)].add(alias.entity_id)
    return {name: frozenset(owners) for name, owners in found.items()}


def _added(store: AliasStore, known: AliasStore, same: Mapping[str, str]) -> Iterator[Alias]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for alias in store.aliases():
        owners[normalise(alias.text)].add(alias.entity_id)
    kinds = _kinds(store)
    for own, other in sorted(same.items()):
        have = {(alias.text, alias.lang) for alias in store.aliases_of(own)}
        figures = {_figures(text) for text, _ in have}
        for alias in _worth(known.aliases_of(other)):
            free = owners[normalise(alias.text)] <= {own}
            fits = kinds[own] is Kind.PERSON or _figures(alias.text) in figures
            if free and fits and (alias.text, alias.lang) not in have:
                yield replace(alias, entity_id=own, source=f"{SOURCE}: {other}")


def _peoples(store: AliasStore, known: AliasStore, same: Mapping[str, str]) -> Iterator[Alias]:
    """Yield the names of peoples for the countries of a table that has such names already."""
    codes = {entity.id: entity.xrefs.get(_COUNTRY, "") for entity in known.entities()}
    countries = {own: code for own, other in sorted(same.items()) if (code := codes[other])}
    have: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    taken: set[str] = set()
    for alias in store.aliases():
        name = normalise(alias.text)
        taken.add(name)
        if alias.entity_id in countries:
            have[countries[alias.entity_id]].add((name, alias.lang))
    languages = languages_naming_peoples(have)
    for own, code in countries.items() if languages else ():
        for alias in peoples_of(code, languages, own, f"{SOURCE}: {same[own]}"):
            if normalise(alias.text) not in taken:
                yield alias


def _figures(name: str) -> tuple[str, ...]:
    """Return the words of a name that are figures."""
    return tuple(filter(str.isdigit, normalise(name).split()))


def _worth(aliases: Iterable[Alias]) -> Iterator[Alias]:
    return (alias for alias in aliases if alias.kind is not AliasKind.CODE)
