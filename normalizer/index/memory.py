"""The candidate index in memory, a pure function of the store at one revision.

Tables are built when first asked for, so that an exact answer from the command line does not
wait for the keys of every alias.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from normalizer.index.beginnings import beginning
from normalizer.index.derived import Derived, Groups, derive
from normalizer.index.kept import kept
from normalizer.index.meeting import Slot, fill, met
from normalizer.index.nearness import gains_of, gather, joined, words_of
from normalizer.index.outline import (
    POOL,
    Outline,
    outline_of,
    outlines_asked,
    ranked,
    worth_scoring,
)
from normalizer.index.paths import Path, lay_paths
from normalizer.index.protocol import COUNTRY_CODE, Entry, Near
from normalizer.index.rarity import Scale, level
from normalizer.index.spelling import is_looked_for, nearly_spelt
from normalizer.index.vocabulary import Level, reach
from normalizer.names.acronym import acronyms
from normalizer.remembering import remembered
from normalizer.store.protocol import AliasStore
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Entity, Kind


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry whose alias and entity are held in memory."""

    alias: Alias
    entity: Entity
    tokens: tuple[str, ...]

    @property
    def position(self) -> int:
        """Return −1: it is in no file."""
        return -1

    @property
    def entity_id(self) -> str:
        """Return the entity's ID."""
        return self.entity.id

    @property
    def kind(self) -> Kind:
        """Return the entity's kind."""
        return self.entity.kind

    @property
    def alias_kind(self) -> AliasKind:
        """Return the alias's kind."""
        return self.alias.kind


