from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import pytest

from normalizer.errors import (
    ConflictError,
    InvalidEditError,
    InvalidOptionError,
    UnknownChangeError,
    UnknownEntityError,
)
from normalizer.store.changes import Author, HistoryQuery
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    CreateEntity,
    DeleteEntity,
    Merge,
    RemoveAlias,
    UpdateEntity,
    not_a_name,
)
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import KGB_BELARUS, KGB_USSR, LEADER, MINSK, WORLD

BORIS = Author("boris")
MENSK = Alias("Менск", MINSK.id, AliasKind.FORMER, "be", "Cyrl")


def _edits(store: SqlStore) -> int:
    """Make three changes and return the revision before them."""
    before = store.revision
    store.apply([AddAlias(MENSK)], ANNA)
    store.apply([UpdateEntity(LEADER.id, description="Politician")], BORIS)
    store.apply([RemoveAlias(AliasKey(MINSK.id, "Менск", "be"))], BORIS)
    return before


def test_history_is_filtered_and_paged(store: SqlStore) -> None:
    """By entity, by actor, by operation, between revisions, in either order."""
    start = _edits(store)

    def found(**query: object) -> list[int]:
        wanted = HistoryQuery(after=start, **query)  # type: ignore[arg-type]
        return [change.revision - start for change in store.history(wanted)]

    assert found() == [1, 2, 3]
    assert found(limit=2) == [1, 2]
    assert found(newest_first=True, limit=2) == [3, 2]
    assert found(entity_id=MINSK.id) == [1, 3]
    assert found(actor="boris") == [2, 3]
    assert found(operation="add-alias") == [1]
    assert found(before=start + 3) == [1, 2]
    assert found(actor="carla") == []
    with pytest.raises(InvalidOptionError, match="limit"):
        found(limit=0)


def test_the_table_as_it_was(store: SqlStore) -> None:
    """Every revision can be read again, whole."""
    start = _edits(store)
    assert store.at(start).aliases() == WORLD.aliases()
    assert MENSK in store.at(start + 1).aliases()
    assert store.at(start + 1).entity(LEADER.id) == LEADER
    assert store.at(start + 2).entity(LEADER.id).description == "Politician"
    assert MENSK not in store.at(start + 3).aliases()
    with pytest.raises(UnknownChangeError, match=str(start + 4)):
        store.at(start + 4)


def test_a_record_as_it_was(store: SqlStore) -> None:
    """The record of an ID at a revision has the version of then."""
    start = _edits(store)
    assert MENSK in store.record_at(MINSK.id, start + 2).aliases
    assert store.record_at(MINSK.id, start + 2).version == start + 1
    (new_id,) = store.apply([CreateEntity(Entity("", Kind.PLACE, "Hrodna"))], ANNA).created
    with pytest.raises(UnknownEntityError):
        store.record_at(new_id, start)


def test_revisions_have_names(store: SqlStore, open_at: Callable[..., SqlStore]) -> None:
    """A name says the number and depends on the whole history before."""
    last = store.revision
    name = store.name_of(last)
    assert name.startswith(f"r{last}-")
    assert store.snapshot().revision == name
    assert store.revision_of(name) == store.revision_of(str(last)) == last
    assert store.name_of(0) == "r0"
    for unknown in (f"r{last}-000000000000", "r999999", "s123", "", "r" + "9" * 30):
        with pytest.raises(UnknownChangeError):
            store.revision_of(unknown)


def test_a_delta_holds_the_states_that_now_stand(store: SqlStore) -> None:
    """Entities that changed come whole, gone ones as None, and others not at all."""
    since = store.revision
    store.apply([AddAlias(MENSK), Merge(KGB_USSR.id, KGB_BELARUS.id), not_a_name("Вчера")], ANNA)
    delta = store.delta(since)
    table = store.snapshot()
    assert delta.edits == {
        KGB_USSR.id: None,
        KGB_BELARUS.id: (table.entity(KGB_BELARUS.id), table.aliases_of(KGB_BELARUS.id)),
        MINSK.id: (table.entity(MINSK.id), table.aliases_of(MINSK.id)),
    }
    assert (delta.since, delta.revision, delta.name) == (since, store.revision, table.revision)
    assert delta.redirects == {KGB_USSR.id: KGB_BELARUS.id}
    assert delta.rulings is not None
    assert not delta.rulings.may_be_name("вчера")
    assert store.changed_since(since) == tuple(sorted(delta.edits))


def test_a_delta_says_what_has_not_changed(store: SqlStore) -> None:
    """Redirects and rulings are None when they are as they were, and {} when none is left."""
    since = store.revision
    merged = store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    store.apply([AddAlias(MENSK)], ANNA)
    assert store.delta(merged.revision).redirects is None
    assert store.delta(since).rulings is None
    store.undo(merged.revision, merged.revision, ANNA)
    assert store.delta(merged.revision).redirects == {}
    assert store.delta(store.revision).edits == {}


