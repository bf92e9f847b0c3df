from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from normalizer.engine import Engine
from normalizer.errors import StoreError, UnknownChangeError
from normalizer.live import base as base_module
from normalizer.live.engine import LiveConfig, LiveEngine, open_live
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    CreateEntity,
    DeleteEntity,
    Merge,
    RemoveAlias,
    UpdateEntity,
    never,
)
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Decision, Document, Entity, Kind
from tests.patience import PATIENCE
from tests.store.conftest import ANNA
from tests.world import AGENCY, BREST_BY, BREST_FR, KGB_BELARUS, KGB_USSR, LEADER, MINSK, WORLD

SLONIM = Alias("Слоним", MINSK.id, AliasKind.FORMER, "be", "Cyrl")
ROOT = Path(__file__).resolve().parents[2]


def _in_time(is_so: Callable[[], bool]) -> bool:
    """Return whether something comes true before a wait that is far longer than it should be."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_a_commit_is_seen_without_being_asked_for(
    serve: Callable[..., LiveEngine], store: SqlStore
) -> None:
    """What another store commits is answered from, and the answer says the new revision."""
    live = serve()
    assert live.resolve("Слоним").decision is Decision.NIL
    store.apply([AddAlias(SLONIM)], ANNA)
    assert _in_time(lambda: live.resolve("Слоним").match is not None)
    assert live.resolve("Слоним").revision == live.revision == store.name_of(store.revision)
    document = Document("one", "Був у Слониму.", "uk")
    assert live.annotate(document).revision == live.revision
    store.apply([RemoveAlias(AliasKey(MINSK.id, "Слоним", "be"))], ANNA)
    assert _in_time(lambda: live.resolve("Слоним").match is None)


def test_a_commit_of_another_process_is_seen(
    serve: Callable[..., LiveEngine], store: SqlStore, place: str
) -> None:
    """A curator works elsewhere."""
    live = serve()
    code = (
        "import sys; from normalizer.store.opening import open_store;"
        "from normalizer.store.changes import Author;"
        "from normalizer.store.operations import UpdateEntity;"
        "store = open_store(sys.argv[1]);"
        "store.apply([UpdateEntity('nn200001', name='Slonim')], Author('elsewhere'))"
    )
    subprocess.run([sys.executable, "-c", code, place], cwd=ROOT, env=os.environ, check=True)
    assert _in_time(lambda: live.entity(MINSK.id).name == "Slonim")
    assert live.resolve("Slonim").match is not None


def test_two_curators_and_a_resolver_under_load_lose_nothing(
    serve: Callable[..., LiveEngine], store: SqlStore, place: str
) -> None:
    """Processes that edit one entity at once, each on what it has seen, while names are resolved.

    Every acknowledged alias is there, and is answered from in the end.
    """
    live, end = serve(), Event()
    failures: list[Exception] = []

    def ask() -> None:
        while not end.is_set():
            try:
                assert live.resolve("Минск").match is not None
            except Exception as failure:
                failures.append(failure)
                return

    thread = Thread(target=ask)
    thread.start()
    command = [sys.executable, "-m", "tests.live.curator", place]
    curators = [
        subprocess.Popen([*command, name, "8"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in ("Anna", "Boris")
    ]
    told = [line for each in curators for line in each.communicate()[0].splitlines()]
    end.set()
    thread.join()
    assert failures == []
    assert len(told) == 16
    assert set(told) <= {alias.text for alias in store.record(MINSK.id).aliases}
    live.refresh()
    assert all(live.resolve(text).match for text in told)
    assert store.faults() == []


def test_what_one_has_done_oneself_can_be_seen_at_once(
    serve: Callable[..., LiveEngine], store: SqlStore
) -> None:
    """After `refresh` every commit until then is there; edits add up."""
    live = serve()
    made = [CreateEntity(Entity("", Kind.PERSON, "Maria Kalesnikava"))]
    (new_id,) = store.apply(made, ANNA).created
    live.refresh()
    store.apply([AddAlias(Alias("Калеснікава", new_id, AliasKind.SHORT, "be"))], ANNA)
    store.apply([DeleteEntity(LEADER.id)], ANNA)
    assert live.refresh() == store.name_of(store.revision)
    for name in ("Maria Kalesnikava", "Калеснікава"):
        match = live.resolve(name).match
        assert match is not None
        assert match.entity_id == new_id
    assert live.resolve("Светлана Тихановская").match is None


def test_answers_are_those_of_the_whole_table(
    serve: Callable[..., LiveEngine], store: SqlStore
) -> None:
    """An engine made anew from the store answers the same."""
    live = serve()
    store.apply([AddAlias(SLONIM), Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    live.refresh()
    fresh = Engine(store.snapshot(), rulings=store.rulings())
    for name in ("Слоним", "КГБ", "Lukashenka", "Тихановской", "Brest", "Nobody Known", "Минска"):
        assert live.resolve(name) == fresh.resolve(name)
    assert tuple(live.now.store.entities()) == tuple(store.snapshot().entities())


def test_merged_ids_lead_on(serve: Callable[..., LiveEngine], store: SqlStore) -> None:
    """Merges of before and of meanwhile are heeded, and undone ones are not."""
    store.apply([Merge(KGB_USSR.id, KGB_BELARUS.id)], ANNA)
    live = serve()
    assert live.entity(KGB_USSR.id).id == KGB_BELARUS.id
    merged = store.apply([Merge(BREST_FR.id, BREST_BY.id)], ANNA)
    live.refresh()
    assert live.aliases_of(BREST_FR.id) == live.aliases_of(BREST_BY.id)
    store.undo(merged.revision, merged.revision, ANNA)
    live.refresh()
    assert live.entity(BREST_FR.id) == BREST_FR
    assert live.entity(KGB_USSR.id).id == KGB_BELARUS.id


def test_rulings_are_heeded(serve: Callable[..., LiveEngine], store: SqlStore) -> None:
    """What a curator has ruled out is no answer any more."""
    live = serve()
    match = live.resolve("Belarusian Telegraf Agency").match
    assert match is not None
    assert match.entity_id == AGENCY.id
    store.apply([never("Belarusian Telegraf Agency", AGENCY.id)], ANNA)
    live.refresh()
    assert live.resolve("Belarusian Telegraf Agency").match is None
    assert serve().resolve("Belarusian Telegraf Agency").match is None


def test_the_past_can_be_asked(serve: Callable[..., LiveEngine], store: SqlStore) -> None:
    """`as_of` answers from the table and the rulings of a revision, by name or number."""
    live = serve()
    before = store.revision
    added = store.apply([AddAlias(SLONIM)], ANNA)
    store.apply([UpdateEntity(MINSK.id, name="Slonim")], ANNA)
    live.refresh()
    assert live.as_of(str(before)).resolve("Слоним").decision is Decision.NIL
    past = live.as_of(store.name_of(added.revision))
    assert past.resolve("Слоним").match is not None
    assert past.entity(MINSK.id).name == "Minsk"
    assert past.revision == store.name_of(added.revision)
    assert live.as_of(str(added.revision)) is past
    assert live.entity(MINSK.id).name == "Slonim"
    with pytest.raises(UnknownChangeError):
        live.as_of("r99")


def test_no_call_fails_or_sees_half_a_change(
    serve: Callable[..., LiveEngine], store: SqlStore
) -> None:
    """Under edits that move an alias to and fro, each answer is of one state."""
    live, end = serve(), Event()
    failures: list[object] = []

    def ask() -> None:
        while not end.is_set():
            try:
                answer = live.resolve("Пагоня")
            except Exception as failure:
                failures.append(failure)
                return
            owners = {candidate.entity_id for candidate in answer.candidates}
            if len(owners & {BREST_BY.id, BREST_FR.id}) != 1:
                failures.append(answer)

    store.apply([AddAlias(Alias("Пагоня", BREST_BY.id, AliasKind.NICKNAME, "be"))], ANNA)
    live.refresh()
    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        old, new = (BREST_FR.id, BREST_BY.id) if turn % 2 else (BREST_BY.id, BREST_FR.id)
        removed = RemoveAlias(AliasKey(old, "Пагоня", "be"))
        added = AddAlias(Alias("Пагоня", new, AliasKind.NICKNAME, "be"))
        store.apply([removed, added], ANNA)
        live.refresh()
    end.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_index_file_is_used_again(
    serve: Callable[..., LiveEngine], store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process lays what has changed since over the file that is there."""
    serve()
    store.apply([AddAlias(SLONIM)], ANNA)

    def refuse(*_: object) -> None:
        raise AssertionError("an index file was built again")

    monkeypatch.setattr(base_module, "build_snapshot", refuse)
    assert serve().resolve("Слоним").match is not None


