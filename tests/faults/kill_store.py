"""Kills writers of a store with SIGKILL, hundreds of times, and looks at what is left.

    python -m tests.faults.kill_store --kills 200
    python -m tests.faults.kill_store --kills 200 --store postgres --server-kills 20

A writer is a process of its own that tells through a pipe what was acknowledged to it. It is
killed at a moment drawn at random: while a store is made, edited, filled, backed up. Then must
hold: whatever was acknowledged is there; of what was not, a batch is there wholly or not at
all; the digests follow from each other, and the log replays to the table. With
`--server-kills`, a PostgreSQL of our own is killed too, all its processes at once.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple

from normalizer.errors import CurationError, InputError, StoreError, UnknownEntityError
from normalizer.store.backup import back_up, restore
from normalizer.store.changes import HistoryQuery
from normalizer.store.opening import open_store
from normalizer.store.operations import CreateEntity, Operation
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.random_edits import AUTHOR, Memory, RandomEdits
from tests.world import WORLD

MAX_KILLS = 2_000
LONGEST_LIFE = 0.25
"""The most seconds that a writer lives once it has begun."""
_READY, _FAILED = "ready", "failed:"
_TOWNS = 300
_CHUNK = 25
Ack = Callable[[str], None]


class LostError(Exception):
    """Something acknowledged is gone, or something unacknowledged is half there."""


class Trial(NamedTuple):
    """What a writer does, and what must hold of the store after its death."""

    name: str
    write: Callable[[str, int, Ack], None]
    check: Callable[[str, int, list[str]], None]


def edit(place: str, seed: int, ack: Ack) -> None:
    """Make random edits, each under its own request ID, as long as this process lives."""
    store = open_store(place, WORLD)
    memory = Memory()
    with store.reading() as table:
        for entity in table.entities():
            memory.state.put(entity)
    ack(_READY)
    for number, batch in enumerate(RandomEdits(random.Random(seed), memory).batches(100_000, 6)):
        by = replace(AUTHOR, request_id=f"{seed}/{number}")
        with suppress(CurationError, UnknownEntityError):
            applied = store.apply(batch, by)
            ack(f"{by.request_id} {applied.revision} {len(applied.changes)}")


def check_edits(place: str, seed: int, acknowledged: list[str]) -> None:
    """Raise LostError unless every acknowledged batch is there, and every batch whole."""
    store = open_store(place, WORLD)
    try:
        requests = _requests(store)
        for line in acknowledged:
            request_id, revision, changes = line.split()
            if requests.get(request_id) != (int(revision), int(changes)):
                raise LostError(f"{line} was acknowledged; {requests.get(request_id)} is there")
        counted = Counter(change.request_id for change in _all_changes(store))
        for request_id, (_, changes) in requests.items():
            if counted[request_id] != changes:
                raise LostError(f"{request_id}: {counted[request_id]} of {changes} changes")
        if strange := counted.keys() - requests.keys() - {""}:
            raise LostError(f"changes without their request: {sorted(strange)[:3]}")
        _check_whole(store)
    finally:
        store.close()


def fill(place: str, seed: int, ack: Ack) -> None:
    """Fill a store in chunks, over and over from the beginning."""
    store = open_store(place, WORLD)
    ack(_READY)
    for applied in store.apply_many(
        _towns(seed), replace(AUTHOR, request_id=f"fill {seed}"), _CHUNK
    ):
        ack(f"{applied.revision}")
    ack("end")
    time.sleep(60)


def check_filled(place: str, seed: int, acknowledged: list[str]) -> None:
    """Raise LostError unless the filling goes on from where it was, to the very end."""
    store = open_store(place, WORLD)
    try:
        by = replace(AUTHOR, request_id=f"fill {seed}")
        chunks = list(store.apply_many(_towns(seed), by, _CHUNK))
        repeated = sum(chunk.repeated for chunk in chunks)
        if repeated < len([line for line in acknowledged if line != "end"]):
            raise LostError(f"{len(acknowledged)} chunks were acknowledged, {repeated} were there")
        created = [each for chunk in chunks for each in chunk.created]
        if len(set(created)) != _TOWNS or store.record(created[-1]).entity is None:
            raise LostError(f"{len(set(created))} of {_TOWNS} towns are there")
        _check_whole(store)
    finally:
        store.close()


def begin(place: str, seed: int, ack: Ack) -> None:
    """Make a new store beside, with the seeds of the small world."""
    ack(_READY)
    open_store(_beside(place, seed), WORLD)
    ack("made")
    time.sleep(60)


def check_begun(place: str, seed: int, acknowledged: list[str]) -> None:
    """Raise LostError unless the next who opens the new store finds it whole."""
    store = open_store(_beside(place, seed), WORLD)
    try:
        if store.snapshot().aliases() != WORLD.aliases():
            raise LostError("a store that was being made is not what it should be")
        _check_whole(store)
    finally:
        store.close()


def save(place: str, seed: int, ack: Ack) -> None:
    """Write backups, one after the other."""
    store = open_store(place, WORLD)
    ack(_READY)
    for number in range(1_000):
        path = f"{_folder(place)}/backup-{seed}-{number}.gz"
        ack(f"{path} {back_up(store.database, Path(path))}")


def check_saved(place: str, seed: int, acknowledged: list[str]) -> None:
    """Raise LostError unless every backup is whole or not there under its name."""
    known = dict(line.rsplit(" ", 1) for line in acknowledged)
    for path in Path(_folder(place)).glob(f"backup-{seed}-*.gz"):
        target = path.with_suffix(".restored.db")
        try:
            revision = restore(path, str(target))
        except InputError as failure:
            raise LostError(f"{path.name}: {failure}") from failure
        if int(known.pop(str(path), revision)) != revision:
            raise LostError(f"{path.name} holds revision {revision}")
        for each in (path, target):
            each.unlink()
    if known:
        raise LostError(f"acknowledged backups are gone: {sorted(known)}")


EDITS = Trial("edits", edit, check_edits)
TRIALS = (
    EDITS,
    Trial("filling", fill, check_filled),
    Trial("making", begin, check_begun),
    Trial("backup", save, check_saved),
)


def run(place: str, kills: int, seed: int = 0) -> Counter[str]:
    """Kill this many writers of the store at a place; return how many of each trial.

    Raises LostError for the first that leaves what it must not.
    """
    if not 0 <= kills <= MAX_KILLS:
        raise ValueError(f"kills: from 0 to {MAX_KILLS:,}")
    rng, done = random.Random(seed), Counter[str]()
    for number in range(kills):
        # A making or a backup is over soon; edits go on for ever.
        trial = TRIALS[0] if number % 2 else TRIALS[1 + number // 2 % 3]
        if trial.name == "making" and place.startswith("postgres"):
            trial = EDITS
        own_seed = seed * 1_000_000 + number
        acknowledged = killed(trial, place, own_seed, rng.uniform(0, LONGEST_LIFE))
        trial.check(place, own_seed, acknowledged)
        done[trial.name] += 1
        done["acknowledged"] += len(acknowledged)
    return done


def killed(trial: Trial, place: str, seed: int, life: float) -> list[str]:
    """Start a writer, kill it some time after it has begun, and return what it was told."""
    with _writer(trial, place, seed) as (pid, pipe):
        time.sleep(life)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        told = pipe.read().decode().splitlines()
    if failed := [line for line in told if line.startswith(_FAILED)]:
        raise LostError(f"{trial.name}: {failed[0]}")
    return told


@contextmanager
def _writer(trial: Trial, place: str, seed: int) -> Iterator[tuple[int, IO[bytes]]]:
    """Yield the process of a writer that has begun, and the pipe with what it is told.

    A line is written at once: of a killed writer there is all of it or nothing.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reader)
            trial.write(place, seed, lambda line: _tell(writer, line))
            code = 0
        except BaseException as failure:
            _tell(writer, f"{_FAILED} {failure!r}")
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        begun = pipe.readline().decode().strip()
        if begun != _READY:
            os.waitpid(pid, 0)
            raise LostError(f"{trial.name} did not begin: {begun}")
        yield pid, pipe


