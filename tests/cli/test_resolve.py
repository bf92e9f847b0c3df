from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from normalizer.types import Kind, ResolveOptions
from tests.cli.conftest import Run
from tests.cli.fake_service import FakeService


def test_one_answer_a_name_in_order(run: Run) -> None:
    """Piped answers are JSON lines, one a name, in the order of the arguments."""
    result = run("resolve", "Minsk", "Nobody", "Wagner")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["query"], each["decision"]) for each in records] == [
        ("Minsk", "match"),
        ("Nobody", "nil"),
        ("Wagner", "ambiguous"),
    ]
    assert (result.exit_code, result.stderr) == (Exit.OK, "")


def test_names_from_standard_input_stand_among_arguments(run: Run) -> None:
    """A dash stands for the lines of standard input, in its place."""
    result = run("resolve", "Wagner", "-", "Nobody", input="Minsk\nLukashenka\n")
    queries = [json.loads(line)["query"] for line in result.stdout.splitlines()]
    assert queries == ["Wagner", "Minsk", "Lukashenka", "Nobody"]


def test_bad_names_get_their_own_errors(run: Run) -> None:
    """A bad name has a record in its place, a line on standard error, and the work goes on."""
    result = run("resolve", "-", input=b"Minsk\n\n\xff\nMinsk\n")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each.get("error") for each in records] == [
        None,
        "is empty",
        "not UTF-8 at byte 0 of the line",
        None,
    ]
    assert result.stderr.splitlines() == [
        "namenorm: -:2: is empty",
        "namenorm: -:3: not UTF-8 at byte 0 of the line",
    ]
    assert result.exit_code == Exit.SOME_FAILED


def test_argument_that_is_bad(run: Run) -> None:
    """A bad argument is named by itself."""
    result = run("resolve", " ", "Minsk")
    assert result.stderr == "namenorm: ' ': is empty\n"
    assert result.exit_code == Exit.SOME_FAILED


def test_field_of_json_lines(run: Run, tmp_path: Path) -> None:
    """Names may be in a field of JSON lines."""
    path = tmp_path / "n.jsonl"
    path.write_text('{"n": "Minsk"}\n{}\n', encoding="utf-8")
    result = run("resolve", "--input", str(path), "--jsonl-field", "n")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records[0]["entity_id"] == "nn3"
    assert records[1] == {"query": None, "error": "no field 'n'; the fields are none"}


def test_column_of_csv_to_csv(run: Run) -> None:
    """Names may be in a column of CSV, and answers may be CSV."""
    result = run("resolve", "-", "--csv-column", "n", "--format", "csv", input="id,n\n1,Minsk\n")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["query"], row["entity_id"]) == ("Minsk", "nn3")


def test_missing_input(run: Run) -> None:
    """A file that is not there stands for no name."""
    result = run("resolve", "--input", "none.txt")
    assert result.stdout == ""
    assert result.stderr == "namenorm: none.txt: no such file\n"
    assert result.exit_code == Exit.SOME_FAILED


def test_options_reach_the_engine(run: Run, service: FakeService) -> None:
    """Every hint is handed over."""
    options = "--kind person --kind PLACE --lang be --lang ru --max-candidates 3 --min-score 0.5"
    run("resolve", "Minsk", "--context", "in Belarus", *options.split())
    kinds = frozenset({Kind.PERSON, Kind.PLACE})
    assert service.asked == [ResolveOptions(kinds, ("be", "ru"), "in Belarus", 3, 0.5)]
    assert service.closed


def test_unknown_language_is_a_mistake_of_usage(run: Run) -> None:
    """What the engine refuses for all names ends the work at once."""
    result = run("resolve", "Minsk", "Wagner", "--lang", "zz-bad")
    assert result.stderr == "namenorm: languages: 'zz-bad' is no language\n"
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x", "--kind", "animal"],
        ["x", "--min-score", "2"],
        ["x", "--max-candidates", "0"],
        ["x", "--format", "html"],
        ["x", "--server", "nowhere"],
        ["x", "--seeds", "missing-folder"],
        ["x", "--csv-column", "c"],
        ["-", "-"],
        ["-", "--csv-column", "c", "--jsonl-field", "f"],
        ["x", "--nonsense"],
    ],
)
def test_mistakes_of_usage(run: Run, arguments: list[str]) -> None:
    """A mistake is told before any work, with the code of usage."""
    result = run("resolve", *arguments)
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert "Error: " in result.stderr


def test_table_for_people(run: Run) -> None:
    """People see a table with evidence in words."""
    result = run("resolve", "Minsk", "", "--format", "text")
    assert "is “Minsk” once script, case and marks are folded" in result.stdout
    assert "is empty" in result.stdout


def test_output_file(run: Run, tmp_path: Path) -> None:
    """Answers go to the file in the format of its suffix."""
    path = tmp_path / "a.csv"
    result = run("resolve", "Minsk", "-o", str(path))
    assert result.stdout == ""
    assert path.read_text(encoding="utf-8").startswith("query,decision,")


def test_argument_that_is_not_utf8_can_be_answered(run: Run) -> None:
    """An argument of other bytes comes back as it came, escaped."""
    result = run("resolve", "\udcff")
    assert result.stdout.startswith('{"query": "\\udcff", "decision": "nil"')
