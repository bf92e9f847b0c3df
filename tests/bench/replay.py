"""A long random history, made in SQLite, in PostgreSQL and in memory, and compared.

    python -m tests.bench.replay --edits 100000

Every batch must come to the same answer or the same refusal in all three. At the end the
tables of both stores, what their logs add up to, and the table in memory must be identical.
PostgreSQL is left out, and that is said, where there is none.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from contextlib import ExitStack
from functools import partial

from normalizer.store.memory import MemoryStore
from normalizer.store.opening import open_store
from normalizer.store.operations import Operation, Undo
from normalizer.store.sql.store import SqlStore
from normalizer.store.sql.whole import held, replayed
from tests.faults.kill_store import a_place
from tests.store.random_edits import AUTHOR, Memory, RandomEdits, outcome

MAX_EDITS = 1_000_000
_KEPT_LOG = 50


Batch = tuple[Operation, ...]
Outcome = tuple[str, tuple[str, ...]]


class DifferentError(Exception):
    """Two stores have come to different things."""


def compare(stores: dict[str, SqlStore], edits: int, seed: int, most: int) -> Counter[str]:
    """Make random edits in every store and in memory; return how many were made and refused.

    Most go in batches of edits that memory has accepted one by one; every tenth batch is drawn
    blindly, so that whole batches are refused too. Raises DifferentError at the first batch, or
    the first table at the end, that differs.
    """
    memory, done, rng = Memory(), Counter[str](), random.Random(seed)
    drawn = RandomEdits(rng, memory, entities=2_000)
    while done["edits"] < edits:
        if rng.random() < 0.1:
            batch = next(drawn.batches(1, most))
            wanted = outcome(partial(memory.apply, batch))
        else:
            batch, wanted = _accepted(memory, drawn, rng.randint(1, most))
        for name, store in stores.items():
            found = outcome(partial(store.apply, batch, AUTHOR))
            if found != wanted:
                raise DifferentError(f"{name} after {done['edits']} edits: {found} and {wanted}")
        done["edits"] += len(batch)
        done["batches made" if wanted[0].startswith("revision") else "batches refused"] += 1
        for old in list(memory.state.log)[:-_KEPT_LOG]:
            del memory.state.log[old]
    memory.state.aliases = {owner: rows for owner, rows in memory.state.aliases.items() if rows}
    for name, store in stores.items():
        with store.database.reading() as session:
            if not held(session) == replayed(session) == memory.state:
                raise DifferentError(f"{name}: the table, its log and the table in memory differ")
        if faults := store.faults():
            raise DifferentError(f"{name}: {faults}")
    done["changes"] = memory.head.revision
    done["entities"] = len(memory.state.entities)
    return done


def _accepted(memory: Memory, drawn: RandomEdits, number: int) -> tuple[Batch, Outcome]:
    """Return edits that memory has made one by one, and what they came to together.

    An undo ends the batch before it and is one of its own: it may mean a change of the batch.
    """
    made: list[Operation] = []
    created: tuple[str, ...] = ()
    while len(made) < number:
        edit = drawn.edit()
        if isinstance(edit, Undo) and made:
            break
        said, new = outcome(partial(memory.apply, (edit,)))
        if not said.startswith("revision"):
            if not made:
                return (edit,), (said, new)
            continue
        made.append(edit)
        created += new
        if isinstance(edit, Undo):
            break
    return tuple(made), (f"revision {memory.head.revision}", created)


def main() -> int:
    """Run the command; exit with 1 when anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--most", type=int, default=40, help="edits in a batch, at most")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    began = time.monotonic()
    with ExitStack() as stack:
        stores = {}
        for kind in ("sqlite", "postgres"):
            try:
                place = stack.enter_context(a_place(kind))
            except (ImportError, RuntimeError) as reason:
                print(f"{kind} is left out: {reason}")  # noqa: T201
                continue
            stores[kind] = open_store(place, MemoryStore((), ()))
            stack.callback(stores[kind].close)
        try:
            done = compare(stores, min(given.edits, MAX_EDITS), given.seed, given.most)
        except DifferentError as failure:
            print(f"FAILED: {failure}")  # noqa: T201
            return 1
    told = ", ".join(f"{number:,} {name}" for name, number in done.items())
    seconds = time.monotonic() - began
    print(f"{', '.join(stores)} and memory are identical after {told}; {seconds:.0f} s")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
