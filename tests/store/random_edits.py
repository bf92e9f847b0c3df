"""Random edits of a table, most of which can be made and some of which must be refused.

Few names and few entities, so that edits meet: aliases are shared, entities merged twice,
changes undone that others lean on.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from normalizer.errors import CurationError, UnknownEntityError
from normalizer.rulings import RulingKind
from normalizer.store.changes import Applied, Author
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Merge,
    Operation,
    RemoveAlias,
    Split,
    Undo,
    UpdateEntity,
    Withdraw,
    keep_apart,
    never,
    not_a_name,
    skip,
)
from normalizer.store.planning.planner import Head, plan
from normalizer.store.state import TableState
from normalizer.types import Alias, AliasKind, Entity, Kind

AUTHOR = Author("random", "to see what happens")
NOBODY = "nn999999"
_LANGS = ("be", "ru", "en", "")
_SYLLABLES = ("Лу", "ка", "шэн", "Мен", "ск", "Ти", "ха", "нов")


class Memory:
    """The pure planner over a whole table in memory: what every store must agree with."""

    def __init__(self) -> None:
        self.state, self.head = TableState(), Head()

    def apply(self, operations: tuple[Operation, ...]) -> Applied:
        """Make a batch of edits, or raise and leave everything as it was."""
        made = plan(self.state, operations, AUTHOR, self.head)
        for change in made.changes:
            self.state.log[change.revision] = change
            self.head = Head(change.revision, change.digest)
        return Applied(self.head.revision, made.changes, made.created)


class RandomEdits:
    """Draws edits that fit a table, which is looked at as it stands each time."""

    def __init__(self, rng: random.Random, memory: Memory, entities: int = 12) -> None:
        self._rng, self._memory, self._entities = rng, memory, entities
        # One in so many drawn edits is of each kind.
        self._kinds: list[tuple[int, Callable[[], Operation]]] = [
            (6, self._create),
            (5, self._update),
            (2, self._delete),
            (14, self._add),
            (5, self._change),
            (5, self._remove),
            (3, self._merge),
            (3, self._split),
            (3, self._rule),
            (1, self._withdraw),
            (4, self._undo),
        ]

    def batches(self, number: int, most: int = 3) -> Iterator[tuple[Operation, ...]]:
        """Yield batches of 1 to `most` edits."""
        for _ in range(number):
            yield tuple(self.edit() for _ in range(self._rng.randint(1, most)))

    def edit(self) -> Operation:
        """Return one edit."""
        weights = [weight for weight, _ in self._kinds]
        (_, draw) = self._rng.choices(self._kinds, weights)[0]
        if len(self._memory.state.entities) < self._entities and self._rng.random() < 0.3:
            draw = self._create
        return draw()

    def _surface(self) -> str:
        return "".join(self._rng.choices(_SYLLABLES, k=2)).capitalize()

    def _id(self) -> str:
        state = self._memory.state
        if self._rng.random() < 0.04:
            return NOBODY
        if state.redirects and self._rng.random() < 0.1:
            return self._rng.choice(list(state.redirects))
        return self._rng.choice(list(state.entities)) if state.entities else NOBODY

    def _alias(self, owner: str) -> Alias:
        kind = self._rng.choice(list(AliasKind))
        return Alias(self._surface(), owner, kind, self._rng.choice(_LANGS))

    def _key(self, owner: str) -> AliasKey:
        rows = list(self._memory.state.aliases.get(self._memory.state.target(owner), {}))
        return AliasKey(owner, *self._rng.choice(rows)) if rows else AliasKey(owner, "—", "")

    def _entity(self) -> Entity:
        kind = Kind.PLACE if self._rng.random() < 0.8 else Kind.PERSON
        xrefs = {"viaf": str(self._rng.randint(1, 99))} if self._rng.random() < 0.5 else {}
        return Entity("", kind, f"Name {self._rng.randint(1, 40)}", xrefs=xrefs)

    def _create(self) -> Operation:
        aliases = {self._surface() for _ in range(self._rng.randint(0, 3))}
        rows = (Alias(text, "", AliasKind.OFFICIAL, "be") for text in sorted(aliases))
        return CreateEntity(self._entity(), tuple(rows))

    def _update(self) -> Operation:
        value = str(self._rng.randint(1, 9))
        changes: list[dict[str, object]] = [
            {"description": f"No {value}"},
            {"name": f"Name {value}"},
            {"country": self._rng.choice(("BY", "LT", "", "by"))},
            {"xrefs": {"viaf": self._rng.choice((value, ""))}},
        ]
        return UpdateEntity(self._id(), **self._rng.choice(changes))  # type: ignore[arg-type]

    def _delete(self) -> Operation:
        return DeleteEntity(self._id())

    def _add(self) -> Operation:
        return AddAlias(self._alias(self._id()))

    def _change(self) -> Operation:
        owner = self._id()
        target = owner if self._rng.random() < 0.7 else self._id()
        return ChangeAlias(self._key(owner), self._alias(target))

    def _remove(self) -> Operation:
        return RemoveAlias(self._key(self._id()))

    def _merge(self) -> Operation:
        return Merge(self._id(), self._id())

    def _split(self) -> Operation:
        owner = self._id()
        entity = self._memory.state.entities.get(self._memory.state.target(owner))
        xrefs = tuple(entity.xrefs) if entity and self._rng.random() < 0.3 else ()
        return Split(owner, self._entity(), (self._key(owner),), xrefs)

    def _rule(self) -> Operation:
        surface = self._surface()
        rulings = (
            never(surface, self._id()),
            keep_apart(self._id(), self._id()),
            not_a_name(surface),
            skip(surface, self._rng.randint(1, 9)),
        )
        return self._rng.choices(rulings, (5, 3, 1, 2))[0]

    def _withdraw(self) -> Operation:
        rulings = sorted(self._memory.state.rulings)
        if not rulings:
            return not_a_name(f"{RulingKind.NOT_A_NAME} {self._surface()}")
        return Withdraw(self._rng.choice(rulings))

    def _undo(self) -> Operation:
        last = self._memory.head.revision
        return Undo(self._rng.randint(max(1, last - 8), last + 1))


def outcome(change: Callable[[], Applied]) -> tuple[str, tuple[str, ...]]:
    """Return what an edit came to: its new IDs, or the error's words."""
    try:
        applied = change()
    except (CurationError, UnknownEntityError) as error:
        return f"{type(error).__name__}: {error}", ()
    return f"revision {applied.revision}", applied.created