def test_files_of_others_are_left_alone(
    serve: Callable[..., LiveEngine], store: SqlStore, tmp_path: Path
) -> None:
    """A damaged file, one of another store, and whatever else lies there are not read."""
    folder = tmp_path / "live"
    folder.mkdir()
    for name in (
        f"table-{store.name_of(store.revision)}.index",
        "table-r5-0123456789ab.index",
        "notes",
    ):
        (folder / name).write_bytes(b"not an index")
    assert serve().resolve("Минск").match is not None


def test_many_edits_become_a_new_file(
    serve: Callable[..., LiveEngine], store: SqlStore, tmp_path: Path
) -> None:
    """It is built beside, taken when it is there, and edits made meanwhile lie over it."""
    live = serve(LiveConfig(rebuild_after=3))
    towns = [CreateEntity(Entity("", Kind.PLACE, f"Town {letter}")) for letter in "abcd"]
    store.apply(towns, ANNA)
    live.refresh()
    store.apply([AddAlias(SLONIM)], ANNA)
    known = set((tmp_path / "live").glob("*.index"))

    def is_rebased() -> bool:
        live.refresh()
        return bool(set((tmp_path / "live").glob("*.index")) - known) and live.rebased > 0

    assert _in_time(is_rebased)
    for name in ("Town c", "Слоним", "Минск"):
        assert live.resolve(name).match is not None


