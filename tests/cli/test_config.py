from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalizer.cli.exits import Exit
from normalizer.types import AnnotateOptions, OffsetUnit, ResolveOptions
from tests.cli.conftest import Run
from tests.cli.fake_service import FakeService

FILE = """\
progress = "none"
[annotate]
offsets = "utf8"
min-score = 0.25
kind = ["person", "place"]
[table.search]
limit = 3
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return a configuration file."""
    (tmp_path / "namenorm.toml").write_text(FILE, encoding="utf-8")
    return str(tmp_path / "namenorm.toml")


def _asked(service: FakeService) -> AnnotateOptions:
    (options,) = service.asked
    assert isinstance(options, AnnotateOptions)
    return options


def test_file_is_below_the_environment_and_flags(
    run: Run, file: str, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each option is taken from the file, unless the environment or a flag says otherwise."""
    monkeypatch.setenv("NAMENORM_ANNOTATE_OFFSETS", "utf16")
    monkeypatch.setenv("NAMENORM_ANNOTATE_MIN_SCORE", "0.5")
    run("--config", file, "annotate", "-", "--min-score", "0.75", input="x")
    found = _asked(service)
    assert (found.offsets, found.min_score) == (OffsetUnit.UTF16, 0.75)
    assert {kind.value for kind in found.kinds} == {"person", "place"}


def test_sections_are_for_their_commands(run: Run, file: str, service: FakeService) -> None:
    """What is said of one command does not touch another."""
    run("--config", file, "resolve", "Minsk")
    assert service.asked == [ResolveOptions()]


def test_file_that_the_environment_names(
    run: Run, file: str, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file can be named once for all commands."""
    monkeypatch.setenv("NAMENORM_CONFIG", file)
    run("annotate", "-", input="x")
    assert _asked(service).offsets is OffsetUnit.UTF8


def test_own_file(
    run: Run, file: str, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a word the file in the user's folder is read, if there is one."""
    monkeypatch.delenv("NAMENORM_CONFIG")
    own = Path(file).parent / "namenorm" / "config.toml"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent.parent))
    run("annotate", "-", input="x")
    own.parent.mkdir()
    Path(file).rename(own)
    run("annotate", "-", input="x")
    units = [each.offsets for each in service.asked if isinstance(each, AnnotateOptions)]
    assert units == [OffsetUnit.CODEPOINT, OffsetUnit.UTF8]


def test_server_of_the_environment_wins_over_seeds_of_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that exclude each other, the one that was said more directly stands."""
    (tmp_path / "c.toml").write_text(f'seeds = "{tmp_path}"\n', encoding="utf-8")
    monkeypatch.setenv("NAMENORM_SERVER", "127.0.0.1:1")
    assert run("--config", str(tmp_path / "c.toml"), "resolve", "Minsk").exit_code == Exit.OK
    flags = ("--seeds", str(tmp_path), "--server", "127.0.0.1:1")
    assert run("resolve", "Minsk", *flags).exit_code == Exit.USAGE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[annotate]\noffset = 1\n", "[annotate] has no option 'offset'"),
        ("[anotate]\n", "[anotate] is no command"),
        ("offsets = 'utf8'\n", "'offsets' cannot stand at the top"),
        ("annotate = 1\n", "'annotate' cannot stand at the top"),
        ("[annotate\n", "malformed TOML"),
        ("[annotate]\noffsets = 'utf7'\n", "'utf7' is not one of"),
    ],
)
def test_faulty_file(run: Run, tmp_path: Path, text: str, said: str) -> None:
    """A file that says what nobody reads is refused, with the place."""
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    done = run("--config", str(tmp_path / "c.toml"), "annotate", "-", input="x")
    assert done.exit_code != Exit.OK
    assert said in done.stderr


def test_missing_file(run: Run) -> None:
    """A file that was asked for must be there."""
    done = run("--config", "missing.toml", "annotate", "-", input="x")
    assert (done.exit_code, done.stderr) == (
        Exit.SOME_FAILED,
        "namenorm: missing.toml: No such file or directory\n",
    )


def _shown(run: Run, *arguments: str) -> dict[str, dict[str, Any]]:
    lines = run(*arguments).stdout.splitlines()
    return {f"{each['command']} {each['option']}": each for each in map(json.loads, lines)}


def test_show_says_where_values_are_from(
    run: Run, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each option has its value and its source: file, environment or default."""
    monkeypatch.setenv("NAMENORM_ANNOTATE_OFFSETS", "utf16")
    monkeypatch.setenv("NAMENORM_SERVER", "h:1")
    rows = _shown(run, "--config", file, "config", "show", "annotate")
    found = {name: (row["value"], row["source"], row["where"]) for name, row in rows.items()}
    assert found[" config"] == (file, "flag", "--config")
    assert found["annotate --offsets"] == ("utf16", "environment", "NAMENORM_ANNOTATE_OFFSETS")
    assert found["annotate --server"] == ("h:1", "environment", "NAMENORM_SERVER")
    assert found["annotate --min-score"] == ("0.25", "file", f"{file} [annotate]")
    assert found["annotate --progress"] == ("none", "file", file)
    assert found["annotate --nil"] == ("no", "default", "")


def test_show_of_all_commands(run: Run, file: str) -> None:
    """Without a name every command is shown, those of groups too."""
    rows = _shown(run, "--config", file, "config", "show")
    assert rows["table search --limit"]["value"] == "3"
    assert rows["annotate --offsets"]["value"] == "utf8"
    assert {"resolve", "serve", "table check"} <= {row["command"] for row in rows.values()}


@pytest.mark.parametrize("names", [("tabel",), ("table", "serch")])
def test_show_of_no_command(run: Run, names: tuple[str, ...]) -> None:
    """A command that there is not is a mistake of usage."""
    assert run("config", "show", *names).exit_code == Exit.USAGE
