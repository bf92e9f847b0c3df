from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from tests.cli.conftest import Run
from tests.cli.small_seeds import write_seeds
from tests.exchange.samples import (
    GEONAMES_PLACES,
    JRC,
    OPENSANCTIONS,
    TURTLE,
    ftm,
    wikidata_item,
)

ROWS = "key,kind,name,alias,lang\nm1,place,Pinsk,Пінск,be\nm2,place,Minsk,Менск,be\n"
PINSK = wikidata_item("Q1", {"en": "Pinsk"}, P31=[{"id": "Q515"}])
READ = ("--scheme", "mine", "--source", "My list", "--licence", "CC0-1.0")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a folder of small seeds."""
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Return a file with a new town, and one of a known name."""
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, seeds: Path, run: Run) -> str:
    """Return the place of a store with the small seeds."""
    from normalizer.store.opening import open_store
    from normalizer.store.seeds import load_seeds

    place = str(tmp_path / "table.db")
    open_store(place, load_seeds(seeds)).close()
    return place


def test_import_only_shows_by_default(run: Run, rows: Path, seeds: Path) -> None:
    """Without --apply a file is compared, and the last line says that nothing was changed."""
    result = run("table", "import", str(rows), "--seeds", str(seeds), *READ, "--format", "text")
    assert f"{rows}:2: entity “Pinsk” is new" in result.stdout
    assert "entity “Minsk” collides, held back: its name is also of nn200001" in (result.stdout)
    assert result.stderr.endswith("; nothing was changed\n")
    assert result.exit_code == Exit.OK


def test_import_as_json_lines(run: Run, rows: Path, seeds: Path) -> None:
    """A program gets a line for each row, with verdict, place and whether it is held back."""
    result = run("table", "import", str(rows), "--seeds", str(seeds), *READ)
    first, *_ = records = [json.loads(line) for line in result.stdout.splitlines()]
    assert (first["line"], first["verdict"], first["key"]) == (2, "added", "mine:m1")
    assert [each["held"] for each in records] == [0, 0, 0, 1, 1, 1]


def test_import_applies_to_a_store(run: Run, rows: Path, store: str) -> None:
    """With --apply the store is changed, and the next time all is there."""
    applied = run("table", "import", str(rows), "--store", store, *READ, "--apply")
    assert applied.exit_code == Exit.OK
    again = run("table", "import", str(rows), "--store", store, *READ, "--apply")
    assert "1 entity present" in again.stderr
    assert "added" not in again.stderr


