"""`namenorm doctor` finds what is wrong, and says so."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from normalizer.cli.checks import SOON
from normalizer.cli.main import cli
from normalizer.service.access.roles import Role
from normalizer.service.access.tokens import create_token
from tests.cli.small_seeds import write_seeds


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small alias table."""
    folder = tmp_path_factory.mktemp("doctor") / "seeds"
    write_seeds(folder)
    return folder


def examine(seeds: Path, *words: object) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit code, and matter → (state, detail); of two findings the worse one."""
    command = ["doctor", "--seeds", str(seeds), "--format", "jsonl", *map(str, words)]
    result = CliRunner().invoke(cli, command)
    found: dict[str, tuple[str, str]] = {}
    for line in map(json.loads, result.stdout.splitlines()):
        before = found.get(line["matter"], ("", ""))
        if before[0] != "fail":
            found[line["matter"]] = (line["state"], line["detail"])
    return result.exit_code, found


def test_good_installation_has_no_failures(seeds: Path) -> None:
    """Python, packages, contract, table; nothing that was not asked for."""
    code, found = examine(seeds)
    assert code == 0
    assert {found[matter][0] for matter in ("python", "contract", "alias table")} == {"ok"}
    assert "server" not in found


def test_faulty_table_fails_with_file_and_line(seeds: Path, tmp_path: Path) -> None:
    """As a server would at its start."""
    write_seeds(tmp_path / "seeds")
    sheet = next((tmp_path / "seeds").rglob("aliases.tsv"))
    sheet.write_text(sheet.read_text("utf-8") + "one column\n", "utf-8")
    code, found = examine(tmp_path / "seeds")
    assert code == 1
    assert found["alias table"][0] == "fail"
    assert "aliases.tsv:" in found["alias table"][1]


def test_taken_port_and_silent_server_fail(seeds: Path) -> None:
    """Each is named."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, found = examine(seeds, "--listen", f"127.0.0.1:{port}", "--server", "127.0.0.1:1")
    assert code == 1
    assert (found["listen"][0], found["server"][0]) == ("fail", "fail")
    assert str(port) in found["listen"][1]


def test_tokens_are_looked_over(seeds: Path, tmp_path: Path) -> None:
    """One that ends soon is a warning; a file that others may write is a failure."""
    path = tmp_path / "tokens.tsv"
    create_token(path, "crawler", Role.READER, None)
    assert examine(seeds, "--tokens", path)[1]["tokens"][0] == "ok"
    soon, _ = create_token(path, "late", Role.READER, datetime.now(UTC) + SOON / 2)
    state, detail = examine(seeds, "--tokens", path)[1]["tokens"]
    assert (state, soon.id in detail) == ("warn", True)
    path.chmod(0o666)
    assert examine(seeds, "--tokens", path)[1]["tokens"][0] == "fail"


@pytest.mark.parametrize(("days", "state"), [(90, "ok"), (3, "warn"), (-1, "fail")])
def test_certificate_is_looked_over(seeds: Path, tmp_path: Path, days: int, state: str) -> None:
    """By when it ends; and a key of another certificate does not fit."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed")
    ca = trustme.CA()
    ends = datetime.now(UTC) + timedelta(days=days)
    begins = ends - timedelta(days=100)
    issued = ca.issue_cert("localhost", not_before=begins, not_after=ends)
    chain, key, other = (tmp_path / name for name in ("chain.pem", "key.pem", "other.pem"))
    chain.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    found = examine(seeds, "--tls-cert", chain, "--tls-key", key)[1]
    assert found["certificate"][0] == state
    ca.issue_cert("localhost").private_key_pem.write_to_path(str(other))
    found = examine(seeds, "--tls-cert", chain, "--tls-key", other)[1]
    assert found["certificate"][0] == "fail"
