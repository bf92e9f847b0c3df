from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from tests.cli.conftest import Run


@pytest.fixture
def runs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two runs: `a.jsonl` without NIL mentions, `b.jsonl` with them."""
    (tmp_path / "x.txt").write_text("\N{GOTHIC LETTER AHSA} Minsk, Nobody", encoding="utf-8")
    (tmp_path / "y.txt").write_text("Wagner in Minsk", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run("annotate", "x.txt", "y.txt", "-o", "a.jsonl")
    run("annotate", "x.txt", "y.txt", "--nil", "-o", "b.jsonl")
    return tmp_path


def test_same_runs(run: Run, runs: Path) -> None:
    """Runs that agree are silent but for the sums, and the exit code is 0."""
    done = run("diff", "a.jsonl", "a.jsonl")
    assert (done.exit_code, done.stdout) == (Exit.OK, "")
    assert done.stderr.startswith("namenorm: 0 added, 0 removed, 0 changed; 3 mentions → 3 in 2 ")


def test_runs_that_differ(run: Run, runs: Path) -> None:
    """What was added is a line, with nothing before; the exit code is 1."""
    done = run("diff", "a.jsonl", "b.jsonl")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 1
    assert (line["document"], line["change"], line["before"]) == ("x.txt", "added", None)
    assert (line["after"]["surface"], line["after"]["decision"]) == ("Nobody", "nil")


def test_for_people(run: Run, runs: Path) -> None:
    """People see a heading a document and what became of each mention."""
    text = Path("a.jsonl").read_text(encoding="utf-8").replace('"nn3"', '"nn4"', 1)
    Path("c.jsonl").write_text(text.replace("0.5", "0.25"), encoding="utf-8")
    shown = run("diff", "b.jsonl", "c.jsonl", "--format", "text").stdout.splitlines()
    assert shown[0] == "x.txt"
    assert shown[1].split() == [
        "~",
        "2–7",
        "Minsk:",
        "Minsk",
        "nn3",
        "0.50",
        "→",
        "Minsk",
        "nn4",
        "0.25",
    ]
    assert shown[2].split() == ["-", "9–15", "Nobody:", "nobody", "known"]


@pytest.mark.parametrize("by", ["document", "entity"])
def test_counts(run: Run, runs: Path, by: str) -> None:
    """Counts by document or entity have a row each for what differs."""
    Path("none.jsonl").write_text("", encoding="utf-8")
    shown = run("diff", "a.jsonl", "none.jsonl", "--by", by, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(shown)))
    key = {"document": ["y.txt", "x.txt"], "entity": ["nn3", "nn6", "nn7"]}[by]
    assert [row[by] for row in rows] == key
    assert rows[0]["removed"] == "2"


def test_every_form_of_a_run_is_the_same(run: Run, runs: Path) -> None:
    """CSV, Parquet and packed files say what JSON lines say."""
    pytest.importorskip("pyarrow", reason="pyarrow (extra `parquet`) is not installed")
    for name in ("b.csv", "b.parquet"):
        run("annotate", "x.txt", "y.txt", "--nil", "-o", name)
    Path("b.jsonl.gz").write_bytes(gzip.compress(Path("b.jsonl").read_bytes()))
    for name in ("b.csv", "b.parquet", "b.jsonl.gz"):
        assert run("diff", "b.jsonl", name).exit_code == Exit.OK


def test_csv_row_of_a_change(run: Run, runs: Path) -> None:
    """As CSV both sides stand in one row."""
    text = Path("a.jsonl").read_text(encoding="utf-8").replace('"nn7"', '"nn1"')
    Path("c.jsonl").write_text(text, encoding="utf-8")
    shown = run("diff", "a.jsonl", "c.jsonl", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(shown))
    assert (row["change"], row["what"]) == ("changed", "entity")
    assert (row["entities_before"], row["entities_after"]) == ("nn6 nn7", "nn6 nn1")


def test_job_that_is_not_done(run: Run, runs: Path) -> None:
    """The shards of a job that is not done are no run; those of one that is are."""
    Path("job").mkdir()
    Path("a.jsonl").rename("job/part-00000.jsonl")
    done = run("diff", "job", "b.jsonl")
    assert (done.exit_code, done.stdout) == (Exit.DATA, "")
    assert "_SUCCESS is missing" in done.stderr
    Path("job/_SUCCESS").touch()
    assert run("diff", "job", "b.jsonl").exit_code == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "x"}', "b.jsonl:1: is no mention of an annotation run: no 'document'"),
        ("{", "b.jsonl:1: malformed JSON"),
        ('{"document": 7, "start": 0}', "b.jsonl:1: is no mention of an annotation run: 7 is not"),
    ],
)
def test_what_is_no_run_is_refused(run: Run, runs: Path, line: str, said: str) -> None:
    """A line that is no mention is named with its place; nothing is compared by half."""
    Path("b.jsonl").write_text(f"{line}\n", encoding="utf-8")
    done = run("diff", "a.jsonl", "b.jsonl", "-o", "out.jsonl")
    assert done.exit_code == Exit.DATA
    assert said in done.stderr
    assert not Path("out.jsonl").exists()


def test_other_units_are_refused(run: Run, runs: Path) -> None:
    """Offsets in different units cannot be compared."""
    run("annotate", "x.txt", "y.txt", "--offsets", "utf8", "-o", "b.jsonl")
    done = run("diff", "a.jsonl", "b.jsonl")
    assert done.exit_code == Exit.DATA
    assert "different units: codepoint, utf8" in done.stderr
