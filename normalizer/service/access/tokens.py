"""Bearer tokens: made once, shown once, and kept as digests in a file.

A token has 256 random bits, so a plain SHA-256 of it cannot be searched; what the file holds lets
nobody in. Its first characters are an identifier, by which it is named in lists and logs.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from normalizer.errors import InputError, InvalidOptionError
from normalizer.service.access.roles import ROLES, Role
from normalizer.tsv import read_rows

PREFIX = "nnt"
COLUMNS = ("id", "role", "name", "sha256", "created", "expires", "revoked")
MAX_NAME = 100
_ID_BYTES = 4
_DIGEST = re.compile("[0-9a-f]{64}")
_SECRET_BYTES = 32
_HEADER = """\
# Bearer tokens of callers, written by `namenorm token`; digests, not the tokens themselves.
# Read by `namenorm serve --tokens`, which notices changes within a second.
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. Times are UTC; None is never."""

    id: str
    role: Role
    name: str
    sha256: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Return whether the token lets its bearer in."""
        return self.revoked is None and (self.expires is None or now < self.expires)


Book = Mapping[str, Token]
"""The digest of each token → the token."""


def digest(secret: str) -> str:
    """Return the digest by which a token is found."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def read_tokens(path: Path) -> Book:
    """Return the tokens of a file; raise InputError for a malformed line or no file."""
    book: dict[str, Token] = {}
    ids: set[str] = set()
    for line, fields in read_rows(path, COLUMNS, InputError):
        try:
            token = _token(fields)
        except ValueError as failure:
            raise InputError(str(path), line, str(failure)) from None
        if token.id in ids:
            raise InputError(str(path), line, f"token {token.id} stands twice")
        ids.add(token.id)
        book[token.sha256] = token
    return book


def create_token(path: Path, name: str, role: Role, expires: datetime | None) -> tuple[Token, str]:
    """Return a new token and its secret, once the file holds its digest.

    The file is made when there is none. Raises InvalidOptionError for a name that is empty, too
    long or not printable.
    """
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidOptionError("name", f"must be 1 to {MAX_NAME} printable characters")
    identifier = secrets.token_hex(_ID_BYTES)
    secret = f"{PREFIX}_{identifier}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    token = Token(identifier, role, name, digest(secret), _now(), expires)
    with _edited(path) as tokens:
        tokens.append(token)
    return token, secret


def revoke_token(path: Path, identifier: str) -> Token:
    """Return a token that is now revoked, and was before if it was; the file is written.

    Raises InvalidOptionError when the file has no such token.
    """
    with _edited(path) as tokens:
        for place, token in enumerate(tokens):
            if token.id == identifier:
                tokens[place] = replace(token, revoked=token.revoked or _now())
                return tokens[place]
        raise InvalidOptionError("id", f"there is no token {identifier!r} in {path}")


@contextmanager
def _edited(path: Path) -> Iterator[list[Token]]:
    """Give the tokens of a file to edit; write them when all went well, whole or not at all."""
    with (path.parent / f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once must not lose each other's work
        tokens = list(read_tokens(path).values()) if path.exists() else []
        yield tokens
        _write(path, tokens)


def _write(path: Path, tokens: list[Token]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # for us alone
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(_HEADER + "\t".join(COLUMNS) + "\n")
            file.writelines("\t".join(_fields(token)) + "\n" for token in tokens)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _token(fields: list[str]) -> Token:
    identifier, role, name, sha256, created, expires, revoked = fields
    if role not in ROLES:
        raise ValueError(f"role {role!r} is not one of {', '.join(ROLES)}")
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("sha256 is not 64 hexadecimal digits")
    if not identifier:
        raise ValueError("id is empty")
    made = _time("created", created)
    if made is None:
        raise ValueError("created is empty")
    return Token(
        identifier,
        ROLES[role],
        name,
        sha256,
        made,
        _time("expires", expires),
        _time("revoked", revoked),
    )


def _time(field: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{field} {text!r} is not a time as 2030-01-31T12:00:00+00:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _fields(token: Token) -> Iterator[str]:
    for value in astuple(token):
        if isinstance(value, Role):
            yield value.word
        elif isinstance(value, datetime):
            yield value.isoformat()
        else:
            yield value or ""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
