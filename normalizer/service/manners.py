"""Long work gives way to the event loop, so that short calls do not wait for it again and again.

Threads share one interpreter, which changes hands when somebody has waited for a millisecond. An
event loop gives it away at every system call, so that beside a thread that computes it waits some
milliseconds for each event, and each call has several. Here the loop says when it has nothing to
do, and work on threads goes on only then, or when it has waited long enough.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from selectors import DefaultSelector
from threading import Event
from typing import Any

PATIENCE_SECONDS = 0.005


class _Telling(DefaultSelector):
    """Says in `idle` that it waits for events."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = Event()

    def select(self, timeout: float | None = None) -> Any:
        """Wait for events, at most so many seconds, and return them."""
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        self.idle.set()
        try:
            return super().select(timeout)
        finally:
            self.idle.clear()


class PoliteLoop(asyncio.SelectorEventLoop):
    """An event loop that says in `idle` when it has nothing to do."""

    def __init__(self) -> None:
        selector = _Telling()
        super().__init__(selector)
        self.idle = selector.idle


def giving_way() -> Callable[[], None]:
    """Return what work on a thread calls between two steps, so that the running loop goes first."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, PoliteLoop):
        return _go_on
    idle = loop.idle

    def give_way() -> None:
        if not idle.is_set():
            idle.wait(PATIENCE_SECONDS)

    return give_way


def _go_on() -> None:
    """Go on at once: this loop does not say when it is idle."""
