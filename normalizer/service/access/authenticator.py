"""A call's metadata and certificate → its caller.

1. A bearer token, if one is sent: it must be good, whatever else there is.
2. A client certificate's SPIFFE ID, where identities are configured.
3. Else nobody in particular, with the role that is configured for such callers, if any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from normalizer.service.access.identities import read_identities, role_for, spiffe_id
from normalizer.service.access.roles import METHOD_ROLES, Role, role_of
from normalizer.service.access.tokens import Book, digest, read_tokens
from normalizer.service.access.watched import Watched
from normalizer.service.call import Caller
from normalizer.service.config import AccessRules
from normalizer.service.faults import ForbiddenError, UnauthenticatedError

_BEARER = "bearer "
_MOST_STRANGERS = 10_000
_ALTERNATIVE_NAMES = "x509_subject_alternative_name"


class Authenticator:
    """Tells callers apart, and what they may do. Raises InputError for faulty files when made."""

    def __init__(self, rules: AccessRules) -> None:
        self._tokens: Watched[Book] | None = None
        self._identities: Watched[Mapping[str, Role]] | None = None
        if rules.tokens:
            self._tokens = Watched(rules.tokens, read_tokens, {})
        if rules.identities:
            self._identities = Watched(rules.identities, read_identities, {})
        self._strangers: dict[str, Caller] = {}
        self._anonymous = role_of(rules.everybody) if rules.everybody else None

    def caller(self, metadata: Mapping[str, str | bytes], context: Any) -> Caller:
        """Return who calls; raise UnauthenticatedError for a token that is not good."""
        authorisation = metadata.get("authorization")
        if authorisation is not None:
            return self._bearer(str(authorisation))
        if self._identities is not None and (found := self._certified(context)):
            return found
        return self._stranger(context.peer())

    def _stranger(self, peer: str) -> Caller:
        found = self._strangers.get(peer)
        if found is None:
            if len(self._strangers) >= _MOST_STRANGERS:
                self._strangers.clear()
            host = _host(peer)
            found = Caller(f"anonymous at {host}", self._anonymous, host, known=False)
            self._strangers[peer] = found
        return found

    def _bearer(self, authorisation: str) -> Caller:
        secret = authorisation[len(_BEARER) :].strip()
        known = self._tokens.get() if self._tokens else {}
        # A digest is looked up and not a secret: how long it takes tells nothing.
        token = known.get(digest(secret))
        if not authorisation.lower().startswith(_BEARER) or token is None:
            raise UnauthenticatedError("the bearer token is not known")
        if not token.is_good(datetime.now(UTC)):
            raise UnauthenticatedError("the bearer token has expired or was revoked")
        return Caller(f"token {token.id} ({token.name})", token.role, f"token:{token.id}")

    def _certified(self, context: Any) -> Caller | None:
        names: Sequence[bytes] = context.auth_context().get(_ALTERNATIVE_NAMES, ())
        identity = spiffe_id(names)
        if not identity or self._identities is None:
            return None
        return Caller(identity, role_for(identity, self._identities.get()), identity)


def authorise(caller: Caller, method: str) -> None:
    """Raise unless the caller may call the method.

    UnauthenticatedError says that a caller without a name might, with one; ForbiddenError
    that this one may not.
    """
    needed = METHOD_ROLES.get(method)
    if needed is not None and caller.role is not None and caller.role >= needed:
        return
    if not caller.known:
        raise UnauthenticatedError("a bearer token or a client certificate is needed")
    raise ForbiddenError(needed.word if needed else "")


def _host(peer: str) -> str:
    """Return the host of gRPC's `ipv4:127.0.0.1:5000` or `ipv6:%5B::1%5D:5000`, without port."""
    return peer.rpartition(":")[0] if peer.startswith("ipv") else peer
