"""A change while it is planned: rows are set and dropped in the state, and each is remembered.

Each key is one effect however often it was set; a row that ends as it began is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from normalizer.errors import ConflictError, InvalidEditError, UnknownEntityError
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Effect, Redirect, Row
from normalizer.store.state import Key, TableState, key_of
from normalizer.types import Alias, Entity


@dataclass(slots=True)
class Draft:
    """What one operation does to a state, which holds it already.

    `first_used` are the IDs that no entity had before.
    """

    state: TableState
    first_used: set[str] = field(default_factory=set)
    _before: dict[Key, Row | None] = field(default_factory=dict)

    def put(self, row: Row) -> None:
        """Set a row."""
        key = key_of(row)
        if key[0] == "entity" and key[1] not in self.state.used:
            self.first_used.add(key[1])
        self._before.setdefault(key, self.state.row(key))
        self.state.put(row)

    def drop(self, row: Row) -> None:
        """Take away a row that is there."""
        key = key_of(row)
        self._before.setdefault(key, self.state.row(key))
        self.state.drop(row)

    def effects(self) -> tuple[Effect, ...]:
        """Return what has changed, in the order of its first change."""
        pairs = ((before, self.state.row(key)) for key, before in self._before.items())
        return tuple(Effect(before, after) for before, after in pairs if before != after)

    def abandon(self) -> None:
        """Leave the state's rows as they were before the draft."""
        for key, before in reversed(self._before.items()):
            now = self.state.row(key)
            if before is not None:
                self.state.put(before)
            elif now is not None:
                self.state.drop(now)

    def entity(self, entity_id: str) -> Entity:
        """Return the entity that an ID stands for; raise UnknownEntityError."""
        try:
            return self.state.entities[self.state.target(entity_id)]
        except KeyError:
            raise UnknownEntityError(entity_id) from None

    def aliases(self, entity_id: str) -> list[Alias]:
        """Return the stored aliases of an entity by text and language."""
        found = self.state.aliases.get(entity_id, {})
        return [found[key] for key in sorted(found)]

    def redirects_to(self, entity_id: str) -> list[Redirect]:
        """Return the redirects that lead to an ID, in the order of the merged IDs."""
        pairs = self.state.redirects.items()
        return [Redirect(old, into) for old, into in sorted(pairs) if into == entity_id]

    def rulings(self, kind: RulingKind) -> Iterator[Ruling]:
        """Yield the rulings of a kind that are known, in order."""
        yield from sorted(ruling for ruling in self.state.rulings if ruling.kind is kind)

    def keys_of_owners(self) -> set[str]:
        """Return the IDs that the draft has touched."""
        return {key[1] for key in self._before if key[0] != "ruling"}

    def check_whole(self) -> None:
        """Raise ConflictError when an ID would have aliases or a redirect that cannot stand.

        No planned operation does that by itself; undoing one may, where later changes lean on it.
        """
        for owner in sorted(self.keys_of_owners()):
            state = self.state
            is_entity, is_merged = owner in state.entities, owner in state.redirects
            if is_entity == is_merged and (is_merged or state.aliases.get(owner)):
                version = state.versions.get(owner, 0)
                raise ConflictError(owner, version - 1, version, None, state.record(owner))
            if state.redirects.get(owner) in state.redirects:
                raise InvalidEditError("revision", f"{owner} would redirect to a merged entity")