class MemoryIndex:
    """An in-memory `CandidateIndex` over the aliases of a store."""

    def __init__(self, store: AliasStore, keep: bool = True) -> None:
        """Index a store; derived tables are kept between runs when `keep` says so."""
        self.revision = store.revision
        entities = {entity.id: entity for entity in store.entities()}
        self._scale = Scale(len(entities))
        self._rarities: dict[str, float] = {}
        aliases = tuple(store.aliases())
        self._kept = partial(kept, revision=self.revision) if keep else _derive
        normals, postings = self._kept("layout", derive=lambda: _laid_out(aliases))
        self._postings: dict[str, list[int]] = postings
        self._entries: tuple[Entry, ...] = tuple(
            HeldEntry(alias, entities[alias.entity_id], tuple(normal.split()))
            for alias, normal in zip(aliases, normals, strict=True)
        )
        self._reach = remembered(16_384, self._reached)

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form."""
        return self._by_normal.get(normal, ())

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form."""
        return self._by_folded.get(folded, ())

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the entries of bodies whose name can have this acronym."""
        return self._by_acronym.get(acronym, ())

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Near]:
        """Return (rank, entry) of up to `limit` that share the likeliest tokens, best first."""
        gains = [
            gains_of(self._reach(word, word in tokens), self.rarity) for word in words_of(tokens)
        ]
        pool = gather(gains, self, len(tokens), POOL)
        found = ranked(pool, outlines_asked(tokens), self.outline)
        kept = worth_scoring([rank for rank, _ in found[:limit]])
        return [(rank, self._entries[position]) for rank, position in found[:kept]]

    def met(self, slots: Sequence[Slot], as_one: str, limit: int) -> Sequence[Entry] | None:
        """Return the entries that have a word for each slot of a name; None for too many."""
        positions = met(*fill(slots, as_one, self._reach), self)
        return [self._entries[at] for at in positions] if len(positions) <= limit else None

    def tokens_at(self, position: int) -> Sequence[str]:
        """Return the tokens of an entry."""
        return self._entries[position].tokens

    def rarity(self, token: str) -> float:
        """Return how telling a token is: 1 for one entity, falling with the log of their number."""
        known = self._rarities.get(token)
        if known is None:
            known = self._rarities[token] = self._scale.rarity(self._owners(token))
        return known

    def beginning(self, prefixes: Iterable[str], limit: int) -> Sequence[Entry]:
        """Return entries with a token that begins so, in normal or folded form."""
        found: dict[int, None] = {}
        for prefix in prefixes:
            for coded in beginning(self._words, prefix):
                word = coded.decode()
                for token in (word, *self._derived.by_fold.get(word, ())):
                    found.update(dict.fromkeys(self.postings(token)))
                if len(found) >= limit:
                    break
        return [self._entries[position] for position in sorted(found)[:limit]]

    def states(self) -> Sequence[Entry]:
        """Return the entries of the entities that have an ISO 3166 code."""
        return [entry for entry in self._entries if COUNTRY_CODE in entry.entity.xrefs]

    def entry_at(self, position: int) -> Entry:
        """Return the entry at a position."""
        return self._entries[position]

    def postings(self, token: str) -> Sequence[int]:
        """Return the positions of the entries that have a token; `()` for none."""
        return self._postings.get(token, ())

    def size(self, position: int) -> float:
        """Return how telling the tokens of an entry are together."""
        return self._sizes[position]

    def outline(self, position: int) -> Outline:
        """Return the outline of an entry's folded form."""
        folds = self._derived.folds
        return outline_of([folds[token] for token in self._entries[position].tokens])

    def tokens_of(self, level: Level, key: str) -> Sequence[str]:
        """Return the tokens that have a key; `()` for none."""
        return self._groups[level].get(key, ())

    def misspelt(self, folded: str, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` folded forms spelt nearly so, with their likeness, best first."""
        return nearly_spelt(folded, self._forms, limit)

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

    def _reached(self, word: str, is_token: bool) -> Mapping[str, float]:
        return reach(self, self._scale, word, is_token)

    def _owners(self, token: str) -> int:
        return len({self._entries[at].entity.id for at in self._postings.get(token, ())})

    @cached_property
    def _by_normal(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.tokens:
                found.setdefault(" ".join(entry.tokens), []).append(entry)
        return found

    @cached_property
    def _by_folded(self) -> dict[str, list[Entry]]:
        folds = self._derived.folds
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.tokens:
                folded = " ".join([folds[token] for token in entry.tokens])
                found.setdefault(folded, []).append(entry)
        return found

    @cached_property
    def _by_acronym(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.kind is Kind.ORGANISATION:
                for acronym in acronyms(entry.tokens):
                    found.setdefault(acronym, []).append(entry)
        return found

    @cached_property
    def _by_entity(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(entry.entity_id, []).append(entry)
        return found

    @cached_property
    def _sizes(self) -> list[float]:
        levels = {token: level(self._owners(token)) for token in self._postings}
        return [
            self._scale.size(levels[token] for token in entry.tokens) for entry in self._entries
        ]

    @cached_property
    def _derived(self) -> Derived:
        return Derived(*self._kept("derived", derive=lambda: tuple(derive(self._postings))))

    @cached_property
    def _groups(self) -> tuple[Groups, ...]:
        tables = self._derived
        return tables.by_fold, tables.by_fine, tables.by_deep, tables.by_code

    @cached_property
    def _forms(self) -> list[str]:
        """Return the folded forms of tokens, sorted; names written as one word are no tokens."""
        folds = self._derived.folds
        tokens = {token for entry in self._entries for token in entry.tokens}
        return sorted(filter(is_looked_for, {folds[token] for token in tokens}))

    @cached_property
    def _words(self) -> list[str]:
        return sorted({*self._postings, *self._derived.by_fold}, key=str.encode)

    @cached_property
    def _paths(self) -> Path:
        return lay_paths(self._entries, self._derived.folds)


def _derive(_: str, derive: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return tables that are kept nowhere."""
    return derive()


def _laid_out(aliases: Sequence[Alias]) -> tuple[list[str], dict[str, list[int]]]:
    """Return the normal form of each alias, and the positions of the aliases of each token."""
    normals = [normalise(alias.text) for alias in aliases]
    postings: dict[str, list[int]] = {}
    for position, normal in enumerate(normals):
        tokens = normal.split()
        for token in dict.fromkeys((*tokens, *joined(tokens))):
            postings.setdefault(token, []).append(position)
    return normals, postings
