from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.exchange import main


def test_the_benchmark_runs_small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names go through store, lines and sets and come back the same; the figures are kept."""
    path = tmp_path / "figures.json"
    assert main(["--names", "300", "--json", str(path)]) == 0
    figures = json.loads(path.read_text("utf-8"))
    assert figures["names"] == 300
    assert figures["identical"] == {"seeds": True, "jsonl": True}
    assert json.loads(capsys.readouterr().out) == figures
