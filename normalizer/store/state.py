"""The table as a projection of its log: what changes add up to, in memory and without a database.

A store loads the part of it that a batch needs, plans against that part, and writes what has
changed. A whole one is what replaying the log gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Change, Effect, Redirect, Row, owner_of
from normalizer.types import Alias, Entity, EntityRecord

FIRST_NUMBER = 1_000_000
"""IDs that a store gives out are above this number: below are those of seeds, given by hand."""

Key = tuple[str, ...]


@dataclass(slots=True)
class TableState:
    """Entities, aliases, redirects and rulings as they stand, with what planning needs to know.

    `used` are the IDs that were ever in use, `number` the highest that was given out,
    `versions` the revision that last touched an ID, `log` the changes that may be undone.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    aliases: dict[str, dict[tuple[str, str], Alias]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    rulings: set[Ruling] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    number: int = FIRST_NUMBER
    log: dict[int, Change] = field(default_factory=dict, compare=False)

    def row(self, key: Key) -> Row | None:
        """Return the row of a key as it stands, None for none."""
        what, *rest = key
        if what == "entity":
            return self.entities.get(rest[0])
        if what == "alias":
            return self.aliases.get(rest[0], {}).get((rest[1], rest[2]))
        if what == "redirect":
            into = self.redirects.get(rest[0])
            return None if into is None else Redirect(rest[0], into)
        ruling = Ruling(RulingKind(rest[0]), rest[1], rest[2])
        return ruling if ruling in self.rulings else None

    def put(self, row: Row) -> None:
        """Set a row, in place of one of the same key."""
        if isinstance(row, Entity):
            self.entities[row.id] = row
            self.used.add(row.id)
            self.number = max(self.number, number_of(row.id))
        elif isinstance(row, Alias):
            self.aliases.setdefault(row.entity_id, {})[row.text, row.lang] = row
        elif isinstance(row, Redirect):
            self.redirects[row.entity_id] = row.into
        else:
            self.rulings.add(row)

    def drop(self, row: Row) -> None:
        """Take a row away."""
        if isinstance(row, Entity):
            del self.entities[row.id]
        elif isinstance(row, Alias):
            del self.aliases[row.entity_id][row.text, row.lang]
        elif isinstance(row, Redirect):
            del self.redirects[row.entity_id]
        else:
            self.rulings.remove(row)

    def settle(self, effects: Iterable[Effect]) -> None:
        """Make the effects of a change without its revision."""
        for effect in effects:
            if effect.after is not None:
                self.put(effect.after)
            elif effect.before is not None:
                self.drop(effect.before)

    def apply(self, change: Change) -> None:
        """Make a change of the log: its effects, and the versions that it gives."""
        self.settle(change.effects)
        for entity_id in change.entity_ids:
            self.versions[entity_id] = change.revision

    def target(self, entity_id: str) -> str:
        """Return the ID that an ID stands for: its own, unless it was merged."""
        return self.redirects.get(entity_id, entity_id)

    def record(self, entity_id: str) -> EntityRecord:
        """Return all that is held of an ID, with version 0 for one that was never in use."""
        aliases = self.aliases.get(entity_id, {})
        return EntityRecord(
            entity_id,
            self.versions.get(entity_id, 0),
            self.entities.get(entity_id),
            tuple(aliases[key] for key in sorted(aliases)),
            self.redirects.get(entity_id, ""),
        )


def key_of(row: Row) -> Key:
    """Return what no other row has: the name of its table and its columns of identity."""
    if isinstance(row, Entity):
        return "entity", row.id
    if isinstance(row, Alias):
        return "alias", row.entity_id, row.text, row.lang
    if isinstance(row, Redirect):
        return "redirect", row.entity_id
    return "ruling", row.kind, row.left, row.right


def number_of(entity_id: str) -> int:
    """Return the number in an ID."""
    return int(entity_id[2:])


def owners_of(effects: Iterable[Effect]) -> set[str]:
    """Return the IDs whose records some effects touch."""
    rows = (row for effect in effects for row in (effect.before, effect.after))
    return {owner for row in rows if (owner := owner_of(row))}
