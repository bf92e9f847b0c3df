from __future__ import annotations

import os
from pathlib import Path

from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.fingerprint import fingerprint
from normalizer.cli.readers.items import InputFormat


def _of(folder: Path, form: InputFormat = InputFormat.AUTO) -> str:
    return fingerprint(expand([str(folder), "missing", "-"], form))


def test_times_do_not_matter(tmp_path: Path) -> None:
    """A file that was touched or copied is the same input."""
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    before = _of(tmp_path)
    os.utime(tmp_path / "a.txt", (0, 0))
    assert _of(tmp_path) == before


def test_whatever_differs_is_another_input(tmp_path: Path) -> None:
    """Another size, another name, another file and another way of reading are told apart."""
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    seen = {_of(tmp_path), _of(tmp_path, InputFormat.JSONL)}
    path.write_text("xy", encoding="utf-8")
    seen.add(_of(tmp_path))
    path.rename(tmp_path / "b.txt")
    seen.add(_of(tmp_path))
    (tmp_path / "c.txt").touch()
    seen.add(_of(tmp_path))
    assert len(seen) == 5
