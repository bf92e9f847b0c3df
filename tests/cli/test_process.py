"""The command as a process of its own, over the real engine and a small alias table."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.small_seeds import ALIASES, write_seeds
from tests.patience import PATIENCE

COMMAND = (sys.executable, "-m", "normalizer")
# Any of these costs more than the whole of `--help`.
HEAVY = {"grpc", "rich", "selectolax", "rapidfuzz", "normalizer.engine", "normalizer.types"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with seeds and documents."""
    folder = tmp_path_factory.mktemp("process")
    write_seeds(folder / "seeds")
    (folder / "docs").mkdir()
    (folder / "docs/en.txt").write_text("Lukashenko’s motorcade left Minsk.", encoding="utf-8")
    (folder / "docs/ru.html").write_text("<p>Росгвардия в Минске</p>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which the small seeds are the alias table."""
    own = {"NAMENORM_SEEDS": str(folder / "seeds"), "PYTHONPATH": os.getcwd()}  # noqa: PTH109
    own["NAMENORM_HOME"] = "off"
    inherited = {key: value for key, value in os.environ.items() if "NAMENORM" not in key}
    return {**inherited, **own}


class Shell:
    """Runs the command in the folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def run(self, *arguments: str, **extra: object) -> subprocess.CompletedProcess[bytes]:
        """Return the finished process."""
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            **extra,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Return the running process, with a pipe on each side."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
        )


@pytest.fixture(scope="module")
def shell(folder: Path, environment: dict[str, str]) -> Shell:
    """Return what runs the command."""
    return Shell(folder, environment)


@pytest.fixture(scope="module")
def server(shell: Shell) -> Iterator[str]:
    """Return the address of a server over the small seeds."""
    process = shell.start("serve", "--listen", "127.0.0.1:0")
    assert process.stderr is not None
    yield process.stderr.readline().decode().split()[-1]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def _records(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_help_imports_nothing_heavy(shell: Shell) -> None:
    """Help is printed without any command's module or library."""
    code = (
        "import sys; from normalizer.cli.main import cli; cli.main(['--help'], "
        "standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=shell.environment, capture_output=True, check=True
    )
    assert not HEAVY & set(done.stdout.decode().split())


def test_resolve_imports_no_server_and_no_table(shell: Shell) -> None:
    """Resolving in process to a pipe loads no server, no table, no format and no workers."""
    code = (
        "import sys; from normalizer.cli.main import cli; cli.main(['resolve', 'Minsk'], "
        "standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=shell.environment, capture_output=True, check=True
    )
    unwanted = "grpc rich selectolax pyarrow spacy tomllib concurrent.futures.process"
    assert not set(unwanted.split()) & set(done.stdout.decode().split())


def test_resolve(shell: Shell) -> None:
    """A spelling that no row has meets its entity by rule, and a bad name its error."""
    done = shell.run("resolve", "Лукашенко", "Rosgvardiya", "", "Minsk")
    found = _records(done.stdout)
    assert [each.get("entity_id") for each in found] == ["nn100001", "nn100002", None, "nn200001"]
    assert "error" in found[2]
    assert done.returncode == 1


def test_annotate(shell: Shell) -> None:
    """Surface forms are what stands between the offsets, in text and in HTML."""
    done = shell.run("annotate", "docs")
    found = [(each["document"], each["surface"], each["start"]) for each in _records(done.stdout)]
    assert ("docs/en.txt", "Minsk", 28) in found
    assert ("docs/ru.html", "Росгвардия", 0) in found
    assert ("docs/ru.html", "Минске", 13) in found
    assert (done.returncode, done.stderr) == (0, b"")


def test_annotate_an_empty_document(shell: Shell) -> None:
    """An empty document has no mentions and is no fault."""
    done = shell.run("annotate", "-", input=b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("resolve", "Лукашенко", "", "Nobody", "Minsk"),
        ("annotate", "docs", "--nil", "--offsets", "utf16"),
        ("romanise", "Мінск", "--lang", "be"),
        ("table", "show", "nn100001"),
        ("table", "show", "nn999999"),
        ("table", "search", "Minsk"),
    ],
)
def test_server_answers_as_the_process_does(
    shell: Shell, server: str, arguments: tuple[str, ...]
) -> None:
    """The same command gives the same output and exit code with a server."""
    here, there = shell.run(*arguments), shell.run(*arguments, "--server", server)
    assert there.stdout == here.stdout
    assert (there.stderr, there.returncode) == (here.stderr, here.returncode)


def test_server_that_is_not_there(shell: Shell) -> None:
    """A server that does not answer is named, with its own exit code."""
    done = shell.run("resolve", "Minsk", "--server", "127.0.0.1:1")
    assert done.stderr.startswith(b"namenorm: 127.0.0.1:1: ")
    assert (done.returncode, done.stdout) == (3, b"")


def test_server_on_an_open_address_must_be_asked_for(shell: Shell) -> None:
    """Plain text beyond this machine is refused unless it is asked for."""
    done = shell.run("serve", "--listen", "0.0.0.0:0")
    assert done.returncode == 2
    assert b"loopback" in done.stderr


def test_faulty_seeds(shell: Shell, tmp_path: Path) -> None:
    """A row with a wrong number of columns is named, with its own exit code."""
    write_seeds(tmp_path / "seeds", ALIASES + "Мінск\tnn200001\n")
    done = shell.run("resolve", "Minsk", "--seeds", str(tmp_path / "seeds"))
    assert b"small/aliases.tsv:7: 2 columns where 8 belong" in done.stderr
    assert done.returncode == 4


def test_flag_wins_over_the_environment(shell: Shell) -> None:
    """A server named on the command line is asked although the environment names seeds."""
    assert shell.run("resolve", "x", "--server", "127.0.0.1:1").returncode == 3


def test_seeds_and_server_exclude_each_other(shell: Shell) -> None:
    """Both on the command line is a mistake of usage."""
    done = shell.run("resolve", "x", "--server", "127.0.0.1:1", "--seeds", "seeds")
    assert done.returncode == 2


def test_reader_that_goes_away(shell: Shell) -> None:
    """A pipe that is closed early, as by `head`, ends the work without a word."""
    with shell.start("resolve", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"Minsk\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["entity_id"] == "nn200001"
        process.stdout.close()
        process.stdin.write(b"Minsk\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 0


def test_interrupt(shell: Shell, tmp_path: Path) -> None:
    """Ctrl-C says so, leaves nothing half written, and has its own exit code."""
    output = tmp_path / "out.jsonl"
    with shell.start("annotate", "-", "--input-format", "jsonl", "-o", str(output)) as process:
        deadline = time.monotonic() + PATIENCE
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said.strip()) == (130, b"namenorm: interrupted")
    assert list(tmp_path.iterdir()) == []


def test_output_is_utf8_whatever_the_locale(shell: Shell) -> None:
    """A locale of another encoding does not garble or stop the output."""
    plain = {**shell.environment, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = Shell(shell.folder, plain).run("resolve", "-", input="Минск".encode())
    assert json.loads(done.stdout)["query"] == "Минск"
