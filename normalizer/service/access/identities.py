"""SPIFFE IDs of client certificates → roles, from a hand-written file.

An ID is compared as a whole; one that ends in `/*` stands for everything below it.
Source: https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md and X509-SVID.md
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from normalizer.errors import InputError
from normalizer.service.access.roles import ROLES, Role
from normalizer.tsv import read_rows

COLUMNS = ("identity", "role")
SCHEME = "spiffe://"
_BELOW = "/*"


def read_identities(path: Path) -> Mapping[str, Role]:
    """Return the identities of a file; raise InputError for a malformed line or no file."""
    found: dict[str, Role] = {}
    for line, (identity, role) in read_rows(path, COLUMNS, InputError):
        if reason := _fault(identity, role, found):
            raise InputError(str(path), line, reason)
        found[identity] = ROLES[role]
    return found


def _fault(identity: str, role: str, found: Mapping[str, Role]) -> str:
    if not identity.startswith(SCHEME) or identity == SCHEME:
        return f"{identity!r} is not a SPIFFE ID (spiffe://domain/path)"
    if "*" in identity.removesuffix(_BELOW):
        return f"{identity!r}: a star may only stand at the end, after a slash"
    if role not in ROLES:
        return f"role {role!r} is not one of {', '.join(ROLES)}"
    return f"{identity} stands twice" if identity in found else ""


def spiffe_id(names: Iterable[bytes]) -> str:
    """Return the one SPIFFE ID among a certificate's alternative names, "" when not exactly one."""
    found = [name for name in names if name.startswith(SCHEME.encode())]
    return found[0].decode("utf-8", "replace") if len(found) == 1 else ""


def role_for(identity: str, known: Mapping[str, Role]) -> Role | None:
    """Return the role of a SPIFFE ID by its own row, else by the longest `/*` above it."""
    if identity in known:
        return known[identity]
    above = identity
    while (above := above.rpartition("/")[0]).startswith(SCHEME):
        if above + _BELOW in known:
            return known[above + _BELOW]
    return None
