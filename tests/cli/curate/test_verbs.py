from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalizer.cli.curate.options import TableChoice, actor_at
from normalizer.cli.exits import Exit
from normalizer.cli.main import cli
from normalizer.store.opening import open_store
from normalizer.store.seeds import load_seeds
from tests.cli.small_seeds import write_seeds

LUKASHENKO, GUARD, MINSK, BELARUS = "nn100001", "nn100002", "nn200001", "nn200002"

Table = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the place of a fresh store of the small seeds."""
    monkeypatch.setenv("NAMENORM_CACHE", str(tmp_path / "cache"))
    store = open_store(str(tmp_path / "table.sqlite"), load_seeds(write_seeds(tmp_path / "seeds")))
    store.close()
    return str(tmp_path / "table.sqlite")


@pytest.fixture
def table(place: str) -> Table:
    """Return a function that runs a verb of `namenorm table` on that store, as ada."""

    def run(verb: str, *arguments: str, **extra: object) -> Result:
        own = ("--store", place)
        return CliRunner(env={"NAMENORM_ACTOR": "ada"}).invoke(
            cli,
            ["table", verb, *arguments, *own],
            catch_exceptions=False,
            **extra,  # type: ignore[arg-type]
        )

    return run


def answer(result: Result) -> dict[str, object]:
    """Return the one record that a verb wrote."""
    (line,) = result.stdout.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def aliases(table: Table, entity_id: str) -> set[str]:
    """Return the stored aliases of an entity."""
    rows = answer(table("record", entity_id))["aliases"]
    assert isinstance(rows, list)
    return {row["alias"] for row in rows}


def test_alias_is_added_with_its_reason(table: Table) -> None:
    """The record has it, and the history says who, why and on what grounds."""
    done = table(
        "add-alias", MINSK, "Mińsk", "--lang", "pl", "--reason", "usual", "--source", "PWN"
    )
    assert done.exit_code == Exit.OK
    assert "Mińsk" in aliases(table, MINSK)
    (change,) = map(json.loads, table("history", MINSK, "--limit", "1").stdout.splitlines())
    about = ("actor", "operation", "reason", "source")
    assert [change[name] for name in about] == ["ada", "add-alias", "usual", "PWN"]


def test_person_reads_what_was_done(table: Table) -> None:
    """In text a change is a heading and a line a row."""
    shown = table("add-alias", MINSK, "Mińsk", "--lang", "pl", "--format", "text").stdout
    heading, row = shown.splitlines()
    assert heading.endswith("ada: add-alias")
    assert row.startswith("    + romanisation alias “Mińsk” of nn200001, pl, Latn")


def test_entity_is_added_changed_and_deleted(table: Table) -> None:
    """Its ID is told; its fields change; then it is gone."""
    made = table("add-entity", "Brest", "--kind", "place", "--country", "BY", "--alias", "Берасце")
    (entity_id,) = answer(made)["created"]  # type: ignore[misc]
    assert "Берасце" in aliases(table, entity_id)
    table("update-entity", entity_id, "--description", "City", "--xref", "wikidata=Q140147")
    entity = answer(table("record", entity_id))["entity"]
    assert (entity["description"], entity["xrefs"]) == ("City", {"wikidata": "Q140147"})  # type: ignore[index]
    table("delete-entity", entity_id)
    assert answer(table("record", entity_id))["entity"] is None


def test_merged_id_leads_to_the_other(table: Table) -> None:
    """The old ID says what it was merged into, and its names have moved."""
    table("merge", BELARUS, MINSK, "--yes")
    assert answer(table("record", BELARUS))["merged_into"] == MINSK
    assert "Беларусь" in aliases(table, MINSK)


def test_split_takes_aliases_along(table: Table) -> None:
    """The new entity has what was named, the old one the rest."""
    made = table(
        "split", GUARD, "--name", "Rosgvardiya", "--kind", "organisation", "--alias", "Росгвардия"
    )
    (new,) = answer(made)["created"]  # type: ignore[misc]
    assert aliases(table, new) == {"Росгвардия"}
    assert "Росгвардия" not in aliases(table, GUARD)


def test_split_of_an_alias_that_is_not_there_is_refused(table: Table) -> None:
    """The alias at fault is named and nothing is done."""
    made = table("split", GUARD, "--name", "X", "--kind", "place", "--alias", "Nothing")
    assert made.exit_code == Exit.USAGE
    assert "no alias 'Nothing'" in made.stderr


def test_alias_is_changed_and_removed(table: Table) -> None:
    """Another row stands in its place; then none."""
    key = ("Минск", "--of-lang", "ru")
    table("change-alias", MINSK, *key, "--to", "г. Минск", "--kind", "official", "--lang", "ru")
    assert aliases(table, MINSK) == {"г. Минск"}
    table("remove-alias", MINSK, "г. Минск", "--lang", "ru")
    assert aliases(table, MINSK) == set()


def test_change_is_undone(table: Table) -> None:
    """The alias is gone again; the log has both."""
    done = answer(table("add-alias", MINSK, "Mińsk"))
    assert table("undo", str(done["revision"])).exit_code == Exit.OK
    assert "Mińsk" not in aliases(table, MINSK)
    assert answer(table("record", MINSK, "--at", str(done["revision"])))["aliases"] != []


def test_dry_run_tells_of_a_collision_and_does_nothing(table: Table) -> None:
    """Whose name it is already is said beforehand."""
    lines = table("add-alias", MINSK, "Lukashenko", "--dry-run").stdout.splitlines()
    said = {found["kind"]: found for found in map(json.loads, lines)}
    assert LUKASHENKO in said["collision"]["entity_ids"]
    assert LUKASHENKO in said["ambiguity"]["entity_ids"]
    assert "Lukashenko" not in aliases(table, MINSK)


def test_stale_edit_is_refused(table: Table) -> None:
    """An edit that expects an older version fails, and says which stands."""
    version = answer(table("record", MINSK))["version"]
    table("add-alias", MINSK, "Mińsk")
    stale = table("add-alias", MINSK, "Miensk", "--expect", f"{MINSK}={version}")
    assert stale.exit_code == Exit.SOME_FAILED
    assert "has changed" in stale.stderr


def test_request_is_done_once(table: Table) -> None:
    """The same request ID gives the answer of the first time."""
    first = answer(table("add-alias", MINSK, "Mińsk", "--request-id", "r1"))
    again = answer(table("add-alias", MINSK, "Mińsk", "--request-id", "r1"))
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["revision"] == first["revision"]


def test_rulings_come_and_go(table: Table) -> None:
    """A ruling is listed until it is withdrawn."""
    table("never", "Minsk agreements", MINSK)
    table("not-a-name", "Press")
    listed = [json.loads(line) for line in table("rulings").stdout.splitlines()]
    assert {(each["kind"], each["left"]) for each in listed} == {
        ("never", "minsk agreements"),
        ("not-a-name", "press"),
    }
    table("not-a-name", "Press", "--withdraw")
    assert [json.loads(line)["kind"] for line in table("rulings").stdout.splitlines()] == ["never"]


def test_proposal_is_approved_by_another(table: Table) -> None:
    """Its author may not; another may."""
    proposal = answer(table("add-alias", MINSK, "Mińsk", "--propose"))["proposal"]
    assert table("approve", str(proposal)).exit_code == Exit.SOME_FAILED
    assert "Mińsk" in table("proposals", "--format", "text").stdout
    assert table("approve", str(proposal), "--actor", "bob").exit_code == Exit.OK
    assert "Mińsk" in aliases(table, MINSK)


def test_server_that_knows_its_callers_is_told_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes none but the caller's, for edits and for decisions alike."""
    monkeypatch.setenv("NAMENORM_TOKEN", "nn_secret")
    server, store = TableChoice("", "127.0.0.1:1"), TableChoice("table.db", "")
    assert actor_at(server, "") == ""
    assert actor_at(server, "bob") == "bob"
    assert actor_at(store, "") == getpass.getuser()
    monkeypatch.delenv("NAMENORM_TOKEN")
    assert actor_at(server, "") == getpass.getuser()


