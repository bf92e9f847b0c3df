"""Results of a method, remembered by its object without keeping the object alive.

`functools.lru_cache` of a bound method, kept in the object itself, is a circle: an index that is
replaced would stay in memory, and its file mapped, until garbage is looked for everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar
from weakref import WeakMethod

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


def remembered(size: int, method: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """Return a bound method that remembers its last `size` results.

    It works as long as the method's object is alive, so it should be an attribute of that object.
    Raises ReferenceError afterwards.
    """
    alive = WeakMethod(method)

    @lru_cache(size)
    def ask(*args: Asked.args, **more: Asked.kwargs) -> Result:
        bound = alive()
        if bound is None:
            raise ReferenceError("the object of this method is gone")
        return bound(*args, **more)

    return ask  # type: ignore[return-value]  # typeshed asks no more of arguments than a hash
