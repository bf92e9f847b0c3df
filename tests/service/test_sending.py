from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from normalizer.service.sending import all_sent, unsent_bytes

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/net/tcp").exists(), reason="the system tells nothing of send queues"
)


def _connected() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sending = socket.create_connection(listening.getsockname())
        receiving, _ = listening.accept()
    return sending, receiving


def _filled(sending: socket.socket) -> int:
    """Return how many bytes a socket has taken until it takes no more."""
    written = 0
    with suppress(BlockingIOError):
        while True:
            written += sending.send(b"x" * 65_536)
    return written


def test_what_a_peer_does_not_take_is_counted() -> None:
    """It counts until it is read, and is waited for no longer than that, or than was asked."""
    sending, receiving = _connected()
    with sending, receiving:
        sending.setblocking(False)
        written = _filled(sending)
        assert 0 < unsent_bytes() <= written
        began = time.monotonic()
        asyncio.run(all_sent(0.0, 0.3))
        assert time.monotonic() - began >= 0.3
        while written:
            written -= len(receiving.recv(1 << 20))
        began = time.monotonic()
        asyncio.run(all_sent(0.0, 60.0))
        assert time.monotonic() - began < 60.0
