"""Keeps a port for processes that share it, so that all of them bind the same one.

Nothing is accepted here: a socket that is bound and does not listen gets no connection.
"""

from __future__ import annotations

import socket

from normalizer.errors import InvalidOptionError


class ReservedPort:
    """A port that workers of this server may bind, and no other server. To be closed.

    `port` 0 takes a free one. Raises InvalidOptionError naming `option` when it cannot be had.
    """

    def __init__(self, host: str, port: int, option: str = "listen") -> None:
        family, address = _resolved(host, port, option)
        if port:
            _bound(family, address, False, option).close()  # another server would share it unseen
        self._socket = _bound(family, address, True, option)
        self.address = f"{host}:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Let the port go; idempotent."""
        self._socket.close()


def _resolved(host: str, port: int, option: str) -> tuple[int, tuple[object, ...]]:
    bare = host.removeprefix("[").removesuffix("]")
    try:
        found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    except OSError as failure:
        raise InvalidOptionError(option, f"{host} is no host: {failure.strerror}") from failure
    family, _, _, _, address = found[0]
    return family, address


def _bound(family: int, address: tuple[object, ...], shared: bool, option: str) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Connections of a server that has just stopped linger, and are no reason to refuse.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
    except OSError as failure:
        made.close()
        reason = f"{address[0]}:{address[1]} cannot be bound: {failure.strerror}"
        raise InvalidOptionError(option, reason) from failure
    return made
