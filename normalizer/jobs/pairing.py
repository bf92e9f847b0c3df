"""Questions go out as a stream and answers come back in order; here the two are paired."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from normalizer.errors import InputError, InvalidTextError, NormalizerError

Item = TypeVar("Item")
Question = TypeVar("Question")
Answer = TypeVar("Answer")


def answered(
    items: Iterable[Item | InputError],
    question: Callable[[Item], Question],
    ask: Callable[[Iterator[Question]], Iterator[Answer | NormalizerError]],
) -> Iterator[tuple[Item | InputError, Answer | InvalidTextError | None]]:
    """Yield (item, answer) in the order of the items; (error, None) for one that is no item.

    `ask` may take questions ahead of its answers. Raises what it answers for one question
    when this concerns all of them, as an unknown language does.
    """
    pending: deque[Item | InputError] = deque()
    for answer in ask(_questions(items, question, pending)):
        yield from _faults(pending)
        if isinstance(answer, NormalizerError) and not isinstance(answer, InvalidTextError):
            raise answer
        yield pending.popleft(), answer
    yield from _faults(pending)


def _questions(
    items: Iterable[Item | InputError],
    question: Callable[[Item], Question],
    pending: deque[Item | InputError],
) -> Iterator[Question]:
    for item in items:
        pending.append(item)
        if not isinstance(item, InputError):
            yield question(item)


def _faults(pending: deque[Item | InputError]) -> Iterator[tuple[InputError, None]]:
    while pending and isinstance(pending[0], InputError):
        fault = pending.popleft()
        assert isinstance(fault, InputError)
        yield fault, None
