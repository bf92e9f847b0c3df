from __future__ import annotations

import socket

import pytest

from normalizer.errors import InvalidOptionError
from normalizer.service.port import ReservedPort


def test_reserved_port_is_for_those_who_share_it() -> None:
    """Nobody else can have it until it is let go, and no connection ends there."""
    reserved = ReservedPort("127.0.0.1", 0)
    port = int(reserved.address.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1).close()
    reserved.close()
    socket.create_server(("127.0.0.1", port)).close()


def test_port_of_another_server_is_refused_though_it_would_share() -> None:
    """Callers would reach one or the other by chance."""
    with (
        socket.create_server(("127.0.0.1", 0), reuse_port=True) as other,
        pytest.raises(InvalidOptionError, match="cannot be bound") as failure,
    ):
        ReservedPort("127.0.0.1", other.getsockname()[1], "metrics")
    assert failure.value.field == "metrics"


def test_host_that_is_none_is_refused() -> None:
    """By name."""
    with pytest.raises(InvalidOptionError, match="is no host"):
        ReservedPort("no.such.host.invalid", 0)
