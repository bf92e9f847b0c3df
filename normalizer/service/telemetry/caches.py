"""How well the core's caches do: hits and misses of every `functools` cache of the package."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

_PACKAGE = "normalizer."


class CacheUse(NamedTuple):
    """A cache's name, as module and function, and how often it had what was asked of it."""

    name: str
    hits: int
    misses: int


def cache_uses() -> list[CacheUse]:
    """Return the use of each cache that has been asked, in the order of their names."""
    # Modules are imported late, so to have looked once is not enough; to look each time is slow.
    uses = (_use(function, function.cache_info()) for function in _all(_names()))
    found = {use.name: use for use in uses if use.hits or use.misses}
    return [found[name] for name in sorted(found)]


def _modules() -> list[ModuleType]:
    return [each for name, each in sys.modules.items() if name.startswith(_PACKAGE)]


def _names() -> int:
    """Return how many names the modules have that are there now."""
    return sum(len(vars(module)) for module in _modules())


@lru_cache(maxsize=1)
def _all(names: int) -> tuple[Any, ...]:
    """Return the functions with a cache, found anew when there are more `names` or less."""
    return tuple(_found())


def _found() -> Iterator[Any]:
    for module in _modules():
        for function in list(vars(module).values()):
            # A function that is imported elsewhere is named by where it is at home.
            if hasattr(function, "cache_info") and function.__module__.startswith(_PACKAGE):
                yield function


def _use(function: Any, info: Any) -> CacheUse:
    home = function.__module__.removeprefix(_PACKAGE)
    return CacheUse(f"{home}.{function.__name__}", info.hits, info.misses)