def test_a_bad_file_changes_nothing(run: Run, rows: Path, store: str) -> None:
    """One malformed line stops an import before its first change; each is told with its number."""
    rows.write_text(ROWS + "m3,town,X,Y,ru\n", encoding="utf-8")
    result = run("table", "import", str(rows), "--store", store, *READ, "--apply")
    assert f"{rows}:4: kind: 'town' is none of" in result.stderr
    assert result.exit_code == Exit.DATA
    assert run("table", "diff", store, store).exit_code == Exit.OK
    skipped = run(
        "table", "import", str(rows), "--store", store, *READ, "--apply", "--skip-malformed"
    )
    assert "1 entity added" in skipped.stderr
    assert skipped.exit_code == Exit.SOME_FAILED


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("rows.csv", "--apply"), "--apply needs a store"),
        (("rows.txt",), "does not tell its format"),
        (("-", "--from", "csv", "--apply", "--store", "x.db"), "can be read once only"),
        (("rows.csv", "--column", "name"), "is not OURS=THEIRS"),
    ],
)
def test_usage_of_import(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    """What cannot be meant is refused before anything is read."""
    result = run("table", "import", *arguments)
    assert reason in result.stderr
    assert result.exit_code == Exit.USAGE


def test_import_proposes_what_looks_alike(run: Run, seeds: Path, tmp_path: Path) -> None:
    """With --propose a new entity that resolves to one that is there is held back with why."""
    path = tmp_path / "rows.csv"
    path.write_text("key,kind,name\nm1,person,Aleksandr Lukashenko\n", encoding="utf-8")
    arguments = ("table", "import", str(path), "--seeds", str(seeds), "--scheme", "mine")
    result = run(*arguments, "--propose", "0.5")
    first = json.loads(result.stdout.splitlines()[0])
    assert (first["verdict"], first["others"]) == ("proposed", "nn100001")
    assert json.loads(run(*arguments).stdout.splitlines()[0])["verdict"] == "added"


def test_export_of_sets_and_diff(run: Run, seeds: Path, store: str, tmp_path: Path) -> None:
    """A folder that was exported is the same table; what is changed in it is a difference."""
    out = tmp_path / "out"
    assert run("table", "export", "--store", store, "-o", str(out)).exit_code == Exit.OK
    assert run("table", "diff", str(seeds), str(out)).stderr == "namenorm: no difference\n"
    path = out / "table/aliases.tsv"
    path.write_text(path.read_text("utf-8").replace("press usage", "heard", 1), "utf-8")
    result = run("table", "diff", str(seeds), str(out), "--format", "text")
    assert result.stdout == (
        "changed alias nn100001 “Lukashenko” [en]: source press usage → heard\n"
    )
    assert result.exit_code == Exit.SOME_FAILED


@pytest.mark.parametrize("form", ["jsonl", "ftm", "skos"])
def test_export_to_a_file(run: Run, seeds: Path, tmp_path: Path, form: str) -> None:
    """Each format goes to a file or to standard output, the same bytes."""
    if form == "skos":
        pytest.importorskip("rdflib", reason="the extra [skos] is not installed")
    path = tmp_path / f"table.{form}"
    result = run("table", "export", "--seeds", str(seeds), "--to", form, "-o", str(path))
    assert result.stderr == "namenorm: 4 entities written\n"
    shown = run("table", "export", "--seeds", str(seeds), "--to", form)
    assert shown.stdout == path.read_text("utf-8")


def test_diff_of_our_lines(run: Run, seeds: Path, tmp_path: Path) -> None:
    """A file of our JSON Lines is a table too; an entity that is gone takes its aliases along."""
    path = tmp_path / "table.jsonl"
    run("table", "export", "--seeds", str(seeds), "--to", "jsonl", "-o", str(path))
    assert run("table", "diff", str(seeds), str(path)).exit_code == Exit.OK
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    result = run("table", "diff", str(seeds), str(path))
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["change"] == "removed"


def test_export_of_sets_needs_a_folder(run: Run) -> None:
    """A folder cannot be written to standard output."""
    assert run("table", "export").exit_code == Exit.USAGE


def test_a_faulty_file_of_ours_is_refused(run: Run, seeds: Path, tmp_path: Path) -> None:
    """A line that is no entity of ours is told with its number."""
    path = tmp_path / "table.jsonl"
    path.write_text('{"key": "wikidata:Q1", "kind": "place", "name": "X"}\n', encoding="utf-8")
    result = run("table", "diff", str(seeds), str(path))
    assert result.stderr == f"namenorm: {path}:1: wikidata:Q1 is no ID of ours\n"


def test_git_can_be_the_master(run: Run, store: str, tmp_path: Path) -> None:
    """What was added, changed and deleted in an exported folder is so in the store afterwards."""
    out = tmp_path / "out"
    run("table", "export", "--store", store, "-o", str(out))
    path = out / "table/aliases.tsv"
    text = path.read_text("utf-8").replace("press usage", "heard", 1)
    rows = [line for line in text.splitlines(keepends=True) if not line.startswith("Минск\t")]
    path.write_text("".join(rows) + "Мінск\tnn200001\tofficial\tbe\tCyrl\t\tus\t\n", "utf-8")
    run("table", "check", str(out), "--fix")
    arguments = ("table", "import", str(out), "--store", store, "--overwrite", "--prune")
    shown = run(*arguments, "--format", "text").stdout
    assert "alias “Минск” of nn200001 is gone" in shown
    assert run(*arguments, "--apply").exit_code == Exit.OK
    assert run("table", "diff", str(out), store).exit_code == Exit.OK


def test_prune_is_for_tables_of_our_own(run: Run, rows: Path) -> None:
    """A list of others never removes what it does not have."""
    result = run("table", "import", str(rows), "--prune")
    assert "--prune needs a table of our own" in result.stderr
    assert result.exit_code == Exit.USAGE


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        ("csv", ROWS + "m3,place\n", 4),
        ("tsv", "key\tkind\tname\nm1\tplace\tPinsk\nm2\tplace\t-\n", 3),
        ("jsonl", '{"id": "nn200009", "kind": "place", "name": "Pinsk"}\n{\n', 2),
        ("ftm", ftm("x", "Person", name=["Ivan Petrov"]) + "[]\n", 2),
        ("opensanctions", OPENSANCTIONS + '"x","Person"\n', 4),
        ("wikidata", "[\n" + PINSK + ",\n{]\n", 3),
        ("sparql", "item,itemLabel,kind\nQ1,Pinsk,place\nQ2,Brest,town\n", 3),
        ("geonames", GEONAMES_PLACES + "x\t1\n", 2),
        ("jrc", JRC + "19\tX\tu\tY\n", 5),
        ("skos", TURTLE + "nonsense\n", 8),
    ],
)
def test_a_bad_file_of_each_format_changes_nothing(
    run: Run, store: str, tmp_path: Path, form: str, text: str, line: int
) -> None:
    """The malformed line is told by its number, the exit code says so, the store is as it was."""
    if form == "skos":
        pytest.importorskip("rdflib", reason="the extra [skos] is not installed")
    path = tmp_path / "a.ttl"  # the suffix matters to SKOS alone
    path.write_text(text, encoding="utf-8")
    before = run("table", "export", "--store", store, "--to", "jsonl").stdout
    arguments = ("table", "import", str(path), "--from", form, "--store", store, "--scheme", "x")
    result = run(*arguments, "--apply")
    assert f"{path}:{line}: " in result.stderr
    assert result.stderr.endswith("1 malformed line: nothing was changed\n")
    assert result.exit_code == Exit.DATA
    assert run("table", "export", "--store", store, "--to", "jsonl").stdout == before


def test_export_of_a_table_as_it_was(run: Run, rows: Path, store: str, seeds: Path) -> None:
    """A store gives its table of any revision; files have no history."""
    from normalizer.store.opening import open_store

    opened = open_store(store)
    before, revision = run("table", "export", "--store", store, "--to", "jsonl"), opened.revision
    opened.close()
    run("table", "import", str(rows), "--store", store, *READ, "--apply")
    arguments = ("table", "export", "--store", store, "--to", "jsonl")
    assert run(*arguments).stdout != before.stdout
    assert run(*arguments, "--as-of", str(revision)).stdout == before.stdout
    result = run("table", "export", "--seeds", str(seeds), "--to", "jsonl", "--as-of", "1")
    assert result.exit_code == Exit.USAGE
