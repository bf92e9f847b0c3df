from __future__ import annotations

import os
import signal
from pathlib import Path

import click
import pytest

from normalizer.cli.output import OutputFormat, choose_format, open_output


def _write(path: Path, text: str) -> None:
    with open_output(str(path)) as out:
        out.write(text)


def _fail_after_writing(path: Path) -> None:
    with open_output(str(path)) as out:
        out.write("new")
        raise RuntimeError


def _be_told_to_stop_after_writing(path: Path) -> None:
    with open_output(str(path)) as out:
        out.write("new")
        os.kill(os.getpid(), signal.SIGTERM)


def test_file_is_written(tmp_path: Path) -> None:
    """The file is UTF-8 with LF, has the usual rights, and nothing else is left."""
    _write(tmp_path / "a", "Мінск\n")
    assert (tmp_path / "a").read_bytes() == "Мінск\n".encode()
    assert (tmp_path / "a").stat().st_mode & 0o600 == 0o600
    assert os.listdir(tmp_path) == ["a"]  # noqa: PTH208 - names only


def test_error_leaves_the_old_file(tmp_path: Path) -> None:
    """After an error the old file is as it was and nothing partial is left."""
    (tmp_path / "a").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        _fail_after_writing(tmp_path / "a")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_sigterm_leaves_nothing(tmp_path: Path) -> None:
    """SIGTERM in the middle ends the process with its usual code and leaves nothing behind."""
    with pytest.raises(SystemExit) as caught:
        _be_told_to_stop_after_writing(tmp_path / "a")
    assert caught.value.code == 143
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_link_stays_a_link(tmp_path: Path) -> None:
    """The file that a link points to is replaced, not the link."""
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    _write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_device_is_written_and_stays(tmp_path: Path) -> None:
    """What is no regular file is written to, and not replaced by one."""
    link = tmp_path / "null"
    link.symlink_to(os.devnull)
    _write(link, "x")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", [".", "missing/a"])
def test_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    """A folder, or a file in a missing folder, is a mistake of usage."""
    with pytest.raises(click.BadParameter):
        _write(tmp_path / name, "x")


@pytest.mark.parametrize(
    ("asked", "output", "chosen"),
    [
        ("auto", "-", OutputFormat.JSONL),
        ("auto", "a.HTML", OutputFormat.HTML),
        ("auto", "a.csv", OutputFormat.CSV),
        ("auto", "a", OutputFormat.JSONL),
        ("text", "a.csv", OutputFormat.TEXT),
    ],
)
def test_format(asked: str, output: str, chosen: OutputFormat) -> None:
    """What was asked for wins, then the suffix; a pipe gets JSON lines."""
    assert choose_format(asked, output) is chosen


def test_format_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is written for people."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert choose_format("auto", "-") is OutputFormat.TEXT