def test_watch_writes_what_has_been_done(table: Table) -> None:
    """From a revision on, each change is a line."""
    done = answer(table("add-alias", MINSK, "Mińsk"))
    after = str(int(str(done["revision"])) - 1)
    seen = table("watch", "--after", after, "--for", "0.1").stdout.splitlines()
    assert [json.loads(line)["revision"] for line in seen] == [done["revision"]]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("update-entity", MINSK), "nothing to change"),
        (("undo", "x..y"), "is not REVISION"),
        (("add-alias", MINSK, "X", "--expect", "nn1"), "is not ID=VERSION"),
        (("add-entity", "X", "--kind", "place", "--xref", "Q1"), "is not SCHEME=VALUE"),
    ],
)
def test_bad_call_is_a_usage_error(
    table: Table, arguments: tuple[str, ...], complaint: str
) -> None:
    """What is wrong is named."""
    result = table(*arguments)
    assert result.exit_code == Exit.USAGE
    assert complaint in result.stderr


def test_edit_of_nobody_is_told(table: Table) -> None:
    """An ID that nobody has is told."""
    result = table("add-alias", "nn999999", "X")
    assert result.exit_code == Exit.SOME_FAILED
    assert "nn999999" in result.stderr


def test_resolve_sees_the_edit_and_the_past(table: Table, place: str) -> None:
    """The store's engine answers with the new alias, and without it as of before."""
    done = answer(table("add-alias", MINSK, "Old Menesk", "--kind", "former"))
    before = str(int(str(done["revision"])) - 1)

    def decision(*extra: str) -> str:
        command = ["resolve", "Old Menesk", "--store", place, *extra]
        result = CliRunner().invoke(cli, command, catch_exceptions=False)
        return str(json.loads(result.stdout)["decision"])

    assert decision() == "match"
    assert decision("--as-of", before) == "nil"
