from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.bench import speed, speed_documents

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


def test_documents_are_timed_with_the_matchers_of_libraries(tmp_path: Path) -> None:
    """Names and documents give the speed of our stages, and of each peer or why it is missing."""
    with gzip.open(tmp_path / "names.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(ROWS) + "\n")
    row = {"id": "d", "lang": "en", "text": "They met Viktor Kovalenko there. " * 400}
    with gzip.open(tmp_path / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    target = tmp_path / "out.json"
    arguments = ("--data", tmp_path, "--documents", tmp_path, "--size", "0", "--json", target)
    assert speed_documents.main(list(map(str, arguments))) == 0
    found = json.loads(target.read_text("utf-8"))
    assert set(found["ours"]) == {"words", "exact", "new", "next", "warm"}
    assert found["documents"] == 1
    assert all("skipped" in peer or "matching" in peer for peer in found["peers"].values())
