"""What edits change in the counts of an index file: who is gone, who is new, who has a token."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from normalizer.index.memory import MemoryIndex
from normalizer.index.nearness import joined
from normalizer.index.protocol import Entry
from normalizer.index.rarity import Scale, level
from normalizer.index.snapshot.dictionary import NONE
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.keys import fold
from normalizer.types import Alias, Entity

Edits: TypeAlias = Mapping[str, tuple[Entity, tuple[Alias, ...]] | None]
"""The whole new state of each changed entity by its ID, canonical alias included; None: gone."""


class EditedTable:
    """The edited entities alone, as an `AliasStore` in the order of IDs."""

    def __init__(self, edits: Edits, revision: str) -> None:
        self.revision = revision
        self._states = {key: state for key, state in sorted(edits.items()) if state is not None}

    def entities(self, after: str = "") -> list[Entity]:
        """Return the entities that are not gone and whose ID comes after another."""
        return [entity for key, (entity, _) in self._states.items() if key > after]

    def aliases(self) -> list[Alias]:
        """Return their aliases."""
        return [alias for _, aliases in self._states.values() for alias in aliases]

    def entity(self, entity_id: str) -> Entity:
        """Return an edited entity; raise KeyError for one that is gone or unchanged."""
        return self._states[entity_id][0]

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an edited entity; raise KeyError as `entity` does."""
        return self._states[entity_id][1]


class Overlay:
    """Edits laid over an index file: new entries, and what they change in counts of the file."""

    def __init__(self, base: Snapshot, edits: Edits, revision: str) -> None:
        self._base = base
        self.table = EditedTable(edits, revision)
        self.added = MemoryIndex(self.table, keep=False)
        found = (base.records.find(entity_id) for entity_id in edits)
        self.gone = frozenset(entity for entity in found if entity != NONE)
        """The positions in the file of entities that are gone or stand anew."""
        entities = base.records.entities - len(self.gone) + len(self.table.entities())
        self.scale = Scale(entities)
        self._owning = self._changed_owners()
        left = {token for entry in self._gone_entries() for token in entry.tokens}
        self.may_lack = len(left)
        """How many tokens of the file may have no entry left."""
        self.forms_left = frozenset(map(fold, left))
        """The folded forms of these."""
        self.lost = frozenset(
            token for token, by in self._owning.items() if base.lexicon.owners(token) + by <= 0
        )
        """The words of the file, joined names among them, that no entity has any more."""
        self.gone_entries = sum(1 for _ in self._gone_entries())
        self.shifts = self._level_shifts()
        """By how much the sizes of entries of the file have changed, in levels."""

    def owners(self, token: str) -> int:
        """Return how many entities have a token."""
        return self._base.lexicon.owners(token) + self._owning.get(token, 0)

    def is_live(self, position: int) -> bool:
        """Return whether an entry of the file still stands."""
        return self._base.records.owners[position] not in self.gone

    def live(self, positions: Iterable[int]) -> list[int]:
        """Return those entries of the file that still stand."""
        owners, gone = self._base.records.owners, self.gone
        return [position for position in positions if owners[position] not in gone]

    def size(self, position: int) -> float:
        """Return how telling the tokens of an entry of the file are together."""
        tokens, levels = self._base.levels(position)
        return self.scale.weight(tokens, levels + self.shifts.get(position, 0))

    def added_size(self, position: int) -> float:
        """Return how telling the tokens of a new entry are together."""
        tokens = self.added.entry_at(position).tokens
        return self.scale.size(level(self.owners(token)) for token in tokens)

    def _gone_entries(self) -> Iterator[Entry]:
        records = self._base.records
        return (records.entry_at(at) for entity in self.gone for at in records.entries_of(entity))

    def _changed_owners(self) -> dict[str, int]:
        """Return how many owners more each token has, less than 0 for fewer."""
        records, change = self._base.records, Counter[str]()
        for entity in self.gone:
            change.subtract(_words(map(records.entry_at, records.entries_of(entity))))
        for entity_edited in self.table.entities():
            change.update(_words(self.added.entries_of(entity_edited.id)))
        return {token: by for token, by in change.items() if by}

    def _level_shifts(self) -> dict[int, int]:
        """Return by how much the levels of an entry's tokens add up to more than in the file."""
        shifts: Counter[int] = Counter()
        for token, by in self._owning.items():
            before = self._base.lexicon.owners(token)
            shift = level(before + by) - level(before)
            if shift:
                for position in self._base.postings(token):
                    tokens = self._base.records.entry_at(position).tokens
                    shifts[position] += shift * tokens.count(token)
        return dict(shifts)


def _words(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield each word by which an entity can be found, once."""
    return iter({word for entry in entries for word in (*entry.tokens, *joined(entry.tokens))})
