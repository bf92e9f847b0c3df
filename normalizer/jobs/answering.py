"""Answers for a command: from the engine of this process, or from several workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from normalizer.errors import InputError
from normalizer.jobs.asking import Answer, Answered, Answers, Asking, Item, Question

if TYPE_CHECKING:
    from normalizer.engine import NameService


def answers_of(
    service: NameService,
    open_engine: Callable[[], NameService],
    asking: Asking[Item, Question, Answer],
    items: Iterable[Item | InputError],
    workers: int | None,
) -> Iterator[Answered[Item, Answer]]:
    """Yield each item with its answer, in order: from `service`, or from several workers.

    The workers open engines of their own; with none or one, the items are asked one by one.
    """
    if workers is None or workers == 1:
        return Answers(service, asking).streamed(items)
    from normalizer.jobs.streams import parallel  # loads what starts processes

    return parallel(open_engine, workers, asking, items)
