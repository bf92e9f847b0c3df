from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from normalizer.cli.exits import Exit
from normalizer.cli.main import cli
from normalizer.store.opening import open_store
from tests.world import WORLD


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Return the path of a small store."""
    path = str(tmp_path / "table.db")
    open_store(path, WORLD).close()
    return path


def _run(place: str, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["db", "--store", place, *arguments])
    return done.exit_code, done.output


def test_migrate_makes_a_store(tmp_path: Path) -> None:
    """A new store has the seeds; a second run has nothing to do."""
    place = str(tmp_path / "new.db")
    code, said = _run(place, "migrate")
    assert code == Exit.OK
    assert "applied 0001_alias_table" in said
    assert "at revision r" in said
    assert "applied" not in _run(place, "migrate")[1]


def test_a_store_is_backed_up_restored_and_verified(place: str, tmp_path: Path) -> None:
    """What is restored is whole and of the same revision."""
    again = str(tmp_path / "again.db")
    assert _run(place, "backup", str(tmp_path / "log.gz")) == (
        Exit.OK,
        f"{tmp_path / 'log.gz'}: holds the store up to revision 18\n",
    )
    assert _run(again, "restore", str(tmp_path / "log.gz"))[0] == Exit.OK
    assert _run(again, "verify") == (Exit.OK, "18 changes, 0 faults\n")


def test_verify_names_faults(place: str) -> None:
    """A store that was tampered with is no success."""
    store = open_store(place)
    with store.database.writing() as session:
        session.run("UPDATE change SET reason = 'x' WHERE revision = 3")
    store.close()
    code, said = _run(place, "verify")
    assert code == Exit.DATA
    assert "revision 3 is not what was written" in said


@pytest.mark.parametrize("command", [["verify"], ["backup", "x.gz"], ["four-eyes", "on"]])
def test_only_migrate_makes_a_store(tmp_path: Path, command: list[str]) -> None:
    """A place that is misspelt gets no store by being looked at."""
    code, said = _run(str(tmp_path / "typo.db"), *command)
    assert code == Exit.UNAVAILABLE
    assert "there is no store" in said
    assert list(tmp_path.iterdir()) == []


def test_four_eyes_can_be_asked_for(place: str) -> None:
    """The rule is the store's, for every process."""
    _run(place, "four-eyes", "on")
    store = open_store(place)
    assert store.four_eyes
    store.close()
    _run(place, "four-eyes", "off")
    store = open_store(place)
    assert not store.four_eyes
    store.close()
