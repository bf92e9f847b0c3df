from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.errors import InputError
from normalizer.service.access.identities import read_identities, role_for, spiffe_id
from normalizer.service.access.roles import Role

KNOWN = {
    "spiffe://example.org/desk": Role.CURATOR,
    "spiffe://example.org/crawlers/*": Role.READER,
    "spiffe://example.org/crawlers/chief": Role.ADMIN,
}


@pytest.mark.parametrize(
    ("identity", "role"),
    [
        ("spiffe://example.org/desk", Role.CURATOR),
        ("spiffe://example.org/desk/below", None),
        ("spiffe://example.org/crawlers/one", Role.READER),
        ("spiffe://example.org/crawlers/one/two", Role.READER),
        ("spiffe://example.org/crawlers/chief", Role.ADMIN),
        ("spiffe://example.org/crawlers", None),
        ("spiffe://example.org/crawlersandmore", None),
        ("spiffe://example.com/desk", None),
    ],
)
def test_role_is_of_the_row_that_fits_best(identity: str, role: Role | None) -> None:
    """A star stands for what is below its slash, and for nothing beside it."""
    assert role_for(identity, KNOWN) is role


def test_certificate_must_have_one_identity() -> None:
    """None and two are no identity; other names do not count."""
    desk, host = b"spiffe://example.org/desk", b"desk.example.org"
    assert spiffe_id([host, desk]) == desk.decode()
    assert spiffe_id([host]) == ""
    assert spiffe_id([desk, b"spiffe://example.org/other"]) == ""


def test_rows_are_read(tmp_path: Path) -> None:
    """Comments are left out."""
    path = tmp_path / "identities.tsv"
    path.write_text("# ours\nidentity\trole\nspiffe://example.org/desk\tcurator\n", "utf-8")
    assert read_identities(path) == {"spiffe://example.org/desk": Role.CURATOR}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("https://example.org\treader", "not a SPIFFE ID"),
        ("spiffe://\treader", "not a SPIFFE ID"),
        ("spiffe://*/desk\treader", "star"),
        ("spiffe://example.org/desk\tking", "role"),
        ("spiffe://example.org/a\treader\nspiffe://example.org/a\tadmin", "twice"),
    ],
)
def test_malformed_row_is_named(tmp_path: Path, row: str, reason: str) -> None:
    """With its line."""
    path = tmp_path / "identities.tsv"
    path.write_text(f"identity\trole\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=reason) as failure:
        read_identities(path)
    assert failure.value.line == 1 + len(row.splitlines())
