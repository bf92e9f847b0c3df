"""`namenorm token`: what it writes, shows and keeps to itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from normalizer.cli.main import cli
from normalizer.service.access.tokens import digest, read_tokens


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a file of tokens that is not there yet."""
    return tmp_path / "tokens.tsv"


def run(*words: object) -> tuple[int, str, str]:
    """Return exit code, output and messages of a command."""
    result = CliRunner().invoke(cli, ["token", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def test_created_token_is_printed_alone(path: Path) -> None:
    """So that a script can take it; what it is goes to standard error."""
    code, out, err = run("create", "--file", path, "--name", "crawler", "--role", "curator")
    [token] = read_tokens(path).values()
    assert (code, digest(out.strip())) == (0, token.sha256)
    assert token.role.word == "curator"
    assert token.expires is not None
    assert token.id in err
    assert out.strip() not in err


def test_list_shows_the_state_of_each(path: Path) -> None:
    """Good, revoked; no secret and no digest."""
    run("create", "--file", path, "--name", "crawler", "--days", "0")
    run("create", "--file", path, "--name", "desk")
    gone = next(token for token in read_tokens(path).values() if token.name == "desk")
    assert run("revoke", gone.id, "--file", path)[0] == 0
    code, out, _ = run("list", "--file", path, "--format", "jsonl")
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert code == 0
    assert (rows["crawler"]["state"], rows["crawler"]["expires"]) == ("good", "never")
    assert rows["desk"]["state"] == "revoked"
    assert gone.sha256 not in out
    assert "revoked" in run("list", "--file", path, "--format", "text")[1]


def test_unknown_token_and_missing_file_are_told(path: Path) -> None:
    """With exit codes that say so."""
    assert run("list", "--file", path)[0] == 1
    code, _, err = run("revoke", "nobody", "--file", path)
    assert code == 2
    assert "nobody" in err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--tls-cert", "FILE"), "--tls-key"),
        (("--identities", "FILE"), "--tls-client-ca"),
        (("--listen", "0.0.0.0:0"), "insecure"),
    ],
)
def test_half_a_protection_is_refused(path: Path, options: tuple[str, ...], reason: str) -> None:
    """Before anything is loaded or served."""
    path.write_text("", "utf-8")
    words = [str(path) if word == "FILE" else word for word in options]
    result = CliRunner().invoke(cli, ["serve", *words])
    assert result.exit_code == 2
    assert reason in result.stderr