def _tell(writer: int, line: str) -> None:
    os.write(writer, f"{line}\n".encode())


def run_with_server(kills: int, seed: int = 0) -> Counter[str]:
    """Kill a PostgreSQL of our own, and start it again, this many times, under a writer."""
    from tests.store.postgres import own_server

    rng, done = random.Random(seed), Counter[str]()
    with own_server() as server:
        open_store(server.url, WORLD).close()
        for number in range(kills):
            own_seed = 500_000_000 + seed * 1_000_000 + number
            with _writer(EDITS, server.url, own_seed) as (pid, pipe):
                time.sleep(rng.uniform(0, LONGEST_LIFE))
                server.kill()
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                lines = pipe.read().decode().splitlines()
            server.start()
            told = [line for line in lines if not line.startswith(_FAILED)]
            check_edits(server.url, own_seed, told)
            done["server"] += 1
            done["acknowledged"] += len(told)
    return done


def _requests(store: SqlStore) -> dict[str, tuple[int, int]]:
    with store.database.reading() as session:
        rows = session.rows("SELECT id, first, last FROM request")
    return {name: (last, last - first + 1 if first else 0) for name, first, last in rows}


def _all_changes(store: SqlStore) -> Iterator[object]:
    after = 0
    while changes := store.history(HistoryQuery(after=after, limit=1_000)):
        yield from changes
        after = changes[-1].revision


def _check_whole(store: SqlStore) -> None:
    if faults := store.faults():
        raise LostError("; ".join(faults))


def _towns(seed: int) -> Iterator[Operation]:
    for number in range(_TOWNS):
        name = Alias(f"Горад {seed} {number}", "", AliasKind.OFFICIAL, "be")
        yield CreateEntity(Entity("", Kind.PLACE, f"Town {seed} {number}"), (name,))


def _folder(place: str) -> str:
    return tempfile.gettempdir() if place.startswith("postgres") else str(Path(place).parent)


def _beside(place: str, seed: int) -> str:
    return f"{place}-{seed}.db"


def main() -> int:
    """Run the command; exit with 1 when something was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--server-kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    began = time.monotonic()
    try:
        with a_place(given.store) as place:
            done = run(place, given.kills, given.seed)
        done += run_with_server(min(given.server_kills, MAX_KILLS), given.seed)
    except (LostError, StoreError) as failure:
        print(f"FAILED: {failure}")  # noqa: T201 - the command's answer
        return 1
    told = ", ".join(f"{number} {name}" for name, number in sorted(done.items()))
    print(f"{given.store}: nothing lost in {time.monotonic() - began:.0f} s: {told}")  # noqa: T201
    return 0


@contextmanager
def a_place(kind: str) -> Iterator[str]:
    """Yield a place for a store that is gone afterwards, in a kind of database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"{folder}/table.db"
        return
    from tests.store.postgres import any_postgres, schema

    with any_postgres() as url, schema(url) as own:
        yield own


if __name__ == "__main__":
    sys.exit(main())
