"""How a client reaches a server, and how hard it tries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import descriptor_pb2

from normalizer.errors import InputError, InvalidOptionError
from normalizer.service.config import is_loopback
from normalizer.v1 import annotator_pb2, curation_pb2, entities_pb2, resolver_pb2, romaniser_pb2

CONTRACTS = (resolver_pb2, annotator_pb2, romaniser_pb2, entities_pb2, curation_pb2)
_SAFE = descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS


@dataclass(frozen=True, slots=True)
class ClientTls:
    """PEM files: authorities of the server (None: the system's), and our own certificate, if any.

    `server_name` is the name that the server's certificate is for, where that is not its host.
    """

    roots: Path | None = None
    chain: Path | None = None
    key: Path | None = None
    server_name: str = ""


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """What a client may be told; the defaults are for a server on this machine.

    `token` is a bearer token. In plain text it is sent to this machine alone, unless `insecure`
    says that the way is protected otherwise. `channels` are connections over which calls are
    spread, since one connection stays with one worker. A call that changes nothing is tried
    `attempts` times (1 to 5) when the server is unavailable or has too much to do, with pauses
    from `first_pause` seconds that double. `keepalive` is after how many silent seconds a
    connection is probed. With `batch_delay` above 0, single names that are asked for within so
    many seconds of each other travel in one call.
    """

    tls: ClientTls | None = None
    token: str = ""
    insecure: bool = False
    channels: int = 4
    attempts: int = 4
    first_pause: float = 0.1
    keepalive: float = 60.0
    batch_delay: float = 0.0


def service_config(options: ClientOptions) -> dict[str, Any]:
    """Return gRPC's service config: retries of safe methods, calls spread over all addresses.

    What is safe is read from the contract (`idempotency_level`). A server that has too much to
    do says itself when to come again. Hedging is left out: gRPC for Python ignores it.
    """
    config: dict[str, Any] = {"loadBalancingConfig": [{"round_robin": {}}]}
    if options.attempts > 1:
        policy = {
            "maxAttempts": options.attempts,
            "initialBackoff": f"{options.first_pause:g}s",
            "maxBackoff": f"{max(1.0, options.first_pause):g}s",
            "backoffMultiplier": 2,
            "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
        }
        config["methodConfig"] = [{"name": list(_safe_methods()), "retryPolicy": policy}]
    return config


def _safe_methods() -> Iterator[dict[str, str]]:
    for contract in CONTRACTS:
        for service in contract.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                if method.GetOptions().idempotency_level == _SAFE:
                    yield {"service": service.full_name, "method": method.name}


def channel_options(options: ClientOptions) -> list[tuple[str, Any]]:
    """Return the options of a channel."""
    found = [
        # Answers may be larger than gRPC's default of 4 MiB; the server was chosen by the caller.
        ("grpc.max_receive_message_length", -1),
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.keepalive_time_ms", int(options.keepalive * 1_000)),
        ("grpc.keepalive_timeout_ms", 20_000),
        # One refused connection must not outlast the retries: gRPC would wait a second or more.
        # How long one may take to be made is left at gRPC's 20 s ("min_reconnect_backoff_ms"):
        # three round trips of a far server are no refusal.
        ("grpc.initial_reconnect_backoff_ms", int(options.first_pause * 1_000)),
        ("grpc.max_reconnect_backoff_ms", 5_000),
        ("grpc.service_config", json.dumps(service_config(options))),
    ]
    if options.tls and options.tls.server_name:
        found.append(("grpc.ssl_target_name_override", options.tls.server_name))
    return found


def channel_credentials(tls: ClientTls) -> grpc.ChannelCredentials:
    """Return the credentials that files make; raise InputError when one cannot be read."""
    roots, key, chain = map(_content, (tls.roots, tls.key, tls.chain))
    return grpc.ssl_channel_credentials(roots, key, chain)


def metadata(target: str, options: ClientOptions) -> tuple[tuple[str, str], ...]:
    """Return what each call carries; raise InvalidOptionError for a token that would lie open."""
    if not options.token:
        return ()
    if options.tls is None and not (options.insecure or is_loopback(target.rpartition(":")[0])):
        reason = f"would go to {target} in plain text; use TLS, or say insecure"
        raise InvalidOptionError("token", reason)
    return (("authorization", f"Bearer {options.token}"),)


def check(options: ClientOptions) -> None:
    """Raise InvalidOptionError for a number that is out of range."""
    for name, least, most in (("channels", 1, 64), ("attempts", 1, 5)):
        value = getattr(options, name)
        if not least <= value <= most:
            raise InvalidOptionError(name, f"{value} is not from {least} to {most}")


def _content(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as failure:
        raise InputError(str(path), 0, failure.strerror or "cannot be read") from failure
