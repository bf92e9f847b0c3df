from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from tests.cli.conftest import Run

ENTITIES = "id\tkind\tname\tcountry\tgender\twikidata\tdescription\n"
ALIASES = "alias\tentity_id\tkind\tlang\tscript\tscheme\tsource\tnote\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a folder of seeds with one place."""
    (tmp_path / "set").mkdir()
    row = "nn200001\tplace\tMinsk\tBY\t\t\tCapital of Belarus\n"
    (tmp_path / "set/entities.tsv").write_text(ENTITIES + row, encoding="utf-8")
    (tmp_path / "set/aliases.tsv").write_text(ALIASES, encoding="utf-8")
    return tmp_path


def test_show(run: Run) -> None:
    """An entity is shown with its cross-references and aliases."""
    record = json.loads(run("table", "show", "nn1").stdout)
    assert (record["id"], record["name"], record["xrefs"]) == ("nn1", "Alexander Lukashenko", {})
    assert record["aliases"][0]["alias"] == "Łukašenka"


def test_show_for_people(run: Run) -> None:
    """People see the entity, then a table of aliases."""
    shown = run("table", "show", "nn1", "--format", "text").stdout.splitlines()
    assert shown[:3] == ["Alexander Lukashenko  nn1", "  person · BY · m", "  President of Belarus"]
    assert shown[4].split()[:2] == ["alias", "kind"]


def test_show_as_csv(run: Run) -> None:
    """As CSV there is a row an alias, in the columns of the seeds."""
    (row,) = csv.DictReader(io.StringIO(run("table", "show", "nn1", "--format", "csv").stdout))
    assert (row["alias"], row["entity_id"], row["kind"]) == ("Łukašenka", "nn1", "romanisation")


def test_show_of_nobody(run: Run) -> None:
    """An ID that nobody has is told."""
    result = run("table", "show", "nn999")
    assert result.stderr == "namenorm: no entity has the ID 'nn999'\n"
    assert result.exit_code == Exit.SOME_FAILED


def test_search(run: Run) -> None:
    """Entities are found, of a kind when asked."""
    found = run("table", "search", "R", "--kind", "organisation").stdout.splitlines()
    assert [json.loads(line)["id"] for line in found] == ["nn5"]


def test_search_without_a_result(run: Run) -> None:
    """Finding nothing is no error, but it is said."""
    result = run("table", "search", "Zzz")
    assert (result.exit_code, result.stdout) == (Exit.OK, "")
    assert result.stderr == "namenorm: nothing found\n"


def test_check_of_sound_seeds(run: Run, seeds: Path) -> None:
    """Sound seeds have no errors."""
    result = run("table", "check", str(seeds))
    assert result.exit_code == Exit.OK
    assert result.stderr.startswith("namenorm: 0 errors")


def test_check_of_faulty_seeds(run: Run, seeds: Path) -> None:
    """An error is shown as editors know it, and the exit code says that data is faulty."""
    path = seeds / "set/aliases.tsv"
    path.write_text(ALIASES + "Мінск\tnn200001\tofficial\n", encoding="utf-8")
    result = run("table", "check", str(seeds), "--format", "text")
    assert f"{path}:2: error: 3 columns where 8 belong [columns]" in result.stdout
    assert result.exit_code == Exit.DATA


def test_check_as_json_lines(run: Run, seeds: Path) -> None:
    """A program gets each finding with its place and code."""
    path = seeds / "set/aliases.tsv"
    path.write_text(ALIASES + "Мінск\tnn200002\tofficial\tbe\tCyrl\t\tus\t\n", encoding="utf-8")
    records = map(json.loads, run("table", "check", str(seeds)).stdout.splitlines())
    (dangling,) = [each for each in records if each["code"] == "dangling-id"]
    assert (dangling["path"], dangling["line"], dangling["severity"]) == (str(path), 2, "error")
