"""The server that `--server` names, reached as the environment says.

Secrets come from the environment and not from flags, which every user of a machine can read.
"""

from __future__ import annotations

import os
from pathlib import Path

from normalizer.client.curation import RemoteCuration
from normalizer.client.options import ClientOptions, ClientTls
from normalizer.client.sync import RemoteEngine

TOKEN = "NAMENORM_TOKEN"
TLS = "NAMENORM_TLS"
ROOTS, CHAIN, KEY = "NAMENORM_TLS_CA", "NAMENORM_TLS_CERT", "NAMENORM_TLS_KEY"


def remote_engine(target: str) -> RemoteEngine:
    """Return the client of a server; raise InputError for files that cannot be read.

    Raises InvalidOptionError for a token that would travel in plain text.
    """
    return RemoteEngine(target, options=_options())


def remote_curation(target: str) -> RemoteCuration:
    """Return the client of a server's alias table; raises as `remote_engine` does."""
    return RemoteCuration(target, options=_options())


def is_known() -> bool:
    """Return whether the environment says who we are, so that a server knows its caller."""
    return bool(os.environ.get(TOKEN) or os.environ.get(CHAIN))


def _options() -> ClientOptions:
    return ClientOptions(tls=_tls(), token=os.environ.get(TOKEN, ""))


def _tls() -> ClientTls | None:
    """Return the certificates to use; None, for plain text, when no variable asks for TLS."""
    roots, chain, key = (_path(name) for name in (ROOTS, CHAIN, KEY))
    if not (roots or chain or key or os.environ.get(TLS, "") == "1"):
        return None
    return ClientTls(roots, chain, key)


def _path(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value) if value else None
