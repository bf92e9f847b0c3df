from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from normalizer.errors import InputError
from normalizer.service.access import watched
from normalizer.service.access.watched import Watched


def read(path: Path) -> str:
    """Return a file's text; refuse one that says so."""
    text = path.read_text("utf-8")
    if text == "faulty":
        raise InputError(str(path), 1, "is faulty")
    return text


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that is looked at each time."""
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    (tmp_path / "file").write_text("old", "utf-8")
    return tmp_path / "file"


def test_changed_file_is_read_anew(path: Path) -> None:
    """Also one that is replaced by another of the same length and time."""
    found = Watched(path, read, "nobody")
    assert found.get() == "old"
    path.write_text("other", "utf-8")
    assert found.get() == "other"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    new = path.with_name("new")
    new.write_text("third", "utf-8")
    os.utime(new, ns=times)
    new.replace(path)
    assert found.get() == "third"


def test_faulty_file_leaves_what_was(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is complained of once."""
    found = Watched(path, read, "nobody")
    path.write_text("faulty", "utf-8")
    with caplog.at_level(logging.ERROR):
        assert [found.get(), found.get()] == ["old", "old"]
    assert len(caplog.records) == 1


def test_file_that_is_gone_lets_nobody_in(path: Path) -> None:
    """And one that comes back is read."""
    found = Watched(path, read, "nobody")
    path.unlink()
    assert found.get() == "nobody"
    path.write_text("back", "utf-8")
    assert found.get() == "back"


def test_first_reading_is_strict(path: Path) -> None:
    """A server must not start with a faulty file."""
    path.write_text("faulty", "utf-8")
    with pytest.raises(InputError):
        Watched(path, read, "nobody")
