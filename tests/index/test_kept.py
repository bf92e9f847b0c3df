from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.index import kept as keeping
from normalizer.index.derived import derive
from normalizer.index.kept import cache_folder, kept

TOKENS = ("минск", "minsk", "lukashenko")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder that is used instead of the user's."""
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def never() -> tuple[object, ...]:
    """Fail, because the tables should have come from the cache."""
    pytest.fail("derived although kept")


def test_second_run_finds_what_the_first_derived(folder: Path) -> None:
    """The same tables come back without deriving."""
    first = kept("derived", "r1", lambda: tuple(derive(TOKENS)))
    assert kept("derived", "r1", never) == first == tuple(derive(TOKENS))


def test_other_revision_is_derived_anew(folder: Path) -> None:
    """A changed table never answers with the forms of the old one."""
    kept("derived", "r1", lambda: tuple(derive(TOKENS)))
    assert kept("derived", "r2", lambda: tuple(derive(("brest",))))[0] == {"brest": "brest"}


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 500])
def test_damaged_file_is_not_believed(folder: Path, damage: bytes) -> None:
    """A truncated or changed file is derived anew and replaced."""
    kept("derived", "r1", lambda: tuple(derive(TOKENS)))
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    assert kept("derived", "r1", lambda: tuple(derive(TOKENS))) == tuple(derive(TOKENS))
    assert kept("derived", "r1", never) == tuple(derive(TOKENS))


def test_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a place to keep it, the table is derived each time."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path / "file" / "cache"))
    assert kept("derived", "r1", lambda: tuple(derive(TOKENS))) == tuple(derive(TOKENS))


def test_keeping_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """`off` writes nothing anywhere."""
    monkeypatch.setenv(keeping.VARIABLE, "off")
    assert cache_folder() is None


def test_few_tables_are_kept(folder: Path) -> None:
    """Old revisions do not fill the disk, and no temporary file stays."""
    for number in range(8):
        kept("derived", f"r{number}", lambda: tuple(derive(TOKENS)))
    assert len(list(folder.iterdir())) <= 4
