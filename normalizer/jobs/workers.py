"""Worker processes that each hold an engine, and the batches that they are given.

A worker that is killed, by the kernel for want of memory or by a crash in a library, breaks the
whole pool of the standard library, which does not say what it was working on. What becomes of
the batches under way:
1. each is done again alone, in a process of its own, since another may be to blame;
2. a batch that kills this process too is halved until single items are left; an item that kills
   two processes in turn is to blame, and is set aside;
3. the rest of the batch is done.
Workers leave Ctrl-C to the process that started them, and end when that is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from normalizer.errors import InputError, UnavailableError
from normalizer.garbage import collect_seldom, settle
from normalizer.jobs.asking import Item

if TYPE_CHECKING:
    from normalizer.engine import NameService

Result = TypeVar("Result", covariant=True)
Opener = Callable[[], "NameService"]
"""Opens the engine in a worker; it travels there, so it is a function of a module, or partial."""

KILLED = "kills the process that works on it; it was set aside"
# Enough that no worker waits while the results of another are written.
_BATCHES_PER_WORKER = 2
_Pool = ProcessPoolExecutor


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Items for one worker, faults among them; `set_aside` are those that killed a process."""

    number: int
    items: tuple[Item | InputError, ...]
    set_aside: tuple[Item, ...] = ()


class Work(Protocol[Item, Result]):
    """What a worker makes of a batch. It travels to the worker."""

    def run(self, service: NameService, batch: Batch[Item]) -> Result:
        """Return the result of a batch; doing it again does no harm."""
        ...

    def probe(self, service: NameService, items: tuple[Item | InputError, ...]) -> None:
        """Do what may kill a process, and nothing that lasts."""
        ...


class Workers(Generic[Item, Result]):
    """Some processes, to be used in a `with` block: they end with it, at once after an error."""

    def __init__(self, open_engine: Opener, number: int, work: Work[Item, Result]) -> None:
        self._open, self._number, self._work = open_engine, number, work
        self._pool: _Pool | None = None
        self._single: _Pool | None = None

    def __enter__(self) -> Workers[Item, Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in (self._pool, self._single):
            if pool is not None:
                _end(pool, at_once=error is not None)

    def results(self, batches: Iterable[Batch[Item]]) -> Iterator[Result]:
        """Yield the result of each batch, in order.

        Raises what the work raises, and UnavailableError when processes die and no item is
        to blame.
        """
        source = iter(batches)
        waiting: deque[tuple[Batch[Item], Future[Result]]] = deque()
        while True:
            room = self._number * _BATCHES_PER_WORKER - len(waiting)
            for batch in islice(source, room):
                waiting.append((batch, self._submit(batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                result = self._alone(batch)
            yield result

    def _submit(self, batch: Batch[Item]) -> Future[Result]:
        for _ in range(2):
            if self._pool is None:
                self._pool = _started(self._open, self._number)
            try:
                return self._pool.submit(_run, self._work, batch)
            except BrokenProcessPool:  # broken since the last batch
                _end(self._pool, at_once=True)
                self._pool = None
        raise UnavailableError("workers", "the processes die before they are given any work")

    def _alone(self, batch: Batch[Item]) -> Result:
        try:
            return self._run_singly(batch)
        except BrokenProcessPool:
            pass
        guilty = set(self._guilty(batch.items, range(len(batch.items))))
        try:
            return self._run_singly(_without(batch, guilty))
        except BrokenProcessPool:
            reason = f"the process dies again and again in batch {batch.number}; try smaller ones"
            raise UnavailableError("workers", reason) from None

    def _guilty(self, items: tuple[Item | InputError, ...], places: range) -> Iterator[int]:
        """Yield the places of the items that kill a process, among those at `places`."""
        if len(places) > 1:
            middle = len(places) // 2
            for half in (places[:middle], places[middle:]):
                if self._dies(items, half):
                    yield from self._guilty(items, half)
        elif self._dies(items, places):  # the second time, alone
            yield from places

    def _dies(self, items: tuple[Item | InputError, ...], places: range) -> bool:
        try:
            self._singly(_probe, tuple(items[place] for place in places))
        except BrokenProcessPool:
            return True
        return False

    def _run_singly(self, batch: Batch[Item]) -> Result:
        result: Result = self._singly(_run, batch)
        return result

    def _singly(self, function: Callable[..., Any], argument: object) -> Any:
        """Return what a process of its own makes of the argument; raise BrokenProcessPool."""
        if self._single is None:
            self._single = _started(self._open, 1)
        try:
            return self._single.submit(function, self._work, argument).result()
        except BrokenProcessPool:
            _end(self._single, at_once=True)
            self._single = None
            raise


def _without(batch: Batch[Item], guilty: set[int]) -> Batch[Item]:
    items: list[Item | InputError] = []
    set_aside: list[Item] = []
    for place, item in enumerate(batch.items):
        if place in guilty and not isinstance(item, InputError):
            set_aside.append(item)
            items.append(InputError(item.path, item.line, KILLED))
        else:
            items.append(item)
    return replace(batch, items=tuple(items), set_aside=tuple(set_aside))


def _started(open_engine: Opener, number: int) -> _Pool:
    """Return a pool of new processes.

    They are spawned and not forked: a fork takes over the locks of threads that it does not
    have.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, context, _begin, (open_engine,))


def _end(pool: _Pool, *, at_once: bool) -> None:
    """End the processes of a pool: when their work is done, or at once."""
    processes = list((pool._processes or {}).values())  # no public way before Python 3.14
    pool.shutdown(wait=not at_once, cancel_futures=True)
    if at_once:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


class _Worker:
    """What a worker process has: how the engine is opened, and the engine once it was."""

    open_engine: Opener
    engine: NameService | None = None


def _begin(open_engine: Opener) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    _Worker.open_engine = staticmethod(open_engine)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _engine() -> NameService:
    """Return the worker's engine, opened with the first batch: a fault in it is then told."""
    if _Worker.engine is None:
        _Worker.engine = _Worker.open_engine()
        settle()
        # A worker runs no `atexit`; what the engine has still to write is written here.
        Finalize(None, _Worker.engine.close, exitpriority=0)
    return _Worker.engine


def _run(work: Work[Item, Result], batch: Batch[Item]) -> Result:
    return work.run(_engine(), batch)


def _probe(work: Work[Item, Result], items: tuple[Item | InputError, ...]) -> None:
    work.probe(_engine(), items)
