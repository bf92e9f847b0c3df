from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.formats.files import is_temporary, whole_file, whole_folder, write_whole


def test_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """Until the end there is only a temporary file, then only the file."""
    with whole_file(tmp_path / "a") as path:
        path.write_text("x", encoding="utf-8")
        assert [is_temporary(each) for each in tmp_path.iterdir()] == [True]
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    """A folder takes its name with all that is in it, also in the place of an empty one."""
    (tmp_path / "a").mkdir()
    with whole_folder(tmp_path / "a") as path:
        (path / "b").write_text("x", encoding="utf-8")
        assert list((tmp_path / "a").iterdir()) == []
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["b"]
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_error_leaves_no_folder(tmp_path: Path) -> None:
    """After an exception nothing is left of a folder."""
    with pytest.raises(RuntimeError):
        _fail_after_writing(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def _fail_after_writing(folder: Path) -> None:
    with whole_folder(folder) as path:
        (path / "b").write_text("x", encoding="utf-8")
        raise RuntimeError


def test_full_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds something is not replaced."""
    write_whole(tmp_path / "a", "x")
    with pytest.raises(FileExistsError), whole_folder(tmp_path):
        pass
    assert (tmp_path / "a").read_text(encoding="utf-8") == "x"
