"""Faults below a server, once each: of its database, its disk, its index file."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.store.changes import Author
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind
from tests.faults.editors import Edited, faults_of, request_id
from tests.faults.outcomes import LeftOutError, Measure
from tests.faults.scenes import SCENES
from tests.service.serving import write_seeds
from tests.world import MINSK, WORLD

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks at processes in /proc"
)
ONCE = Measure(times=1, seconds=0.2)
UNDER_LOAD = ("kill-backends", "full-disk-store", "corrupt-index", "written-index")


@pytest.mark.parametrize("name", UNDER_LOAD)
def test_answers_go_on(name: str, tmp_path: Path) -> None:
    """No wrong answer, no failed call, no acknowledged edit lost; edits and reloads work again."""
    try:
        found = SCENES[name](write_seeds(tmp_path / "seeds"), ONCE)
    except LeftOutError as reason:
        pytest.skip(str(reason))
    assert found.faults == ()
    assert found.record.right > 0


def test_server_refuses_damaged_index(tmp_path: Path) -> None:
    """Cut, flipped and foreign index files end the start with exit code 4 and a line of reason."""
    assert SCENES["refused-index"](write_seeds(tmp_path / "seeds"), ONCE).faults == ()


def test_lost_edit_is_found(tmp_path: Path) -> None:
    """An edit that is said to be acknowledged and is not in the store is told of."""
    place = str(tmp_path / "table.db")
    store = open_store(place, WORLD)
    made = [_made(store, number) for number in range(2)]
    store.close()
    assert faults_of(place, Edited(dict(made))) == []
    [lost] = faults_of(place, Edited({**dict(made), request_id(7): 3}))
    assert lost.startswith("1 acknowledged edits lost")


def _made(store: SqlStore, number: int) -> tuple[str, int]:
    alias = Alias(f"Zvonok {number}", MINSK.id, AliasKind.SHORT, "be")
    by = Author("editor", request_id=request_id(number))
    return by.request_id, store.apply([AddAlias(alias)], by).revision
