from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.index.layered import LayeredIndex
from normalizer.index.memory import MemoryIndex
from normalizer.index.overlay import Edits
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.table import LayeredTable
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests import world
from tests.index.same import assert_same

State = dict[str, tuple[Entity, tuple[Alias, ...]]]

# Few words, in several scripts and spellings, so that edits share tokens, keys and folded forms.
WORDS = ("lukashenko", "лукашенко", "łukaszenka", "viktor", "виктор", "minsk", "belarus", "bank")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
IDS = st.sampled_from([entity.id for entity in world.WORLD.entities()] + ["nn100000", "nn300000"])


def add(state: State, entity_id: str, name: str, _: str) -> None:
    """Give an entity one alias more, or make a new entity."""
    if entity_id not in state:
        kind = Kind.ORGANISATION if "bank" in name else Kind.PERSON
        state[entity_id] = (Entity(entity_id, kind, name, xrefs={"iso3166": "BY"}), ())
    entity, aliases = state[entity_id]
    alias = Alias(name, entity_id, AliasKind.OFFICIAL, "xx")
    state[entity_id] = entity, tuple(sorted({*aliases, alias}, key=repr))


def remove(state: State, entity_id: str, _: str, __: str) -> None:
    """Take an entity away."""
    state.pop(entity_id, None)


def trim(state: State, entity_id: str, _: str, __: str) -> None:
    """Take an entity's first alias away."""
    if entity_id in state:
        entity, aliases = state[entity_id]
        state[entity_id] = entity, aliases[1:]


def merge(state: State, entity_id: str, _: str, other: str) -> None:
    """Let one entity take over the aliases of another."""
    if entity_id in state and other in state and other != entity_id:
        entity, aliases = state[entity_id]
        taken = (Alias(a.text, entity_id, a.kind, a.lang) for a in state.pop(other)[1])
        state[entity_id] = entity, tuple(sorted({*aliases, *taken}, key=repr))


def split(state: State, entity_id: str, name: str, other: str) -> None:
    """Move half of an entity's aliases to a new entity."""
    if entity_id in state and other not in state:
        entity, aliases = state[entity_id]
        moved = tuple(Alias(a.text, other, a.kind, a.lang) for a in aliases[::2])
        state[entity_id] = entity, aliases[1::2]
        state[other] = Entity(other, entity.kind, name), moved


EDIT = st.tuples(st.sampled_from([add, remove, trim, merge, split]), IDS, NAMES, IDS)


class _Table:
    """A state as a store, in the order of IDs and without anything added."""

    def __init__(self, state: State, revision: str) -> None:
        self.revision = revision
        self._state = dict(sorted(state.items()))

    def entities(self) -> list[Entity]:
        return [entity for entity, _ in self._state.values()]

    def aliases(self) -> list[Alias]:
        return [alias for _, aliases in self._state.values() for alias in aliases]

    def entity(self, entity_id: str) -> Entity:
        return self._state[entity_id][0]

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        return self._state[entity_id][1]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return the index file of the small world."""
    path = tmp_path_factory.mktemp("layered") / "world.idx"
    build_snapshot(world.WORLD, path)
    return Snapshot(path)


def state_of(store: MemoryStore) -> State:
    """Return every entity of a store with its aliases."""
    return {entity.id: (entity, store.aliases_of(entity.id)) for entity in store.entities()}


def edits_between(before: State, after: State) -> Edits:
    """Return the whole new state of every entity that differs."""
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {key: after.get(key) for key in changed}


@settings(max_examples=40, deadline=None)
@given(st.lists(EDIT, max_size=6), st.integers(0, 3))
def test_edits_answer_as_a_fresh_index(
    base: Snapshot,
    edits: list[tuple[Callable[[State, str, str, str], None], str, str, str]],
    undone: int,
) -> None:
    """After any additions, removals, merges, splits and undone edits, the answers are the same."""
    before = state_of(world.WORLD)
    history = [dict(before)]
    for change, *arguments in edits:
        history.append(dict(history[-1]))
        change(history[-1], *arguments)
    after = history[max(0, len(history) - 1 - undone)]
    layered = LayeredIndex(base, edits_between(before, after), "after")
    assert_same(layered, MemoryIndex(_Table(after, "after"), keep=False), ("lukashenka viktor",))


def test_no_edits_change_nothing(base: Snapshot) -> None:
    """Without edits the answers are the file's."""
    assert_same(LayeredIndex(base, {}, base.revision), base)


def test_file_built_of_the_layers_is_one_of_the_edited_table(
    base: Snapshot, tmp_path: Path
) -> None:
    """What is compacted has the very bytes of an index of the edited table."""
    after = state_of(world.WORLD)
    remove(after, world.MINSK.id, "", "")
    add(after, "nn300000", "Łukaszenka bank", "")
    layered = LayeredIndex(base, edits_between(state_of(world.WORLD), after), "after")
    build_snapshot(LayeredTable(layered), tmp_path / "layers.idx")
    build_snapshot(_Table(after, "after"), tmp_path / "table.idx")
    assert (tmp_path / "layers.idx").read_bytes() == (tmp_path / "table.idx").read_bytes()
