"""An index from which some entries are hidden: what would be known without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from normalizer.index.meeting import Slot
from normalizer.index.protocol import CandidateIndex, Entry, Near, Walk


class HidingIndex:
    """Another index without the entries that are hidden at the moment; not for two threads.

    Rarity and the set of known words stay those of the whole table: one alias more or less
    moves them by next to nothing.
    """

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self.entity_id = ""
        """The entity all of whose entries are hidden, `""` for none."""
        self.rows: set[tuple[str, str]] = set()
        """Entity ID and normal form of each single entry that is hidden."""

    @property
    def revision(self) -> str:
        """Return the revision of the table, the hidden entries included."""
        return self._index.revision

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form that are not hidden."""
        return self._seen(self._index.exact(normal))

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form that are not hidden."""
        return self._seen(self._index.folded(folded))

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the bodies with this acronym that are not hidden."""
        return self._seen(self._index.expansions(acronym))

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Near]:
        """Return up to `limit` near entries, less those that are hidden."""
        return [near for near in self._index.near(tokens, limit) if self._seen([near[1]])]

    def met(self, slots: Sequence[Slot], as_one: str, limit: int) -> Sequence[Entry] | None:
        """Return the entries that meet all slots and are not hidden; None where many meet them."""
        found = self._index.met(slots, as_one, limit)
        return None if found is None else self._seen(found)

    def rarity(self, token: str) -> float:
        """Return how telling a token is in the whole table."""
        return self._index.rarity(token)

    def knows(self, token: str) -> bool:
        """Return whether the whole table has a token."""
        return self._index.knows(token)

    def walk(self) -> Walk:
        """Return the token paths of the whole table."""
        return self._index.walk()

    def entries_of(self, entity_id: str) -> Sequence[Entry]:
        """Return the entries of one entity that are not hidden."""
        return self._seen(self._index.entries_of(entity_id))

    def beginning(self, prefixes: Iterable[str], limit: int) -> Sequence[Entry]:
        """Return the entries with a token that begins so that are not hidden."""
        return self._seen(self._index.beginning(prefixes, limit))

    def states(self) -> Sequence[Entry]:
        """Return what the whole table has."""
        return self._index.states()

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over the entries that are not hidden."""
        return iter(self._seen(tuple(self._index)))

    def _seen(self, entries: Collection[Entry]) -> list[Entry]:
        return [
            entry
            for entry in entries
            if entry.entity_id != self.entity_id
            and (entry.entity_id, " ".join(entry.tokens)) not in self.rows
        ]
