"""What an operator chooses for a server. Imports no gRPC, so that a supervisor can read it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from normalizer.errors import InvalidOptionError

DEFAULT_LISTEN = "127.0.0.1:50051"


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Whom a server listens to and how much it takes on.

    A host that is not loopback is refused unless `insecure` is true, since nothing is
    encrypted. `grace` is how many seconds the calls in flight have to finish once the server
    drains. `running` calls are worked on at once and `waiting` more wait for a turn; the next
    is refused. `streams` is the most open streams. `reuse_port` lets several processes share
    the port. `probe_bandwidth` lets gRPC widen its windows on wide-area links, at the cost of
    much memory a stream.
    """

    insecure: bool = False
    grace: float = 10.0
    running: int = 64
    waiting: int = 256
    streams: int = 256
    max_message_bytes: int = 32 * 1024 * 1024
    reuse_port: bool = False
    probe_bandwidth: bool = False


def host_and_port(listen: str, insecure: bool) -> tuple[str, int]:
    """Return `HOST:PORT` taken apart; raise InvalidOptionError where it is malformed or unsafe.

    >>> host_and_port("[::1]:0", insecure=False)
    ('[::1]', 0)
    """
    host, _, port = listen.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not host or (":" in host and not bracketed):
        raise InvalidOptionError("listen", f"{listen!r} is not HOST:PORT")
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535):
        raise InvalidOptionError("listen", f"{port!r} is not a port from 0 to 65535")
    if not (insecure or is_loopback(host)):
        reason = f"{host} is not loopback, and plain text there must be asked for (insecure)"
        raise InvalidOptionError("listen", reason)
    return host, int(port)


def is_loopback(host: str) -> bool:
    """Return whether a host, named or as an address with or without brackets, is this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False
