"""Jobs of the real command, whose processes are killed and stopped from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from normalizer.store.changes import Author
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.types import Alias, AliasKind
from tests.cli.conftest import Run
from tests.cli.small_seeds import write_seeds
from tests.patience import PATIENCE, until
from tests.world import MINSK, WORLD

LINE = b'{"text": "Lukashenko left Minsk."}\n'

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="child processes are found through /proc"
)


class Command:
    """The running command, fed line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.out = folder / "out"
        seeds = {"NAMENORM_SEEDS": str(folder / "seeds"), "PYTHONPATH": str(Path.cwd())}
        pipe = subprocess.PIPE
        fixed = "annotate - --input-format jsonl --shard-size 1 --workers 2 --output-dir"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "normalizer", *fixed.split(), str(self.out), *arguments],
            env={**os.environ, **seeds},
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
        )

    def feed(self, lines: int) -> None:
        """Give so many documents, and let the input go on."""
        assert self.process.stdin is not None
        self.process.stdin.write(LINE * lines)
        self.process.stdin.flush()

    def finish(self) -> tuple[int, bytes]:
        """End the input; return the exit code and what was said."""
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def shards(self) -> list[str]:
        """Return the names of the shards that are there."""
        return sorted(path.name for path in self.out.glob("part-*"))

    def workers(self) -> list[int]:
        """Return the processes that work for the command."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [pid for pid in map(int, children.read_text().split()) if _is_worker(pid)]


def _is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Command]]:
    """Return what starts the command over a small alias table; it does not outlive the test."""
    write_seeds(tmp_path / "seeds")
    started: list[Command] = []

    @contextmanager
    def running(*arguments: str) -> Iterator[Command]:
        started.append(Command(tmp_path, *arguments))
        yield started[-1]

    yield lambda *arguments: running(*arguments).__enter__()
    for each in started:
        each.process.kill()
        each.process.communicate()


@needs_proc
def test_killed_workers_cost_nothing(start: Callable[..., Command]) -> None:
    """`kill -9` on every worker in the middle of a job is not seen in its result."""
    command = start()
    command.feed(6)
    until(lambda: len(command.shards()) >= 2)
    for pid in command.workers():
        os.kill(pid, signal.SIGKILL)
    command.feed(6)
    assert command.finish() == (Exit.OK, b"")
    assert command.shards() == [f"part-{n:05d}.jsonl" for n in range(12)]
    records = [
        json.loads(line)
        for name in command.shards()
        for line in (command.out / name).read_text("utf-8").splitlines()
    ]
    assert len(records) == 24
    assert json.loads((command.out / "_SUCCESS").read_text("utf-8"))["mentions"] == 24


def test_stopped_job_goes_on(start: Callable[..., Command]) -> None:
    """Ctrl-C leaves whole shards and its own exit code; `--resume` does the rest."""
    command = start()
    command.feed(5)
    until(lambda: len(command.shards()) >= 2)
    command.process.send_signal(signal.SIGINT)
    code, said = command.finish()
    assert (code, said.strip()) == (Exit.INTERRUPTED, b"namenorm: interrupted")
    assert not (command.out / "_SUCCESS").exists()
    assert [path.name for path in command.out.glob(".*")] == []
    again = start("--resume")
    again.feed(7)
    assert again.finish() == (Exit.OK, b"")
    assert again.shards() == [f"part-{n:05d}.jsonl" for n in range(7)]


@needs_proc
def test_workers_end_with_the_command(start: Callable[..., Command]) -> None:
    """When the command itself is killed, no worker stays, and the job can go on."""
    command = start()
    command.feed(4)
    until(lambda: len(command.shards()) >= 2)
    workers = command.workers()
    assert workers
    command.process.kill()
    command.process.wait(PATIENCE)
    until(lambda: not any(map(_is_worker, workers)))
    again = start("--resume")
    again.feed(4)
    assert again.finish()[0] == Exit.OK
    assert len(again.shards()) == 4


def test_job_stays_at_the_revision_of_its_start(
    start: Callable[..., Command], tmp_path: Path
) -> None:
    """What is edited in a store while a job runs is not seen by any of its shards."""
    place = str(tmp_path / "table.db")
    with closing(open_store(place, WORLD)) as store:
        command = start("--store", place)
        command.feed(1)
        until(lambda: len(command.shards()) == 1)
        alias = Alias("Менск", MINSK.id, AliasKind.FORMER, "be", "Cyrl")
        store.apply([AddAlias(alias)], Author("anna", "heard"))
    command.feed(3)
    assert command.finish() == (Exit.OK, b"")
    shards = [(command.out / name).read_text("utf-8") for name in command.shards()]
    assert len(shards) == 4
    assert len({json.loads(text.splitlines()[0])["revision"] for text in shards}) == 1


def test_bad_documents_are_told(start: Callable[..., Command]) -> None:
    """What cannot be read is told and counted, and the exit code says so."""
    command = start("--progress", "json")
    assert command.process.stdin is not None
    command.process.stdin.write(LINE + b"{\n")
    code, said = command.finish()
    *lines, last = said.decode().splitlines()
    assert code == Exit.SOME_FAILED
    assert any(line.startswith("namenorm: -:2: malformed JSON") for line in lines)
    assert json.loads(last) == {"progress": {"done": 1, "found": 2, "failed": 1}, "finished": True}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--resume",),
        ("--shard-size", "3"),
        ("--output-dir", "out", "-o", "x.jsonl"),
        ("--output-dir", "out", "--format", "html"),
        ("--output-dir", "out", "--rewrite", "--format", "csv"),
        ("--output-dir", "out", "--store", "x.db", "--record", "all"),
        ("--workers", "0"),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: tuple[str, ...]) -> None:
    """A job's options without a job, or a format that shards cannot have, are refused."""
    assert run("annotate", "-", *arguments, input="x").exit_code == Exit.USAGE
    assert not Path("out").exists()


def test_several_workers_answer_as_one_does(tmp_path: Path) -> None:
    """With `--workers` the output is the same, for documents and for names."""
    seeds = str(write_seeds(tmp_path / "seeds"))
    (tmp_path / "a.jsonl").write_bytes(LINE * 3 + b"[]\n" + LINE)
    commands = [("annotate", str(tmp_path / "a.jsonl")), ("resolve", "Minsk", "", "Росгвардией")]
    for command in commands:
        outputs = [
            subprocess.run(
                [sys.executable, "-m", "normalizer", *command, "--seeds", seeds, *extra],
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
            for extra in ((), ("--workers", "2"))
        ]
        assert outputs[0].stdout == outputs[1].stdout != b""
        assert outputs[0].returncode == outputs[1].returncode
        assert outputs[0].stderr == outputs[1].stderr
