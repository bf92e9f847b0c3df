"""How long tests wait, and where servers of tests may listen: for a machine that is busy.

A test that waits looks again and again until what it waits for is so. Only a test that fails
waits as long as this.
"""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds that are far more than anything takes on a machine that does other things too."""

# Below what systems give to those who ask for any port: 32768 and up by Linux, 49152 by others.
_PORTS = range(20_000, 32_000)


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return once `true` is; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.02)


def quiet_port() -> int:
    """Return a free port that no process gets unasked, for one to be listened on later or again.

    A port that the system gives may be given to somebody else as soon as it is free.
    """
    # Not seeded: tests run in several processes, and each must try other ports.
    for port in random.SystemRandom().sample(_PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")
