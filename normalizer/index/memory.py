"""The candidate index in memory, a pure function of the store at one revision.

Tables are built when first asked for, so that an exact answer from the command line does not
wait for the keys of every alias.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from normalizer.index.derived import Derived, derive
from normalizer.index.kept import kept
from normalizer.index.paths import Path, lay_paths
from normalizer.index.protocol import Entry
from normalizer.index.vocabulary import Vocabulary
from normalizer.names.acronym import acronyms
from normalizer.readings.units import unspaced_parts
from normalizer.store.protocol import AliasStore
from normalizer.text import normalise
from normalizer.types import Alias, Kind

_MAX_JOINED_LENGTH = 24


class MemoryIndex:
    """An in-memory `CandidateIndex` over the aliases of a store."""

    def __init__(self, store: AliasStore) -> None:
        self.revision = store.revision
        entities = {entity.id: entity for entity in store.entities()}
        self._log_entities = math.log(2 + len(entities))
        self._rarities: dict[str, float] = {}
        aliases = tuple(store.aliases())
        normals, self._postings = kept("layout", self.revision, lambda: _laid_out(aliases))
        self._entries = tuple(
            Entry(alias, entities[alias.entity_id], tuple(normal.split()))
            for alias, normal in zip(aliases, normals, strict=True)
        )

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form."""
        return self._by_normal.get(normal, ())

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form."""
        return self._by_folded.get(folded, ())

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the entries of bodies whose name can have this acronym."""
        return self._by_acronym.get(acronym, ())

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Entry]:
        """Return up to `limit` entries that share the likeliest tokens with these, best first."""
        likeness: defaultdict[int, float] = defaultdict(float)
        for token in dict.fromkeys((*tokens, *_joined(tokens), *_parts(tokens))):
            best: dict[int, float] = {}
            for reached, estimate in self._vocabulary.reach(token).items():
                gain = estimate * self.rarity(reached)
                for position in self._postings[reached]:
                    if best.get(position, 0.0) < gain:
                        best[position] = gain
            for position, gain in best.items():
                likeness[position] += gain
        size = self._sizes
        ranked = sorted(likeness, key=lambda at: (-likeness[at] / (size[at] + len(tokens)), at))
        return [self._entries[position] for position in ranked[:limit]]

    def rarity(self, token: str) -> float:
        """Return how telling a token is: 1 for one entity, falling with the log of their number."""
        known = self._rarities.get(token)
        if known is None:
            positions = self._postings.get(token, ())
            owners = len({self._entries[position].entity.id for position in positions})
            known = 1.0 - 0.9 * math.log(owners or 1) / self._log_entities
            self._rarities[token] = known
        return known

    def knows(self, token: str) -> bool:
        """Return whether a token in normal form is part of an alias."""
        return token in self._postings

    def walk(self) -> Path:
        """Return the start of all token paths."""
        return self._paths

    def entries_of(self, entity_id: str) -> Sequence[Entry]:
        """Return the entries of one entity."""
        return self._by_entity.get(entity_id, ())

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries in the store's order."""
        return iter(self._entries)

    @cached_property
    def _by_normal(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(" ".join(entry.tokens), []).append(entry)
        return found

    @cached_property
    def _by_folded(self) -> dict[str, list[Entry]]:
        folds = self._derived.folds
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(" ".join([folds[token] for token in entry.tokens]), []).append(entry)
        return found

    @cached_property
    def _by_acronym(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.entity.kind is Kind.ORGANISATION:
                for acronym in acronyms(entry.tokens):
                    found.setdefault(acronym, []).append(entry)
        return found

    @cached_property
    def _by_entity(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(entry.entity.id, []).append(entry)
        return found

    @cached_property
    def _sizes(self) -> list[float]:
        return [sum(map(self.rarity, entry.tokens)) for entry in self._entries]

    @cached_property
    def _derived(self) -> Derived:
        return Derived(*kept("derived", self.revision, lambda: tuple(derive(self._postings))))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._derived)

    @cached_property
    def _paths(self) -> Path:
        return lay_paths(self._entries, self._derived.folds)


def _laid_out(aliases: Sequence[Alias]) -> tuple[list[str], dict[str, list[int]]]:
    """Return the normal form of each alias, and the positions of the aliases of each token."""
    normals = [normalise(alias.text) for alias in aliases]
    postings: dict[str, list[int]] = {}
    for position, normal in enumerate(normals):
        tokens = normal.split()
        for token in dict.fromkeys((*tokens, *_joined(tokens))):
            postings.setdefault(token, []).append(position)
    return normals, postings


def _joined(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return a name's tokens written as one word, where names of this length are so written."""
    if 2 <= len(tokens) <= 3 and sum(map(len, tokens)) <= _MAX_JOINED_LENGTH:
        return ("".join(tokens),)
    return ()


def _parts(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the words that a name of one token may consist of, in scripts without spaces."""
    return unspaced_parts(tokens[0]) if len(tokens) == 1 else ()
