"""Where the engine works: on the event loop for a little, on one thread for more.

More threads would only fight over the interpreter's lock. Work on the thread is cut into slices
of a few milliseconds: between two slices other calls get their turn, in the order in which
they came, and a call that was cancelled or ran out of time goes no further.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

SLICE_SECONDS = 0.01

Item = TypeVar("Item")
Result = TypeVar("Result")


class Compute:
    """One thread for work that would hold up the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="compute")

    async def each(
        self, work: Callable[[Item], Result], items: Sequence[Item], inline: bool
    ) -> list[Result]:
        """Return what `work` makes of each item, in order; on the event loop when `inline`."""
        if inline:
            return [work(item) for item in items]
        results: list[Result] = []
        rest = iter(items)
        loop = asyncio.get_running_loop()
        while len(results) < len(items):
            results += await loop.run_in_executor(self._thread, _slice, work, rest)
        return results

    async def one(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, done on the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Stop the thread once its current slice is done; idempotent."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _slice(work: Callable[[Item], Result], rest: Iterator[Item]) -> list[Result]:
    """Return the results of the next items, as many as fit the time, at least one."""
    results: list[Result] = []
    end = time.monotonic() + SLICE_SECONDS
    for item in rest:
        results.append(work(item))
        if time.monotonic() >= end:
            break
    return results
