from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizer.store.changes import HistoryQuery
from normalizer.store.operations import Undo
from normalizer.store.sql.store import SqlStore
from normalizer.store.sql.whole import held, replayed
from normalizer.store.state import TableState
from tests.store.random_edits import AUTHOR, Memory, RandomEdits, outcome


@pytest.fixture
def store(open_at: Callable[..., SqlStore]) -> SqlStore:
    """Return a store without rows."""
    return open_at()


def _pruned(memory: Memory) -> TableState:
    """Return the state without the IDs that have had aliases and have none now."""
    memory.state.aliases = {owner: rows for owner, rows in memory.state.aliases.items() if rows}
    return memory.state


def _same_effects(store: SqlStore, memory: Memory) -> bool:
    changes = store.history(HistoryQuery(limit=1_000))
    return [change.effects for change in changes] == [
        change.effects for change in memory.state.log.values()
    ]


@pytest.mark.parametrize("seed", [11, 12])
def test_any_history_replays_to_the_identical_table(seed: int, store: SqlStore) -> None:
    """A store does to every edit what the planner does with the whole table in memory.

    The answers and refusals are the same word for word; so are the tables, what the log adds
    up to, and the effects in the log. Runs on both databases, which are so the same as well.
    """
    memory = Memory()
    for batch in RandomEdits(random.Random(seed), memory).batches(150):
        wanted = outcome(partial(memory.apply, batch))
        assert outcome(partial(store.apply, batch, AUTHOR)) == wanted
    with store.database.reading() as session:
        tables, log = held(session), replayed(session)
    assert tables == log == _pruned(memory)
    assert _same_effects(store, memory)
    assert store.faults() == []


@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_refused_batch_leaves_the_state_as_it_was(rng: random.Random) -> None:
    """The planner takes back the operations before the one at fault, whatever they were."""
    memory = Memory()
    for batch in RandomEdits(rng, memory).batches(30, most=6):
        log = [*memory.state.log.values()]
        outcome(partial(memory.apply, batch))
        if len(memory.state.log) == len(log):
            replay = Memory()
            for change in log:
                replay.state.apply(change)
            assert _pruned(replay) == _pruned(memory)


@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_undoing_everything_leaves_nothing(rng: random.Random) -> None:
    """A whole history can be undone from its end to its beginning."""
    memory = Memory()
    for batch in RandomEdits(rng, memory).batches(25):
        outcome(partial(memory.apply, batch))
    for revision in range(memory.head.revision, 0, -1):
        memory.apply((Undo(revision),))
    state = memory.state
    assert not state.entities
    assert not any(state.aliases.values())
    assert not state.redirects
    assert not state.rulings
