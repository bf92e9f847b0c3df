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
    """Says in `idle` that it waits for events, and wakes those who wait for that."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = False
        self.waiting: list[Event] = []

    def select(self, timeout: float | None = None) -> Any:
        """Wait for events, at most so many seconds, and return them."""
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        self.idle = True
        while self.waiting:
            self.waiting.pop().set()
        try:
            return super().select(timeout)
        finally:
            self.idle = False

    def give_way(self) -> None:
        """Return when events are waited for, or after a while; from another thread."""
        if self.idle:
            return
        told = Event()
        self.waiting.append(told)
        if not self.idle:  # it may have begun to wait between the two
            told.wait(PATIENCE_SECONDS)


class PoliteLoop(asyncio.SelectorEventLoop):
    """An event loop that says when it has nothing to do."""

    def __init__(self) -> None:
        selector = _Telling()
        super().__init__(selector)
        self.give_way = selector.give_way


def giving_way() -> Callable[[], None]:
    """Return what work on a thread calls between two steps, so that the running loop goes first."""
    loop = asyncio.get_running_loop()
    return loop.give_way if isinstance(loop, PoliteLoop) else _go_on


def _go_on() -> None:
    """Go on at once: this loop does not say when it is idle."""