def test_closing_stops_the_building_of_a_file(
    serve: Callable[..., LiveEngine],
    store: SqlStore,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At once, with its process and threads, nothing partial left and nothing complained of."""
    live = serve(LiveConfig(rebuild_after=3))
    [base] = (tmp_path / "live").glob("*.index")
    base.unlink()
    os.mkfifo(base)  # the builder waits for a writer who does not come
    store.apply([CreateEntity(Entity("", Kind.PLACE, f"Town {letter}")) for letter in "abcd"], ANNA)
    live.refresh()
    assert multiprocessing.active_children()
    live.close()
    assert not multiprocessing.active_children()
    assert not [t for t in threading.enumerate() if t.name.startswith("namenorm-")]
    assert [path for path in (tmp_path / "live").iterdir() if path.suffix != ".lock"] == [base]
    assert not caplog.records


def test_answers_go_on_while_the_store_is_away(
    serve: Callable[..., LiveEngine], store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last table is served, the failure is told, and the next commit is seen again."""
    live = serve()
    real = live.store.delta

    def away(since: int) -> object:
        raise StoreError("store", "is away")

    monkeypatch.setattr(live.store, "delta", away)
    store.apply([AddAlias(SLONIM)], ANNA)
    assert _in_time(lambda: "is away" in live.failure)
    assert live.resolve("Минск").match is not None
    monkeypatch.setattr(live.store, "delta", real)
    assert _in_time(lambda: live.resolve("Слоним").match is not None)
    assert _in_time(lambda: live.failure == "")


def test_a_place_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker needs the place of the store and nothing else."""
    monkeypatch.setenv("NAMENORM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("normalizer.live.engine.open_store", lambda place: _small(place))
    live = open_live(str(tmp_path / "table.db"))
    try:
        assert live.resolve("Минск").match is not None
        assert list((tmp_path / "cache" / "live").glob("*.index"))
    finally:
        live.close()


def _small(place: str) -> SqlStore:
    from normalizer.store.opening import open_store

    return open_store(place, WORLD)
