"""The folder of a job: what it was asked, which shards are done, and that it is done.

- `_job.json` says what was asked: a job goes on only under the same input, options, table
  and engine;
- `_shards.jsonl` is a journal: a line a shard once its file is there, synchronised with the disk;
- `_failures.jsonl` names the documents without annotations, once the job is done;
- `_SUCCESS` comes last, with the sums.
A shard whose line is missing is done again. Names with an underscore are passed over by the
tools that read such folders.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from normalizer.errors import InputError, InvalidOptionError
from normalizer.formats.files import is_temporary, write_whole
from normalizer.formats.records import json_line
from normalizer.jobs.shards import Done

JOB, JOURNAL, FAILURES, SUCCESS, LOCK = (
    "_job.json",
    "_shards.jsonl",
    "_failures.jsonl",
    "_SUCCESS",
    "_lock",
)


class JobFolder:
    """The folder, opened by `job_folder`. `done` has the shards of earlier runs by number."""

    def __init__(self, path: Path, done: dict[int, Done]) -> None:
        self.path, self.done = path, done
        self._journal = (path / JOURNAL).open("a", encoding="utf-8", newline="\n")

    def note(self, done: Done) -> None:
        """Write into the journal that a shard is done; it is on the disk when this returns."""
        self._journal.write(json_line(_entry(done)))
        self._journal.flush()
        os.fsync(self._journal.fileno())
        self.done[done.number] = done

    def finish(self, shards: int) -> None:
        """Write what comes last; raise InvalidOptionError when there are shards of no input."""
        if extra := [each.file for each in self.done.values() if each.number >= shards]:
            raise InvalidOptionError("resume", f"the input is shorter than it was: {extra[0]}")
        failures = [each for _, done in sorted(self.done.items()) for each in done.failures]
        if failures:
            write_whole(self.path / FAILURES, "".join(map(json_line, map(_failure, failures))))
        sums = {
            "shards": shards,
            "documents": sum(each.documents for each in self.done.values()),
            "mentions": sum(each.mentions for each in self.done.values()),
            "failed": len(failures),
        }
        write_whole(self.path / SUCCESS, json_line(sums))

    def tidy(self) -> None:
        """Remove what a run that was stopped has left unfinished."""
        for path in self.path.iterdir():
            if is_temporary(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the journal."""
        self._journal.close()


@contextmanager
def job_folder(path: Path, asked: Mapping[str, Any], *, resume: bool) -> Iterator[JobFolder]:
    """Give the folder of a job, made if it is not there; unfinished files are gone in the end.

    Raises InvalidOptionError naming what is in the way: a folder that holds something else, a
    job when `resume` is not asked for, a job of other input or options, a run under way.
    """
    path.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        known = (path / JOB).exists()
        if known and not resume:
            raise InvalidOptionError("output-dir", f"{path} holds a job; --resume goes on with it")
        if known:
            _compare(json.loads((path / JOB).read_text("utf-8")), asked)
        else:
            _refuse_others(path)
            write_whole(path / JOB, json.dumps(asked, ensure_ascii=False, indent=1) + "\n")
        folder = JobFolder(path, _read_journal(path) if known else {})
        try:
            folder.tidy()
            yield folder
        finally:
            folder.close()
            folder.tidy()


def _refuse_others(path: Path) -> None:
    others = [each.name for each in path.iterdir() if each.name != LOCK and not is_temporary(each)]
    if others:
        raise InvalidOptionError("output-dir", f"{path} is not empty: {min(others)}")


def _compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for name in dict.fromkeys((*now, *before)):
        if before.get(name) != now.get(name):
            said = f"{name} was {_short(before.get(name))}, is {_short(now.get(name))}"
            raise InvalidOptionError("resume", f"another job: {said}")


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read_journal(path: Path) -> dict[int, Done]:
    """Return the shards that are done and whose files are there.

    A line that was cut off by a power cut is the last; the shard is then done again.
    """
    try:
        text = (path / JOURNAL).read_text("utf-8")
    except FileNotFoundError:
        return {}
    lines = text.split("\n")[:-1]
    if not text.endswith("\n"):
        write_whole(path / JOURNAL, "".join(f"{line}\n" for line in lines))
    found = [_done(json.loads(line)) for line in lines]
    return {each.number: each for each in found if (path / each.file).exists()}


def _entry(done: Done) -> dict[str, Any]:
    return {
        "shard": done.number,
        "file": done.file,
        "documents": done.documents,
        "mentions": done.mentions,
        "failures": [_failure(each) for each in done.failures],
        "digest": done.digest,
    }


def _done(entry: dict[str, Any]) -> Done:
    failures = [
        InputError(each["path"], each["line"], each["reason"]) for each in entry["failures"]
    ]
    counts = entry["documents"], entry["mentions"]
    return Done(entry["shard"], entry["file"], *counts, tuple(failures), entry["digest"])


def _failure(failure: InputError) -> dict[str, Any]:
    return {"path": failure.path, "line": failure.line, "reason": failure.reason}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other runs out of the folder; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ModuleNotFoundError:  # not on Windows, where nobody else is kept out
        yield
        return
    with (path / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InvalidOptionError("output-dir", f"another run works in {path}") from None
        yield
