from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.items import InputFormat, Source
from normalizer.errors import InputError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder with documents of each kind and with what is none."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("a.txt", "b/page.HTML", "b/deep/many.jsonl", "b/note.md", "README", ".git/x.txt"):
        (tmp_path / name).write_text("Minsk", encoding="utf-8")
    (tmp_path / "b" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "program").write_bytes(b"\x7fELF\0\0")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*arguments: str) -> list[str]:
    """Return the paths that arguments stand for, faults included."""
    return [item.path for item in expand(arguments)]


def test_folder_is_read_in_depth(folder: Path) -> None:
    """Known suffixes and plain text are found in a stable order; hidden and binary files not."""
    assert paths(".") == [
        "./README",
        "./a.txt",
        "./b/note.md",
        "./b/page.HTML",
        "./b/deep/many.jsonl",
    ]


def test_format_follows_the_suffix(folder: Path) -> None:
    """The suffix, in any case, says how a file is read."""
    forms = [item.format for item in expand(["b"]) if isinstance(item, Source)]
    assert forms == [InputFormat.TEXT, InputFormat.HTML, InputFormat.JSONL]


def test_asked_format_wins(folder: Path) -> None:
    """A format that was asked for is that of every file."""
    found = expand(["b"], InputFormat.TEXT)
    assert {item.format for item in found if isinstance(item, Source)} == {InputFormat.TEXT}


def test_named_file_is_always_read(folder: Path) -> None:
    """A file that is named is read whatever its suffix, and a missing one left to the reader."""
    assert paths("b/picture.png", "missing.txt") == ["b/picture.png", "missing.txt"]


def test_pattern(folder: Path) -> None:
    """A pattern is expanded, in depth with two stars, and sorted."""
    assert paths("**/*.md", "*.txt") == ["b/note.md", "a.txt"]


def test_file_with_a_name_like_a_pattern(folder: Path) -> None:
    """A file that is there wins over the pattern that its name could be."""
    (folder / "a[1].txt").write_text("", encoding="utf-8")
    assert paths("a[1].txt") == ["a[1].txt"]


def test_file_is_read_once(folder: Path) -> None:
    """What is reached twice is read once, in its first place."""
    assert paths("b/note.md", "b", "b/../b/note.md")[0] == "b/note.md"
    assert paths("b/note.md", "b", "b/../b/note.md").count("b/note.md") == 1


@pytest.mark.parametrize("argument", ["*.none", "empty"])
def test_nothing_there_is_said(folder: Path, argument: str) -> None:
    """A pattern without a file and a folder without documents are faults."""
    (folder / "empty").mkdir()
    (fault,) = expand([argument])
    assert isinstance(fault, InputError)
    assert fault.path == argument


def test_unreadable_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is one fault, and the others are still read."""
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(expand(["b"]))
    assert [str(item) for item in found if isinstance(item, InputError)] == [
        "b/deep: folder not readable: Permission denied"
    ]
    assert len(found) == 3


def test_pipe_in_a_folder_is_passed_over(folder: Path) -> None:
    """A named pipe in a folder would block for ever, so it is not read."""
    os.mkfifo(folder / "pipe.txt")
    assert "./pipe.txt" not in paths(".")


def test_standard_input(folder: Path) -> None:
    """A dash is standard input, as plain text."""
    assert list(expand(["-"])) == [Source("-", InputFormat.TEXT)]
