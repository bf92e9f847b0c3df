"""How many calls are worked on at once, how many wait, and when the next is refused.

gRPC's own limit would refuse health checks too, and a supervisor would kill a server for
being busy.
"""

from __future__ import annotations

import asyncio
from types import TracebackType

from normalizer.service.faults import OverloadedError

RETRY_SECONDS = 0.5


class Gate:
    """An asynchronous context manager that lets `running` in, and `waiting` more wait.

    Entering raises OverloadedError at once when both are full.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self._turns = asyncio.Semaphore(running)
        self._waiting = 0
        self._max_waiting = waiting

    async def __aenter__(self) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        if self._waiting >= self._max_waiting:
            raise OverloadedError(RETRY_SECONDS)
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._turns.release()
