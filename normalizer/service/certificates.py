"""Checks certificate files before anything is served. Imports no gRPC."""

from __future__ import annotations

import ssl

from normalizer.errors import InputError
from normalizer.service.config import TlsFiles


def check_tls(files: TlsFiles) -> None:
    """Raise InputError when the files cannot make a TLS server."""
    for path in (files.chain, files.key, files.client_roots):
        if path is not None and not path.is_file():
            raise InputError(str(path), 0, "there is no such file")
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # A key with a password would ask for it on the terminal.
        context.load_cert_chain(files.chain, files.key, password=_no_password)
    except (OSError, ValueError) as failure:
        raise InputError(str(files.chain), 0, f"not a chain with its key: {failure}") from failure
    if files.client_roots is not None:
        try:
            context.load_verify_locations(files.client_roots)
        except OSError as failure:
            reason = f"no certificates in PEM: {failure}"
            raise InputError(str(files.client_roots), 0, reason) from failure


def _no_password() -> str:
    raise ValueError("the key is encrypted")
