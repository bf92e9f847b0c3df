"""Tells every watcher in this process of new revisions, with one look at the store for all.

The store is looked at only while somebody watches.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

SIGN_OF_LIFE_SECONDS = 10.0
LOOK_SECONDS = 5.0

Wait = Callable[[int, float], int]
"""Returns the store's revision once it is higher than a number, or after some seconds."""


class Feed:
    """The newest revision, for any number of watchers on one event loop."""

    def __init__(self, wait: Wait) -> None:
        self._wait = wait
        self._newest = 0
        self._moved = asyncio.Condition()
        self._watchers = 0
        self._looking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Keep an eye on the store while the context is open."""
        self._watchers += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            self._watchers -= 1
            if not self._watchers:
                self._looking.cancel()

    async def after(self, revision: int) -> int:
        """Return the newest revision once it is higher, or the same after some seconds.

        Raises StoreError when the store cannot be read any more.
        """
        async with self._moved:
            if self._newest <= revision:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._moved.wait(), SIGN_OF_LIFE_SECONDS)
        if self._looking is not None and self._looking.done() and not self._looking.cancelled():
            self._looking.result()
        return max(self._newest, revision)

    async def _look(self) -> None:
        try:
            while True:
                newest = await asyncio.to_thread(self._wait, self._newest, LOOK_SECONDS)
                if newest > self._newest:
                    self._newest = newest
                    async with self._moved:
                        self._moved.notify_all()
        finally:
            async with self._moved:
                self._moved.notify_all()
