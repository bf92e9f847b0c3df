"""Tells systemd how the service fares, as `sd_notify(3)` has it; does nothing elsewhere."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

READY = "READY=1"
STOPPING = "STOPPING=1"


def notify(message: str) -> None:
    """Send a message to the socket that `NOTIFY_SOCKET` names, if it names one."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return
    address = f"\0{name[1:]}" if name.startswith("@") else name
    # A manager that has gone away is no reason to stop answering.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(message.encode(), address)
