from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.conftest import DIALECTS

ROOT = Path(__file__).resolve().parents[2]
KILLS = {"sqlite": 14, "postgres": 10}


@pytest.mark.parametrize("kind", DIALECTS)
def test_a_killed_writer_loses_nothing_that_was_acknowledged(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """Some dozens of real processes are killed with SIGKILL in the midst of writing.

    `python -m tests.faults.kill_store` does so hundreds of times, and kills the database too.
    """
    if kind == "postgres":
        request.getfixturevalue("postgres_url")
    command = ("-m", "tests.faults.kill_store", "--store", kind, "--kills", str(KILLS[kind]))
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing lost" in done.stdout
