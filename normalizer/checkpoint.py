"""Lets long work be given up: whoever starts it says when, and the work looks from time to time.

The core knows nothing of calls and deadlines; it only calls `checkpoint` where a loop may last.
Outside `giving_up_when` that costs some tens of nanoseconds and does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_given_up: ContextVar[Callable[[], bool] | None] = ContextVar("given_up", default=None)


class GivenUp(BaseException):
    """The result of the work is no longer wanted. No `except Exception` on the way stops it."""


@contextmanager
def giving_up_when(unwanted: Callable[[], bool]) -> Iterator[None]:
    """Let work inside this block raise GivenUp soon after `unwanted` returns true."""
    token = _given_up.set(unwanted)
    try:
        yield
    finally:
        _given_up.reset(token)


def checkpoint() -> None:
    """Raise GivenUp when the work under way is no longer wanted."""
    unwanted = _given_up.get()
    if unwanted is not None and unwanted():
        raise GivenUp
