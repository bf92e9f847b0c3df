"""Jobs over real worker processes, with an engine that does what documents say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from normalizer.errors import InputError, InvalidOptionError, StoreError
from normalizer.formats.names import Format
from normalizer.jobs.asking import Annotating
from normalizer.jobs.items import SourcedDocument
from normalizer.jobs.run import Job, run_job
from normalizer.jobs.shards import Done, ShardWork
from normalizer.jobs.workers import KILLED
from normalizer.types import AnnotateOptions, Document
from tests.cli.samples import REVISION
from tests.jobs.services import open_obedient, opener

ASKED = {"revision": REVISION, "options": {"include_nil": False}}


def _documents(*texts: str) -> list[SourcedDocument]:
    return [SourcedDocument(Document(f"d{n}", text), "f", n) for n, text in enumerate(texts)]


def _job(folder: Path, **changes: Any) -> Job:
    work = ShardWork(folder, Format.JSONL, Annotating(AnnotateOptions()), REVISION)
    return replace(Job(work, open_obedient, ASKED, workers=2, shard_size=2), **changes)


def _run(
    job: Job, items: Iterable[SourcedDocument | InputError], report: Callable[[Done], None] = print
) -> int:
    return run_job(job, items, report)


def _mentions(folder: Path) -> list[tuple[str, str]]:
    """Return (document, surface) of all shards, in order."""
    parts = sorted(folder.glob("part-*"))
    lines = [line for part in parts for line in part.read_text("utf-8").splitlines()]
    return [(each["document"], each["surface"]) for each in map(json.loads, lines)]


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"_lock"}


def _sums(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "_SUCCESS").read_text("utf-8"))
    return found


def test_every_document_comes_once_and_in_order(tmp_path: Path) -> None:
    """Shards hold the documents in the order of the input; the sums come last."""
    told: list[int] = []
    items = [*_documents(*["Minsk Wagner"] * 5), InputError("g", 1, "bad")]
    assert _run(_job(tmp_path / "out"), items, lambda done: told.append(done.number)) == 1
    assert _mentions(tmp_path / "out") == [
        (f"d{n}", surface) for n in range(5) for surface in ("Minsk", "Wagner")
    ]
    assert told == [0, 1, 2]
    assert _sums(tmp_path / "out") == {"shards": 3, "documents": 5, "mentions": 10, "failed": 1}
    failure = json.loads((tmp_path / "out/_failures.jsonl").read_text("utf-8"))
    assert failure == {"path": "g", "line": 1, "reason": "bad"}


def test_killed_worker_costs_nothing_but_the_killer(tmp_path: Path) -> None:
    """A document that kills is set aside with its text; one that was unlucky is annotated."""
    texts = ["Minsk"] * 8
    texts[3], texts[6] = "die", f"die once {tmp_path / 'died'}"
    assert _run(_job(tmp_path / "out", shard_size=4), _documents(*texts)) == 1
    assert [each for each, _ in _mentions(tmp_path / "out")] == ["d0", "d1", "d2", "d4", "d5", "d7"]
    kept = json.loads((tmp_path / "out/_quarantine-00000.jsonl").read_text("utf-8"))
    assert (kept["id"], kept["text"], kept["line"]) == ("d3", "die", 3)
    failure = json.loads((tmp_path / "out/_failures.jsonl").read_text("utf-8"))
    assert failure == {"path": "f", "line": 3, "reason": KILLED}
    assert _sums(tmp_path / "out")["documents"] == 7


def _stopped(folder: Path, *texts: str) -> None:
    """Run a job that is stopped once the first shard is there."""

    def stop(done: Done) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(_job(folder), _documents(*texts), stop)


def test_stop_leaves_whole_shards_only(tmp_path: Path) -> None:
    """After an interrupt there is what was done, its journal, and nothing partial."""
    blocked = f"wait {tmp_path / 'never'}"
    _stopped(tmp_path / "out", "Minsk", "Minsk", blocked, "Minsk", blocked)
    assert _files(tmp_path / "out") == {"_job.json", "_shards.jsonl", "part-00000.jsonl"}


def test_resume_does_the_rest(tmp_path: Path) -> None:
    """What is done is not done again; the result is that of a run without a stop."""
    texts = ["Minsk", "Wagner", "Minsk", "Lukashenka", "Minsk"]
    _run(_job(tmp_path / "whole"), _documents(*texts))
    blocked = f"wait {tmp_path / 'never'}"
    _stopped(tmp_path / "out", *texts[:2], blocked, *texts[3:])
    before = (tmp_path / "out/part-00000.jsonl").stat().st_mtime_ns
    told: list[int] = []
    resumed = _job(tmp_path / "out", resume=True)
    _run(resumed, _documents(*texts), lambda done: told.append(done.number))
    assert (tmp_path / "out/part-00000.jsonl").stat().st_mtime_ns == before
    assert told == [0, 1, 2]
    assert _files(tmp_path / "out") == _files(tmp_path / "whole")
    for path in (tmp_path / "whole").glob("part-*"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()
    assert _sums(tmp_path / "out") == _sums(tmp_path / "whole")


def test_resume_after_a_power_cut(tmp_path: Path) -> None:
    """A journal whose last line is cut off, and a shard that is gone, are done again."""
    texts = ["Minsk"] * 6
    _run(_job(tmp_path), _documents(*texts))
    journal = tmp_path / "_shards.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    (tmp_path / "part-00000.jsonl").unlink()
    (tmp_path / "_SUCCESS").unlink()
    (tmp_path / ".part-00002.jsonl.x.tmp").touch()
    _run(_job(tmp_path, resume=True), _documents(*texts))
    assert [each for each, _ in _mentions(tmp_path)] == [f"d{n}" for n in range(6)]
    numbers = [json.loads(line)["shard"] for line in journal.read_text("utf-8").splitlines()]
    assert sorted(set(numbers)) == [0, 1, 2]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({**ASKED, "revision": "r2"}, f'revision was "{REVISION}", is "r2"'),
        ({**ASKED, "options": {"include_nil": True}}, "options was"),
        ({"revision": REVISION}, "options was .* is null"),
    ],
)
def test_resume_of_another_job_is_refused(tmp_path: Path, asked: dict[str, Any], said: str) -> None:
    """A job goes on only under the same table, options and input, and says what differs."""
    _run(_job(tmp_path), _documents("Minsk"))
    with pytest.raises(InvalidOptionError, match=said):
        _run(_job(tmp_path, resume=True, asked=asked), _documents("Minsk"))


def test_resume_on_changed_documents_is_refused(tmp_path: Path) -> None:
    """A shard that was made of other documents is named, also when the input is shorter now."""
    _run(_job(tmp_path), _documents("Minsk", "Minsk", "Wagner"))
    resumed = _job(tmp_path, resume=True)
    with pytest.raises(InvalidOptionError, match=r"part-00001\.jsonl was made of other"):
        _run(resumed, _documents("Minsk", "Minsk", "Minsk!"))
    with pytest.raises(InvalidOptionError, match=r"shorter than it was: part-00001\.jsonl"):
        _run(resumed, _documents("Minsk", "Minsk"))


def test_folder_in_use_is_refused(tmp_path: Path) -> None:
    """A folder with a job needs a word, one with something else is left alone."""
    _run(_job(tmp_path / "job"), _documents("Minsk"))
    with pytest.raises(InvalidOptionError, match="holds a job; --resume"):
        _run(_job(tmp_path / "job"), _documents("Minsk"))
    with pytest.raises(InvalidOptionError, match="is not empty: job"):
        _run(_job(tmp_path), _documents("Minsk"))


def test_two_runs_keep_apart(tmp_path: Path) -> None:
    """While a run works in a folder, another is refused and changes nothing."""

    def meddle(done: Done) -> None:
        with pytest.raises(InvalidOptionError, match="another run works"):
            _run(_job(tmp_path, resume=True), _documents("Minsk"))

    assert _run(_job(tmp_path), _documents("Minsk"), meddle) == 0
    assert _sums(tmp_path)["documents"] == 1


def test_table_that_changes_under_a_job(tmp_path: Path) -> None:
    """Answers from another revision than the job's are refused, and no shard has them."""
    with pytest.raises(StoreError, match=f"became r9 while the job of {REVISION} ran"):
        _run(_job(tmp_path, open_engine=opener("r9")), _documents("Minsk"))
    assert list(tmp_path.glob("part-*")) == []


def test_job_of_nothing(tmp_path: Path) -> None:
    """No documents are no shards, and the job is done."""
    assert _run(_job(tmp_path), []) == 0
    assert _sums(tmp_path) == {"shards": 0, "documents": 0, "mentions": 0, "failed": 0}


def test_shards_that_are_folders(tmp_path: Path) -> None:
    """A format of folders has one a shard, which can be done again too."""
    work = replace(_job(tmp_path).work, form=Format.BRAT)
    texts = _documents("Minsk", "Wagner", "Minsk")
    _run(_job(tmp_path, work=work), texts)
    (tmp_path / "_shards.jsonl").unlink()
    _run(_job(tmp_path, work=work, resume=True), texts)
    assert {path.name for path in (tmp_path / "part-00000").glob("*.ann")} == {"d0.ann", "d1.ann"}
