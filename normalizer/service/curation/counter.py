"""What the handlers of curators share: the table to edit, and threads for its waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from normalizer.curation.protocol import Curation
from normalizer.service.curation.feed import Feed
from normalizer.service.faults import ReadOnlyError

_THREADS = 4

Result = TypeVar("Result")


class Counter:
    """Where curators are served. Without a table, whatever they ask raises ReadOnlyError."""

    def __init__(self, table: Curation | None) -> None:
        self._table = table
        self._feed = Feed(table.wait_for_change) if table else None
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="curation")

    @property
    def table(self) -> Curation:
        """Return the table to edit; raise ReadOnlyError when there is none."""
        if self._table is None:
            raise ReadOnlyError
        return self._table

    @property
    def feed(self) -> Feed:
        """Return the news of the table; raise ReadOnlyError when there is none."""
        if self._feed is None:
            raise ReadOnlyError
        return self._feed

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, done on a thread: a database may keep it waiting."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let the threads end once their work is done; idempotent."""
        self._threads.shutdown(wait=False, cancel_futures=True)
