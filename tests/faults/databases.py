"""Faults of the database below a server that follows a store in PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from normalizer.store.opening import open_store
from normalizer.store.seeds import load_seeds
from tests.faults.callers import Record, asking
from tests.faults.editors import ENTITY, Edited, editing, faults_of
from tests.faults.outcomes import WORKERS, LeftOutError, Measure, Outcome, outcome
from tests.service.processes import Served, serving, until

CURATOR = (*WORKERS, "--anonymous", "curator")
DOWN_SECONDS = 1.0
"""How long PostgreSQL stays away; callers ask on."""


@contextmanager
def over_store(seeds: Path, place: str) -> Iterator[tuple[Served, Record, Edited]]:
    """Give a server over a new store with seeds; callers ask it, once each, and one edits."""
    open_store(place, load_seeds(seeds)).close()
    cache = str(seeds.parent / "cache")
    with (
        serving("--store", place, *CURATOR, NAMENORM_CACHE=cache) as run,
        asking(run.address, attempts=1) as record,
        editing(run.address) as edited,
    ):
        until(lambda: len(edited.acknowledged) > 2)
        yield run, record, edited


def kill_backends(seeds: Path, measure: Measure) -> Outcome:
    """End every connection of ours at once with pg_terminate_backend, again and again."""
    _need_driver()
    from tests.store.postgres import NoPostgresError, any_postgres, database

    slowest, killed = 0.0, 0
    try:
        with any_postgres() as url, database(url) as own:
            with over_store(seeds, own) as (run, record, edited):
                for _ in range(measure.times):
                    time.sleep(measure.seconds)
                    began = time.monotonic()
                    killed += _end_connections(url, own)
                    slowest = max(slowest, recovered(run, edited, began))
                time.sleep(measure.seconds)
            faults = faults_of(own, edited)
    except NoPostgresError as reason:
        raise LeftOutError(str(reason)) from None
    few = "" if killed >= measure.times else "no connection was killed"
    note = f"{killed} connections in {measure.times} times; {told(edited)}"
    return outcome("kill PostgreSQL backends", record, slowest, note, few, *faults)


def kill_postgres(seeds: Path, measure: Measure) -> Outcome:
    """Kill -9 a PostgreSQL of our own with all its processes, and start it a second later."""
    _need_driver()
    from tests.store.postgres import NoPostgresError, own_server

    slowest = 0.0
    faults: list[str] = []
    try:
        with own_server() as server:
            with over_store(seeds, server.url) as (run, record, edited):
                for _ in range(measure.times):
                    time.sleep(measure.seconds)
                    server.kill()
                    before, acknowledged = record.right, len(edited.acknowledged)
                    time.sleep(DOWN_SECONDS)
                    if record.right == before:
                        faults.append("no answers while PostgreSQL was away")
                    if len(edited.acknowledged) > acknowledged + 1:
                        faults.append("edits were acknowledged while PostgreSQL was away")
                    server.start()
                    slowest = max(slowest, recovered(run, edited, time.monotonic()))
                time.sleep(measure.seconds)
            faults += faults_of(server.url, edited)
    except NoPostgresError as reason:
        raise LeftOutError(str(reason)) from None
    note = f"{measure.times} times, away {DOWN_SECONDS:.0f} s each; {told(edited)}"
    return outcome("kill -9 PostgreSQL", record, slowest, note, *faults)


def recovered(run: Served, edited: Edited, began: float) -> float:
    """Return the seconds since `began` once a later edit was acknowledged and is answered."""
    so_far = len(edited.acknowledged)
    # The one under way may have been committed before the fault.
    until(lambda: len(edited.acknowledged) > so_far + 1, 60)
    name = edited.last_name
    until(lambda: run.answer(name) == ENTITY)
    return time.monotonic() - began


def told(edited: Edited) -> str:
    """Return in words how an editor fared."""
    failed = edited.failures.total()
    return f"{len(edited.acknowledged)} edits acknowledged, {failed} sent again"


def _end_connections(url: str, own: str) -> int:
    """End all connections to the database of an address; return how many there were."""
    import psycopg

    name = urlsplit(own).path.removeprefix("/")
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        return len(ended.fetchall())


def _need_driver() -> None:
    if find_spec("psycopg") is None:
        raise LeftOutError("the extra namenorm[postgres] is not installed")
