from __future__ import annotations

import io
import json

import pytest

from normalizer.cli.progress import JsonProgress, Progress, open_progress


def test_json_lines_are_a_second_apart() -> None:
    """A program gets a line a second at most, and one at the end."""
    times = iter([0.0, 0.5, 1.1, 1.1, 1.2, 1.2])
    out = io.StringIO()
    progress = JsonProgress(out, lambda: next(times))
    progress.success(2)
    progress.success(3)
    progress.close()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines == [
        {"progress": {"done": 2, "found": 5, "failed": 0}, "finished": False},
        {"progress": {"done": 2, "found": 5, "failed": 0}, "finished": True},
    ]


def test_auto_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing but faults goes to standard error when nobody watches."""
    with open_progress("auto", "names", quiet_stdout=True) as progress:
        progress.success(1)
        progress.failure("namenorm: bad")
    assert type(progress) is Progress
    assert capsys.readouterr().err == "namenorm: bad\n"
    assert (progress.tally.done, progress.tally.failed) == (1, 1)


def test_bar_shows_faults_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The bar prints the lines of faults as they are, brackets included."""
    with open_progress("bar", "names", quiet_stdout=True) as progress:
        progress.failure("namenorm: a[b]c: bad")
    assert "namenorm: a[b]c: bad" in capsys.readouterr().err
