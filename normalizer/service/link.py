"""What a worker and its supervisor say to each other, over two pipes.

Up goes one byte for each event: ready, reloaded, reload failed. Down goes nothing at all: that
the pipe ends means that the supervisor is gone, however it ended.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum


class Event(Enum):
    """What a worker tells."""

    READY = b"+"
    RELOADED = b"="
    RELOAD_FAILED = b"-"


@dataclass(frozen=True, slots=True)
class Link:
    """A worker's side: `number` among the workers, and its ends of the pipes."""

    number: int
    events: int
    life: int

    def tell(self, event: Event) -> None:
        """Tell the supervisor; nothing happens when it is gone."""
        with suppress(OSError):
            os.write(self.events, event.value)


def read_events(descriptor: int) -> list[Event] | None:
    """Return the events that have come, None when the worker has closed its end."""
    try:
        data = os.read(descriptor, 64)
    except BlockingIOError:
        return []
    return [Event(bytes([each])) for each in data] if data else None
