from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.bench import speed

ROWS = ["n1\tperson\tViktor Kovalenko\tx", "n1\tperson\tВиктор Коваленко\tx"]
ROWS += [f"p{number}\tplace\tStaraya Derevnya {number}\tx" for number in range(40)]


def test_every_figure_is_measured_of_a_tiny_table(tmp_path: Path) -> None:
    """A folder with names gives the figures of the file, of look-ups and of the scan beside it."""
    with gzip.open(tmp_path / "names.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(ROWS) + "\n")
    target = tmp_path / "out.json"
    arguments = ("--sizes", "all", "--peers", "scan", "--queries", "10", "--json", target)
    assert speed.main(["--data", str(tmp_path), *map(str, arguments)]) == 0
    (size,) = json.loads(target.read_text("utf-8"))["sizes"]
    assert size["aliases"] == len(ROWS)
    assert 0.0 < size["recall_10"] <= 1.0
    assert size["peers"]["scan"]["queries"] == 10
    assert size["lookup_us"]["p50"] <= size["lookup_us"]["p99"]


def test_missing_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without names is left out with the reason."""
    assert speed.main(["--data", str(tmp_path)]) == 1
    assert "skipped" in capsys.readouterr().out
