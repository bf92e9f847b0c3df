"""A bad network, for a moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.network import LEFT_OUT

ROOT = Path(__file__).resolve().parents[2]


def test_no_answer_is_wrong_on_a_bad_cable() -> None:
    """Nor does a call fail while packets are late, lost or out of order."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.network", "--seconds", "0.5"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if run.returncode == LEFT_OUT:
        pytest.skip(run.stderr)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count(" 0 wrong ") == 6
