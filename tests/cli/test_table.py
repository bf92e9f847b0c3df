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


def test_check_asks_the_rules_that_are_named(run: Run, seeds: Path) -> None:
    """A note is looked for by its code or by the level, and fails nothing."""
    path = seeds / "set/aliases.tsv"
    row = "Miensk\tnn200001\tromanisation\tbe\tLatn\t\tpress usage\t\n"
    path.write_text(ALIASES + row, encoding="utf-8")
    assert run("table", "check", str(seeds)).stdout == ""
    result = run("table", "check", str(seeds), "--rules", "lang-script", "--format", "text")
    assert result.stdout == (
        f"{path}:2: note: 'Miensk' is in Latn, and its language is be [lang-script]\n"
    )
    assert result.exit_code == Exit.OK
    assert "1 notes" in run("table", "check", str(seeds), "--level", "note").stderr


def test_check_knows_its_rules(run: Run, seeds: Path) -> None:
    """A rule that there is not is a mistake of usage."""
    result = run("table", "check", str(seeds), "--rules", "spelling")
    assert "no rule spelling; the rules are" in result.stderr
    assert result.exit_code == Exit.USAGE


def test_check_of_a_level(run: Run, seeds: Path) -> None:
    """With --level error warnings are neither shown nor counted."""
    row = "Мiнск\tnn200001\tofficial\tbe\tCyrl\t\tpress usage\t\n"
    (seeds / "set/aliases.tsv").write_text(ALIASES + row, encoding="utf-8")
    assert "1 warnings" in run("table", "check", str(seeds)).stderr
    result = run("table", "check", str(seeds), "--level", "error", "--strict")
    assert (result.stdout, result.exit_code) == ("", Exit.OK)


def test_check_puts_right_what_is_safe(run: Run, seeds: Path) -> None:
    """With --fix rows are sorted, and what remains is told."""
    path = seeds / "set/aliases.tsv"
    rows = [
        f"{name}\tnn200001\tofficial\tbe\tCyrl\t\tpress usage\t\n" for name in ("Мінск", "Менск")
    ]
    path.write_text(ALIASES + "".join(rows), encoding="utf-8")
    result = run("table", "check", str(seeds), "--fix")
    assert f"{path}: put right" in result.stderr
    assert result.stderr.endswith("0 errors, 0 warnings\n")
    assert path.read_text(encoding="utf-8") == ALIASES + "".join(reversed(rows))


def test_check_of_a_store(run: Run, seeds: Path, tmp_path: Path) -> None:
    """A store is checked as its export would be; a finding names the entity."""
    from normalizer.store.opening import open_store
    from normalizer.store.seeds import load_seeds

    row = "Мiнск\tnn200001\tofficial\tbe\tCyrl\t\tpress usage\t\n"
    (seeds / "set/aliases.tsv").write_text(ALIASES + row, encoding="utf-8")
    place = str(tmp_path / "table.db")
    open_store(place, load_seeds(seeds)).close()
    result = run("table", "check", "--store", place, "--format", "text")
    assert result.stdout == f"{place}: nn200001: warning: 'Мiнск' mixes Cyrl, Latn [mixed-script]\n"
    assert run("table", "check", str(seeds), "--store", place).exit_code == Exit.USAGE
