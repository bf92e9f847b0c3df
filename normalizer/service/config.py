"""What an operator chooses for a server. Imports no gRPC, so that a supervisor can read it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from normalizer.errors import InvalidOptionError

DEFAULT_LISTEN = "127.0.0.1:50051"


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files: the server's chain and key, and whose certificates callers must show, if any."""

    chain: Path
    key: Path
    client_roots: Path | None = None


@dataclass(frozen=True, slots=True)
class AccessRules:
    """Who may call.

    `tokens` is a file of `namenorm token`; `identities` names SPIFFE IDs of client certificates
    with their roles. `anonymous` is the role of callers with neither, or empty for none; by
    default they may read where there are no such files. `reflection` lets callers ask for the
    contract. `audit` is a file that changes and refusals are appended to.
    """

    tokens: Path | None = None
    identities: Path | None = None
    anonymous: str | None = None
    reflection: bool = True
    audit: Path | None = None

    @property
    def everybody(self) -> str:
        """Return the role of callers without a token or identity, "" for none."""
        if self.anonymous is not None:
            return self.anonymous
        return "" if self.tokens or self.identities else "reader"


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What a server tells: metrics at `HOST:PORT`, traces, one log line for each call."""

    metrics: str = ""
    traces: bool = False
    log_calls: bool = False


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Whom a server listens to and how much it takes on, in each of its processes.

    A host that is not loopback is refused in plain text unless `insecure` is true. `grace` is
    how many seconds the calls in flight have to finish once the server drains. `running` calls
    are worked on at once and `waiting` more wait for a turn; the next is refused. Of both, one
    caller gets at most the part `caller_share`, at least one. `streams` is the most open
    streams; one without a message for `stream_idle` seconds is ended, and any after `stream_age`
    seconds, when it has answered what was sent. `connection_age` is after
    how many seconds a connection is asked to come again, so that load spreads; 0 is never.
    `reuse_port` lets several processes share the port. `probe_bandwidth` lets gRPC widen its
    windows on wide-area links, at the cost of much memory a stream.
    """

    insecure: bool = False
    grace: float = 10.0
    running: int = 64
    waiting: int = 256
    caller_share: float = 0.5
    streams: int = 256
    stream_idle: float = 600.0
    stream_age: float = 3600.0
    max_message_bytes: int = 32 * 1024 * 1024
    connection_age: float = 0.0
    reuse_port: bool = False
    probe_bandwidth: bool = False
    tls: TlsFiles | None = None
    access: AccessRules = field(default_factory=AccessRules)
    telemetry: Telemetry = field(default_factory=Telemetry)

    @property
    def open_to_others(self) -> bool:
        """Return whether a host that is not loopback may be listened on."""
        return self.insecure or self.tls is not None


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
