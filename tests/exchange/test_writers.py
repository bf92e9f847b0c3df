from __future__ import annotations

import filecmp
import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from normalizer.errors import SeedError, StoreError
from normalizer.exchange.diff import Policy, differences
from normalizer.exchange.formats import FORMATS, read
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.view import TableView
from normalizer.exchange.writers.ftm import write_ftm
from normalizer.exchange.writers.jsonl import write_jsonl
from normalizer.exchange.writers.sets import write_sets
from normalizer.exchange.writers.skos import write_skos
from normalizer.resources import seeds_dir
from normalizer.store.memory import MemoryStore
from normalizer.store.protocol import AliasStore
from normalizer.store.seeds import load_seeds
from normalizer.types import CANONICAL_SOURCE
from tests.exchange.samples import BREST, MINSK, alias, table
from tests.exchange.tables import built


@cache
def seeds_store() -> MemoryStore:
    """Return our seeds, loaded once for all tests here."""
    return load_seeds()


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_seeds_are_such_an_export(tmp_path: Path) -> None:
    """Written into a copy of their folder, the seeds give the very files again."""
    copy = shutil.copytree(seeds_dir(), tmp_path / "seeds")
    write_sets(seeds_store(), copy)
    assert files_of(copy) == files_of(seeds_dir())


def test_an_export_loads_as_the_same_table(tmp_path: Path) -> None:
    """A folder made anew loads, and has the revision of what it was made from."""
    counts = write_sets(seeds_store(), tmp_path / "out")
    assert set(counts) == {f"table/{n}.tsv" for n in ("entities", "aliases", "ambiguous", "xrefs")}
    assert load_seeds(tmp_path / "out").revision == seeds_store().revision


def test_rows_stay_in_their_sets_and_new_ones_go_home(tmp_path: Path) -> None:
    """A known row keeps its file, a new alias goes to its entity's set, a new entity elsewhere."""
    write_sets(MemoryStore((MINSK,), [alias("Мінск")]), tmp_path, "towns")
    path = tmp_path / "towns/aliases.tsv"
    path.write_text("# Kept by hand.\n" + path.read_text("utf-8").split("\n", 2)[2], "utf-8")
    grown = table(alias("Мінск"), alias("Менск"), alias("Брэст", "nn200002"))
    write_sets(grown, tmp_path, "more")
    assert path.read_text("utf-8").splitlines()[0] == "# Kept by hand."
    rows = {name: text.decode() for name, text in files_of(tmp_path).items()}
    assert "Менск" in rows["towns/aliases.tsv"]
    assert "Брэст" in rows["more/aliases.tsv"]
    assert "Alexander Lukashenko" in rows["more/entities.tsv"]


def test_a_generated_set_gets_no_new_row(tmp_path: Path) -> None:
    """What a script would write anew is no place for a curator's row."""
    write_sets(MemoryStore((MINSK,), []), tmp_path, "generated-towns")
    write_sets(MemoryStore((MINSK,), [alias("Менск")]), tmp_path, "curated")
    assert "Менск" in (tmp_path / "curated/aliases.tsv").read_text("utf-8")


def test_rows_that_are_gone_leave_no_file(tmp_path: Path) -> None:
    """A file whose last row is gone is removed."""
    write_sets(table(alias("Мінск")), tmp_path)
    write_sets(table(), tmp_path)
    assert not (tmp_path / "table/aliases.tsv").exists()
    assert load_seeds(tmp_path).revision == table().revision


def test_shared_aliases_stand_apart(tmp_path: Path) -> None:
    """An alias of two entities is in ambiguous.tsv, whatever its case."""
    write_sets(table(alias("Горад"), alias("ГОРАД", "nn200002"), alias("Менск")), tmp_path)
    rows = (tmp_path / "table/ambiguous.tsv").read_text("utf-8").splitlines()[3:]
    assert [row.split("\t")[0] for row in rows] == ["Горад", "ГОРАД"]


def test_nothing_changes_when_an_export_fails(tmp_path: Path) -> None:
    """A malformed file stops the export before anything is written, and nothing is left behind."""
    write_sets(table(alias("Мінск")), tmp_path)
    path = tmp_path / "table/aliases.tsv"
    path.write_text(path.read_text("utf-8") + "odd row\n", "utf-8")
    before = files_of(tmp_path)
    with pytest.raises(SeedError):
        write_sets(table(), tmp_path)
    assert files_of(tmp_path) == before


