"""How fast a store takes names and edits, beside the same database that keeps no history.

    python -m tests.bench.stores --names 100000
    python -m tests.bench.stores --names 100000 --edits 300 --store postgres

The peer writes the same alias rows, and nothing else, into the same database in the same chunks:
no checks, no log, no versions. The ratio says what the history and the checks cost; times are
of the wall and of this process's CPU, and compare only within a run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from normalizer.store.curated import BULK_CHUNK
from normalizer.store.database import Database
from normalizer.store.memory import MemoryStore
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias, CreateEntity, Operation
from normalizer.store.sql.rows import FOREVER, all_values
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.faults.kill_store import a_place
from tests.store.random_edits import AUTHOR

MAX_NAMES, MAX_EDITS = 5_000_000, 20_000
_EACH = 3
"""The aliases of an entity, beside its canonical name."""


def entities(number: int) -> Iterator[CreateEntity]:
    """Yield entities with their aliases, in two scripts."""
    for each in range(number):
        names = (f"Персона Номер{each}а", f"Персона Номер{each}б", f"Asoba Numar{each}")
        rows = (Alias(name, "", AliasKind.OFFICIAL, "be", source="bench") for name in names)
        entity = Entity("", Kind.PERSON, f"Person Number{each}", "BY", xrefs={"bench": str(each)})
        yield CreateEntity(entity, tuple(rows))


def fill(store: SqlStore, names: int) -> int:
    """Put names into a store by its bulk path; return how many."""
    by = replace(AUTHOR, request_id=f"bench {store.revision}")
    chunks = store.apply_many(entities(names // (_EACH + 1)), by)
    return sum((_EACH + 1) * len(chunk.created) for chunk in chunks)


def fill_bare(database: Database, names: int) -> int:
    """Write as many alias rows into a table without anything around it; return how many."""
    with database.writing() as session:
        session.run("CREATE TABLE bare AS SELECT * FROM alias WHERE since < 0")
    rows = (
        (*all_values(replace(alias, entity_id=f"nn{9_000_000 + number}")), 1, FOREVER)
        for number, each in enumerate(entities(names // _EACH))
        for alias in each.aliases
    )
    written = 0
    while chunk := list(islice(rows, BULK_CHUNK * (_EACH + 1))):
        with database.writing() as session:
            session.insert("bare", chunk)
        written += len(chunk)
    return written


def edit(store: SqlStore, edits: int) -> int:
    """Make single edits, each in a batch of its own."""
    (owner,) = store.apply([CreateEntity(Entity("", Kind.PLACE, "Town"))], AUTHOR).created
    for number in range(edits):
        operation: Operation = AddAlias(Alias(f"Town {number}", owner, AliasKind.NICKNAME, "en"))
        store.apply([operation], AUTHOR)
    return edits


def edit_bare(database: Database, edits: int) -> int:
    """Commit one row at a time."""
    for number in range(edits):
        row = ("nn9000000", f"Town {number}", "en", "nickname", "Latn", "", "", "", 1, FOREVER)
        with database.writing() as session:
            session.insert("bare", [row])
    return edits


def _timed(what: str, work: Callable[[], int]) -> tuple[float, float]:
    """Run some work, tell how fast it was, and return how many a second by wall and CPU."""
    wall, cpu = time.monotonic(), time.process_time()
    done = work()
    by_wall, by_cpu = done / (time.monotonic() - wall), done / (time.process_time() - cpu)
    print(f"  {what:<28} {by_wall:>10,.0f} /s wall {by_cpu:>10,.0f} /s CPU")  # noqa: T201
    return by_wall, by_cpu


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--edits", type=int, default=200)
    given = parser.parse_args()
    names, edits = min(given.names, MAX_NAMES), min(given.edits, MAX_EDITS)
    with a_place(given.store) as place:
        store = open_store(place, MemoryStore((), ()))
        print(f"{given.store}: {names:,} names, {edits:,} edits")  # noqa: T201
        bulk = _timed("names, with history", lambda: fill(store, names))
        bare = _timed("names, rows alone", lambda: fill_bare(store.database, names))
        one = _timed("edits, with history", lambda: edit(store, edits))
        alone = _timed("edits, rows alone", lambda: edit_bare(store.database, edits))
        print(f"  names: {bulk[0] / bare[0]:.2f} of the bare rate (wall)")  # noqa: T201
        print(f"  edits: {one[0] / alone[0]:.2f} of the bare rate (wall)")  # noqa: T201
        _timed("names read as a snapshot", lambda: len(store.snapshot().aliases()))
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
