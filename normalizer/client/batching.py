"""Many small calls into few: names that are asked for at nearly the same time travel together.

A call costs more than fifty names. Whoever asks waits `delay` seconds longer at most, and less
when a batch is full before.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple

from normalizer.client import asks
from normalizer.client.asks import NAMES_A_CALL, Batch
from normalizer.client.failures import Reader
from normalizer.errors import NormalizerError, UnavailableError
from normalizer.types import Resolution, ResolveOptions


class _Wish(NamedTuple):
    """A name, its options, and where its answer goes."""

    name: str
    options: ResolveOptions
    answer: Future[Resolution]


class Batcher:
    """Gathers names of many threads and asks for them on one of its own. To be closed."""

    def __init__(
        self, results: Callable[[Batch[Any]], list[Any]], reader: Reader, delay: float
    ) -> None:
        self._results, self._reader, self._delay = results, reader, delay
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        self._closed = False
        self._thread = Thread(target=self._run, name="batches", daemon=True)
        self._thread.start()

    def resolve(self, name: str, options: ResolveOptions) -> Resolution:
        """Return the answer for one name, which came in a batch; raise its error."""
        if self._closed:
            raise UnavailableError(self._reader.target, "the client is closed")
        wish = _Wish(name, options, Future())
        self._wishes.put(wish)
        return wish.answer.result()

    def close(self) -> None:
        """Answer what was asked for and stop; idempotent."""
        if not self._closed:
            self._closed = True
            self._wishes.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (first := self._wishes.get()) is not None:
            gathered, ended = self._gather(first)
            for options in dict.fromkeys(wish.options for wish in gathered):
                self._answer([wish for wish in gathered if wish.options == options])
            if ended:
                return

    def _gather(self, first: _Wish) -> tuple[list[_Wish], bool]:
        """Return what is wished for until a batch is full or the delay is over."""
        gathered, end = [first], monotonic() + self._delay
        while len(gathered) < NAMES_A_CALL:
            try:
                wish = self._wishes.get(timeout=max(0.0, end - monotonic()))
            except Empty:
                break
            if wish is None:
                return gathered, True
            gathered.append(wish)
        return gathered, False

    def _answer(self, wishes: list[_Wish]) -> None:
        outcomes: list[Resolution | NormalizerError]
        try:
            [batch] = asks.name_batches([wish.name for wish in wishes], wishes[0].options)
            outcomes = [*self._reader.outcomes(batch, self._results(batch))]
        except NormalizerError as error:
            outcomes = [error] * len(wishes)
        for wish, outcome in zip(wishes, outcomes, strict=True):
            if isinstance(outcome, NormalizerError):
                wish.answer.set_exception(outcome)
            else:
                wish.answer.set_result(outcome)