def test_a_table_that_breaks_off_leaves_the_files_alone(tmp_path: Path) -> None:
    """An error amid the rows leaves the old files and no temporary one."""

    class Broken(MemoryStore):
        def aliases(self) -> tuple[()]:
            raise StoreError("memory", "gone")

    write_sets(table(alias("Мінск")), tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(StoreError):
        write_sets(Broken((MINSK, BREST), []), tmp_path)
    assert files_of(tmp_path) == before


def rebuilt(path: Path, form: str) -> MemoryStore:
    """Return the table that a file of our own makes of an empty one."""
    items = read(FORMATS[form], [str(path)], ReadSettings())
    policy = Policy(add_collisions=True, exact=True)
    return built(differences(items, TableView(MemoryStore([], [])), policy))


def as_jsonl(store: AliasStore) -> str:
    """Return a table as JSON Lines."""
    out = io.StringIO()
    write_jsonl(store, out.write)
    return out.getvalue()


def small_table() -> MemoryStore:
    """Return a table with ambiguous, canonical and tagged aliases and identifiers."""
    rows = [alias("Горад"), alias("Горад", "nn200002"), alias("Менск", lang="be-tarask")]
    rows.append(alias("Minsk", lang="en", script="Latn", kind="short", source="press [CC0-1.0]"))
    return table(*rows, alias("MSQ", lang="", kind="code", script="Latn"))


@pytest.mark.parametrize(
    ("form", "make"), [("jsonl", seeds_store), ("jsonl", small_table), ("seeds", small_table)]
)
def test_export_import_export_is_the_same(
    tmp_path: Path, form: str, make: Callable[[], MemoryStore]
) -> None:
    """What our own formats carry is the whole table, to the byte."""
    path, store = tmp_path / "table", make()
    if form == "jsonl":
        path.write_text(as_jsonl(store), "utf-8")
    else:
        write_sets(store, path)
    again = rebuilt(path, form)
    assert again.revision == store.revision
    assert as_jsonl(again) == as_jsonl(store)


def test_follow_the_money_is_read_back(tmp_path: Path) -> None:
    """Kinds, names and countries survive FollowTheMoney; each line has a schema and a name."""
    out = io.StringIO()
    count = write_ftm(seeds_store(), out.write)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == count == len(seeds_store().entities())
    by_id = {line["id"]: line for line in lines}
    assert by_id["nn100001"]["schema"] == "Person"
    assert by_id["nn100001"]["properties"]["country"] == ["by"]
    assert "Лукашэнка" in by_id["nn100001"]["properties"]["weakAlias"]
    path = tmp_path / "a.jsonl"
    path.write_text(out.getvalue(), "utf-8")
    found = list(read(FORMATS["ftm"], [str(path)], ReadSettings()))
    assert len(found) == count


def test_skos_is_read_back(tmp_path: Path) -> None:
    """The parser of others finds each concept, and our own reader each name by its language."""
    pytest.importorskip("rdflib", reason="the extra [skos] is not installed")
    store = table(
        alias("Мінск"),
        alias("Менск", lang="be-tarask"),
        alias("MSQ", lang="", kind="code", script="Latn"),
    )
    path = tmp_path / "a.nt"
    out = io.StringIO()
    assert write_skos(store, out.write) == 3
    path.write_text(out.getvalue(), "utf-8")
    policy = Policy(add_collisions=True)
    found = list(
        differences(read(FORMATS["skos"], [str(path)], ReadSettings()), TableView(store), policy)
    )
    assert {str(each.verdict) for each in found} == {"present"}
    assert len(found) == 3 + len(store.aliases())
    assert CANONICAL_SOURCE not in out.getvalue()


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    """The order in which a table was made does not show."""
    rows = [alias("Мінск"), alias("Менск"), alias("Мінск", lang="uk")]
    for name, order in (("a", rows), ("b", rows[::-1])):
        write_sets(table(*order), tmp_path / name)
    compared = filecmp.dircmp(tmp_path / "a/table", tmp_path / "b/table")
    assert compared.diff_files == []
    assert as_jsonl(table(*rows)) == as_jsonl(table(*rows[::-1]))
