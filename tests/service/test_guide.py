"""What `docs/grpc.md` shows is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.service import limits
from normalizer.service.config import ServerConfig
from normalizer.service.status import ANSWERS
from normalizer.text import MAX_NAME_LENGTH
from tests.patience import PATIENCE
from tests.service.serving import running

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "grpc.md").read_text("utf-8")
ADDRESS = "127.0.0.1:50051"
COMMANDS = re.findall(r"^\$ (.+)$", GUIDE, re.MULTILINE)


def test_python_example_runs(engine: Engine) -> None:
    """Every line prints what the page says, against a server on another port."""
    with running(engine) as started:
        text = GUIDE.replace(ADDRESS, started.address).replace("```", "")
        example = doctest.DocTestParser().get_doctest(text, {}, "docs/grpc.md", None, 0)
        runner = doctest.DocTestRunner()
        runner.run(example)
    assert runner.tries > 15
    assert runner.failures == 0


def test_serve_command_runs(seeds: Path) -> None:
    """The first command listens and ends with exit code 0."""
    words = shlex.split(COMMANDS[0].replace(ADDRESS, "127.0.0.1:0"))
    assert words[0] == "namenorm"
    command = [sys.executable, "-m", "normalizer", *words[1:], "--seeds", str(seeds)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert line.startswith("listening on 127.0.0.1:"), line + process.stderr.read()
        assert process.wait(PATIENCE) == 0


def test_check_of_the_contract_runs() -> None:
    """The last command finds nothing wrong; the one before it, which writes, is not run."""
    pytest.importorskip("grpc_tools", reason="grpcio-tools is not installed")
    words = shlex.split(COMMANDS[-1])
    assert words[0] == "python"
    run = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, check=False)
    assert run.returncode == 0


def test_every_reason_is_told() -> None:
    """A new kind of error must be put into the table."""
    told = set(re.findall(r"`([A-Z_]+)`", GUIDE))
    internal = {"INVALID_FIELD"}  # the class of which the two others are made
    assert {answer.reason for answer in ANSWERS.values()} - internal <= told


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("names a batch or message", limits.MAX_NAMES),
        ("a name", MAX_NAME_LENGTH),
        ("documents a batch or message", limits.MAX_DOCUMENTS),
        ("a document", limits.MAX_DOCUMENT_BYTES),
        ("words around a name (`context`)", limits.MAX_CONTEXT),
        ("candidates an answer", limits.MAX_CANDIDATES),
        ("a text to romanise", limits.MAX_ROMANISED),
        ("a message", ServerConfig().max_message_bytes),
    ],
)
def test_limits_are_those_of_the_code(what: str, limit: int) -> None:
    """The page and the code say the same number."""
    [row] = re.findall(rf"^\| {re.escape(what)} \| ([\d,]+)( MiB)?", GUIDE, re.MULTILINE)
    number, mebi = int(row[0].replace(",", "")), row[1]
    assert number * (2**20 if mebi else 1) == limit
