"""`namenorm table import --server`, against a real server over a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalizer.cli.exits import Exit
from normalizer.cli.main import cli
from normalizer.curation.local import LocalCuration
from normalizer.exchange.writers.jsonl import write_jsonl
from normalizer.live.engine import LiveEngine
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.store.changes import HistoryQuery
from normalizer.store.opening import open_store
from normalizer.store.seeds import load_seeds
from tests.cli.small_seeds import write_seeds
from tests.service.serving import running

Import = Callable[..., Result]
GOOD = "id,alias,alias_kind,lang\nnn200001,Mińsk,translation,pl\nnn200001,Менск,former,be\n"
BAD = GOOD + "nn200001,Минск?,no-kind,ru\n"
READ = ("--source", "My list")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveEngine]:
    """Give an engine that follows a fresh store of the small seeds."""
    store = open_store(str(tmp_path / "table.sqlite"), load_seeds(write_seeds(tmp_path / "seeds")))
    engine = LiveEngine(store, tmp_path / "live")
    yield engine
    engine.close()


@pytest.fixture
def import_(live: LiveEngine, tmp_path: Path) -> Iterator[Import]:
    """Give a function that imports a text as rows.csv into the table of a server."""
    config = ServerConfig(access=AccessRules(anonymous="curator"))
    path = tmp_path / "rows.csv"
    with running(live, config, LocalCuration(live)) as started:

        def run(text: str, *arguments: str, given: str = "") -> Result:
            path.write_text(text, "utf-8")
            files = [] if given else [str(path)]
            command = ["table", "import", *files, "--server", started.address, *READ]
            return CliRunner().invoke(cli, [*command, *arguments], given, catch_exceptions=False)

        yield run


def test_nothing_is_changed_by_default(import_: Import, live: LiveEngine) -> None:
    """Rows are told with file and line, and the last line says that nothing was changed."""
    before = live.store.revision
    result = import_(GOOD, "--format", "text")
    first, second = result.stdout.splitlines()
    assert "rows.csv:2: alias “Mińsk” of nn200001 is new" in first
    assert "rows.csv:3: alias “Менск” of nn200001 is new" in second
    assert result.stderr.splitlines()[-1].endswith("2 added; nothing was changed")
    assert (result.exit_code, live.store.revision) == (Exit.OK, before)


def test_changes_are_made_in_the_name_of_the_curator(import_: Import, live: LiveEngine) -> None:
    """With --apply; a program gets a line for each row."""
    result = import_(GOOD, "--apply", "--actor", "ada", "--reason", "a list", "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["verdict"], row["line"], row["name"]) for row in rows] == [
        ("added", 2, "Mińsk"),
        ("added", 3, "Менск"),
    ]
    assert f"is at revision {live.store.revision}" in result.stderr
    texts = {alias.text for alias in live.store.record("nn200001").aliases}
    assert {"Mińsk", "Менск"} <= texts
    [change] = live.store.history(HistoryQuery(limit=1, newest_first=True))
    assert (change.actor, change.reason) == ("ada", "a list")
    again = import_(GOOD, "--apply", "--actor", "ada")
    assert "2 present" in again.stderr
    assert again.stdout == ""


def test_malformed_line_stops_the_import(import_: Import, live: LiveEngine) -> None:
    """It is told and nothing is changed, unless it is to be skipped."""
    before = live.store.revision
    result = import_(BAD, "--apply", "--format", "text")
    assert "rows.csv:4: " in result.stdout
    assert (result.exit_code, live.store.revision) == (Exit.DATA, before)
    skipping = import_(BAD, "--apply", "--skip-malformed")
    assert skipping.exit_code == Exit.SOME_FAILED
    assert live.store.revision > before


def test_what_the_files_lack_is_removed(import_: Import, live: LiveEngine) -> None:
    """With --prune, and from a table of our own alone."""
    refused = import_(GOOD, "--prune")
    assert refused.exit_code == Exit.USAGE
    assert "--prune needs a table of our own, and csv is none" in refused.stderr
    lines: list[str] = []
    with live.store.reading() as table:
        write_jsonl(table, lines.append)
    kept = "".join(line for line in lines if "nn200001" not in line)
    told = import_(kept, "--prune", "--from", "jsonl", "--format", "jsonl")
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert {row["verdict"] for row in rows} == {"removed"}
    assert "nothing was changed" in told.stderr
    assert live.resolve("Minsk").match is not None
    import_(kept, "--prune", "--from", "jsonl", "--apply")
    assert live.resolve("Minsk").match is None


def test_languages_are_chosen(import_: Import) -> None:
    """With --only-lang."""
    result = import_(GOOD, "--only-lang", "pl", "--format", "jsonl")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["Mińsk"]


def test_likely_doubles_are_held_back(import_: Import, live: LiveEngine) -> None:
    """With --propose: a new entity that resolves to one that is there."""
    new, scheme = "key,kind,name\nm1,place,Minsk\n", ("--scheme", "mine", "--format", "jsonl")
    before = live.store.revision
    held = import_(new, *scheme, "--propose", "0.5", "--apply")
    row = json.loads(held.stdout.splitlines()[0])
    assert (row["verdict"], row["others"]) == ("proposed", "nn200001")
    assert live.store.revision == before
    told = import_(new, *scheme, "--collisions", "add").stdout.splitlines()
    assert json.loads(told[0])["verdict"] != "proposed"


def test_standard_input_is_sent(import_: Import, live: LiveEngine) -> None:
    """The server keeps it, and so it may be read twice."""
    result = import_("", "-", "--apply", "--from", "csv", "--format", "jsonl", given=GOOD)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["path"], row["name"]) for row in rows] == [("-", "Mińsk"), ("-", "Менск")]
    assert live.resolve("Mińsk").match is not None


def test_file_that_is_not_there_is_named(import_: Import, tmp_path: Path) -> None:
    """Before anything is sent."""
    gone = str(tmp_path / "gone.csv")
    result = import_(GOOD, gone)
    assert result.exit_code == Exit.SOME_FAILED
    assert "gone.csv" in result.stderr


def test_store_and_server_exclude_each_other(import_: Import) -> None:
    """Which table is meant must be clear."""
    assert import_(GOOD, "--store", "x.db").exit_code == Exit.USAGE