def test_rows_are_streamed_from_one_state(store: SqlStore) -> None:
    """What is written while the table is read is not seen, nor waited for."""
    with store.reading() as table:
        first = next(iter(table.entities()))
        store.apply([AddAlias(MENSK), DeleteEntity(first.id)], ANNA)
        assert tuple(table.aliases()) == WORLD.aliases()
        assert tuple(table.entities()) == WORLD.entities()
        assert table.aliases_of(MINSK.id) == WORLD.aliases_of(MINSK.id)
        with pytest.raises(UnknownEntityError):
            table.entity("nn999999")
    with store.reading() as table:
        assert MENSK in tuple(table.aliases())


def test_undo_is_a_new_change(store: SqlStore) -> None:
    """The history only grows, and says what was undone."""
    added = store.apply([AddAlias(MENSK)], ANNA)
    undone = store.undo(added.revision, added.revision, BORIS)
    (change,) = undone.changes
    assert (change.operation, change.actor) == ("undo", "boris")
    assert dict(change.payload) == {"undoes": str(added.revision)}
    assert MENSK not in store.record(MINSK.id).aliases
    again = store.undo(undone.revision, undone.revision, ANNA)
    assert again.changes
    assert MENSK in store.record(MINSK.id).aliases


def test_a_range_is_undone_backwards(store: SqlStore) -> None:
    """Changes that lean on each other can be undone together."""
    before = store.snapshot()
    start = _edits(store)
    store.apply([DeleteEntity(MINSK.id)], ANNA)
    undone = store.undo(start + 1, store.revision, ANNA)
    assert [change.payload["undoes"] for change in undone.changes] == [
        str(start + number) for number in (4, 3, 2, 1)
    ]
    assert store.snapshot().aliases() == before.aliases()
    assert store.snapshot().entities() == before.entities()


def test_what_has_changed_since_is_not_undone(store: SqlStore) -> None:
    """Undo never takes a later change back silently."""
    first = store.apply([UpdateEntity(MINSK.id, description="A")], ANNA)
    store.apply([UpdateEntity(MINSK.id, description="B")], BORIS)
    with pytest.raises(ConflictError) as failure:
        store.undo(first.revision, first.revision, ANNA)
    assert failure.value.expected == first.revision
    assert failure.value.then == store.record_at(MINSK.id, first.revision)
    assert failure.value.now == store.record(MINSK.id)


def test_no_alias_is_left_without_its_entity(store: SqlStore) -> None:
    """The creation of an entity that has got aliases since cannot be undone alone."""
    made = store.apply([CreateEntity(Entity("", Kind.PLACE, "Hrodna"))], ANNA)
    store.apply([AddAlias(Alias("Гродна", made.created[0], AliasKind.OFFICIAL, "be"))], ANNA)
    with pytest.raises(ConflictError):
        store.undo(made.revision, made.revision, ANNA)
    assert store.undo(made.revision, store.revision, ANNA).changes


def test_only_what_was_is_undone(store: SqlStore) -> None:
    """A revision that there is not, or a range that is none, is refused."""
    with pytest.raises(UnknownChangeError, match="999"):
        store.undo(999, 999, ANNA)
    for first, last in ((0, 1), (3, 2)):
        with pytest.raises(InvalidEditError):
            store.undo(first, last, ANNA)


def test_a_change_wakes_who_waits(open_at: Callable[..., SqlStore]) -> None:
    """A commit through another store is noticed, long before the wait is over."""
    waiting, writing = open_at(WORLD), open_at(WORLD)
    before = waiting.revision
    found: list[int] = []
    thread = Thread(target=lambda: found.append(waiting.wait_for_change(before, 30.0)))
    thread.start()
    time.sleep(0.1)
    writing.apply([AddAlias(MENSK)], ANNA)
    thread.join(timeout=25.0)
    assert found == [before + 1]


def test_everybody_who_waits_is_woken(open_at: Callable[..., SqlStore]) -> None:
    """Many may wait for changes through one store, and none in another's way."""
    waiting, writing = open_at(WORLD), open_at(WORLD)
    before = waiting.revision
    found: list[int] = []
    threads = [
        Thread(target=lambda: found.append(waiting.wait_for_change(before, 30.0))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    writing.apply([AddAlias(MENSK)], ANNA)
    for thread in threads:
        thread.join(timeout=25.0)
    assert found == [before + 1] * 6


def test_a_wait_ends(store: SqlStore) -> None:
    """Without a change the revision of before is given after the time that was allowed."""
    assert store.wait_for_change(store.revision, 0.05) == store.revision
    assert store.wait_for_change(0, 30.0) == store.revision
