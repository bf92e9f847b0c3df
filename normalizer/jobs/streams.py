"""Answers from worker processes as one stream, in the order of the items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Generic

from normalizer.errors import InputError
from normalizer.jobs.asking import Answer, Answered, Answers, Asking, Item, Question
from normalizer.jobs.workers import Batch, Opener, Workers

if TYPE_CHECKING:
    from normalizer.engine import NameService


# Enough that sending it costs little, and few enough that no reader waits long.
BATCH_SIZE = 64


@dataclass(frozen=True, slots=True)
class _Answering(Generic[Item, Question, Answer]):
    """Send the answers back."""

    asking: Asking[Item, Question, Answer]

    def run(self, service: NameService, batch: Batch[Item]) -> list[Answered[Item, Answer]]:
        return Answers(service, self.asking).gathered(batch.items)

    def probe(self, service: NameService, items: tuple[Item | InputError, ...]) -> None:
        Answers(service, self.asking).gathered(items)


def parallel(
    open_engine: Opener,
    workers: int,
    asking: Asking[Item, Question, Answer],
    items: Iterable[Item | InputError],
    batch_size: int = BATCH_SIZE,
) -> Iterator[Answered[Item, Answer]]:
    """Yield each item with its answer, in order, from as many processes as `workers`.

    An item that kills a process comes as a fault. Closing the iterator ends the processes.
    Raises what the engine or its opening raises for all items.
    """
    batches = (Batch(number, each) for number, each in enumerate(_cut(items, batch_size)))
    with Workers(open_engine, workers, _Answering(asking)) as crew:
        for answers in crew.results(batches):
            yield from answers


def _cut(items: Iterable[Item | InputError], size: int) -> Iterator[tuple[Item | InputError, ...]]:
    source = iter(items)
    while batch := tuple(islice(source, size)):
        yield batch
