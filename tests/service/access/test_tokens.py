from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from normalizer.errors import InputError, InvalidOptionError
from normalizer.service.access.roles import Role
from normalizer.service.access.tokens import create_token, digest, read_tokens, revoke_token

NOW = datetime.now(UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a file of tokens that is not there yet."""
    return tmp_path / "tokens.tsv"


def test_new_token_is_found_by_its_secret_alone(path: Path) -> None:
    """The file holds the digest, the name and the role, and not the secret."""
    token, secret = create_token(path, "crawler", Role.READER, NOW + timedelta(days=1))
    book = read_tokens(path)
    assert book[digest(secret)] == token
    assert digest(secret + "x") not in book
    assert secret not in path.read_text("utf-8")
    assert secret.rpartition("_")[2] not in path.read_text("utf-8")


def test_file_is_for_its_owner_alone(path: Path) -> None:
    """Who can read it learns names, and who can write it lets himself in."""
    create_token(path, "crawler", Role.READER, None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_token_is_good_until_it_expires_or_is_revoked(path: Path) -> None:
    """Each of both ends it; revoking twice keeps the first time."""
    token, _ = create_token(path, "crawler", Role.CURATOR, NOW + timedelta(days=1))
    assert token.is_good(NOW)
    assert not token.is_good(NOW + timedelta(days=2))
    revoked = revoke_token(path, token.id)
    assert not revoked.is_good(NOW)
    assert revoke_token(path, token.id) == revoked
    assert list(read_tokens(path).values()) == [revoked]


def test_tokens_made_at_once_are_all_kept(path: Path) -> None:
    """Two commands do not lose each other's work."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: create_token(path, f"c{n}", Role.READER, None), range(24)))
    assert {token.name for token in read_tokens(path).values()} == {f"c{n}" for n in range(24)}


@pytest.mark.parametrize("name", ["", "  ", "two\tcolumns", "x" * 101, "line\nbreak"])
def test_name_that_would_break_the_file_is_refused(path: Path, name: str) -> None:
    """And no file is made."""
    with pytest.raises(InvalidOptionError):
        create_token(path, name, Role.READER, None)
    assert not path.exists()


def test_unknown_token_cannot_be_revoked(path: Path) -> None:
    """The file stays as it was."""
    create_token(path, "crawler", Role.READER, None)
    before = path.read_bytes()
    with pytest.raises(InvalidOptionError, match="nobody"):
        revoke_token(path, "nobody")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\treader\t", "\tking\t", "role 'king'"),
        ("+00:00", " o'clock", "not a time"),
        ("\tcrawler\t", "\tcrawler\tmore\t", "columns"),
    ],
)
def test_malformed_line_is_named(path: Path, old: str, new: str, reason: str) -> None:
    """With file, line and reason."""
    create_token(path, "crawler", Role.READER, None)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError) as failure:
        read_tokens(path)
    assert reason in failure.value.reason
    assert failure.value.line == 4


def test_digest_that_is_none_is_refused(path: Path) -> None:
    """A secret pasted in the place of its digest would lie open."""
    token, _ = create_token(path, "crawler", Role.READER, None)
    path.write_text(path.read_text("utf-8").replace(token.sha256, "hunter2"), "utf-8")
    with pytest.raises(InputError, match="sha256"):
        read_tokens(path)
