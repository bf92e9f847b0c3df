"""Where the engine works: on the event loop for a little, on a thread for more.

1. More threads would only fight over the interpreter's lock: there is one for batches, and one
   for single items so long that everything behind them would wait. It gives way to the event loop.
2. A name or a few are begun on the event loop, since to hand them over costs more than most of
   them do; one that lasts is given up there and begun anew on a thread.
3. Work is cut into slices of a few milliseconds. Between two slices other calls get their turn,
   caller by caller.
4. A call that was cancelled or ran out of time goes no further: between two slices it is not
   continued, inside one the engine looks (`normalizer.checkpoint`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from enum import Enum
from functools import partial
from threading import Event
from typing import TypeVar

from normalizer.checkpoint import GivenUp, checkpoint, giving_up_when
from normalizer.service.admission import Gate, Room
from normalizer.service.call import caller_key
from normalizer.service.manners import giving_way

SLICE_SECONDS = 0.01
# Twice what the engine needs for most names of the table that it has never met.
MOMENT_SECONDS = 0.002
# One slice runs, and the next stands ready, so that the thread need not wait for the loop.
_IN_HAND = 2
_EVERYBODY = 1_000_000

Item = TypeVar("Item")
Result = TypeVar("Result")


class Size(Enum):
    """How long work is expected to last: some hundred microseconds, less than a second, more."""

    SMALL = 0
    MEDIUM = 1
    LARGE = 2


class Compute:
    """The threads for work that would hold up the event loop."""

    def __init__(self) -> None:
        medium, large = _Lane("medium"), _Lane("large")
        self._lanes = {Size.SMALL: medium, Size.MEDIUM: medium, Size.LARGE: large}

    async def each(
        self, work: Callable[[Item], Result], items: Sequence[Item], size: Size
    ) -> list[Result]:
        """Return what `work` makes of each item, in order.

        Small work begins on the event loop; what is not done in a moment is done on a thread.
        """
        results = _at_once(work, items) if size is Size.SMALL else []
        rest = iter(items[len(results) :])
        while len(results) < len(items):
            results += await self._lanes[size].run(partial(_slice, work, rest))
        return results

    async def one(self, work: Callable[[], Result], size: Size = Size.MEDIUM) -> Result:
        """Return what `work` returns, done on a thread."""
        return await self._lanes[size].run(work)

    def close(self) -> None:
        """Stop the threads once their current slices are done; idempotent."""
        for lane in self._lanes.values():
            lane.close()


class _Lane:
    """A thread and the queue before it."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"compute-{name}")
        self._gate = Gate(Room(_IN_HAND, _EVERYBODY))

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns; when cancelled, let it know and do not wait for it."""
        async with self._gate.turn(caller_key()):
            unwanted = Event()
            look = partial(_unwanted, giving_way(), unwanted)
            task = partial(copy_context().run, _unless, look, work)
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, task)
            except asyncio.CancelledError:
                unwanted.set()
                raise

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def _unwanted(give_way: Callable[[], None], unwanted: Event) -> bool:
    give_way()
    return unwanted.is_set()


def _unless(unwanted: Callable[[], bool], work: Callable[[], Result]) -> Result:
    with giving_up_when(unwanted):
        checkpoint()
        return work()


def _at_once(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return the results of the first items, as many as a moment is long enough for, or none."""
    results: list[Result] = []
    end = time.monotonic() + MOMENT_SECONDS
    with suppress(GivenUp), giving_up_when(lambda: time.monotonic() >= end):
        for item in items:
            results.append(work(item))
    return results


def _slice(work: Callable[[Item], Result], rest: Iterator[Item]) -> list[Result]:
    """Return the results of the next items, as many as fit the time, at least one."""
    results: list[Result] = []
    end = time.monotonic() + SLICE_SECONDS
    for item in rest:
        results.append(work(item))
        if time.monotonic() >= end:
            break
    return results
