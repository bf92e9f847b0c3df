"""Certificates from files, taken anew for the next connection when the files have changed.

A renewal that cannot be used, such as a key that does not fit, is complained of once, and
connections go on with what was good.
"""

from __future__ import annotations

import logging
from pathlib import Path

import grpc

from normalizer.errors import InputError
from normalizer.service.certificates import check_tls
from normalizer.service.config import TlsFiles

logger = logging.getLogger(__name__)


def server_credentials(files: TlsFiles) -> grpc.ServerCredentials:
    """Return credentials that follow the files; raise InputError when they are faulty now."""
    watch = _Renewal(files)
    return grpc.dynamic_ssl_server_credentials(
        watch.configuration(),
        watch.renewed,  # type: ignore[arg-type]  # None, for no change, is documented
        require_client_authentication=files.client_roots is not None,
    )


class _Renewal:
    """Looks at the files before each handshake; called on a thread of gRPC's."""

    def __init__(self, files: TlsFiles) -> None:
        self._files = files
        self._marks = self._look()

    def configuration(self) -> grpc.ServerCertificateConfiguration:
        """Return what the files hold; raise InputError when they are faulty."""
        check_tls(self._files)
        pair = (self._files.key.read_bytes(), self._files.chain.read_bytes())
        roots = self._files.client_roots
        return grpc.ssl_server_certificate_configuration(
            [pair], root_certificates=roots.read_bytes() if roots else None
        )

    def renewed(self) -> grpc.ServerCertificateConfiguration | None:
        """Return what the files hold when it is new and good, else None."""
        marks = self._look()
        if marks == self._marks:
            return None
        self._marks = marks
        try:
            found = self.configuration()
        except (InputError, OSError) as failure:
            logger.error("the old certificate stays: %s", failure)
            return None
        logger.info("took the new certificate in %s", self._files.chain)
        return found

    def _look(self) -> list[tuple[int, int] | None]:
        files = (self._files.chain, self._files.key, self._files.client_roots)
        return [_mark(path) for path in files if path is not None]


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
