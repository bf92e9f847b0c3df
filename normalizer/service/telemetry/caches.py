"""How well the core's caches do: hits and misses of every `functools` cache of the package."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

_PACKAGE = "normalizer."


class CacheUse(NamedTuple):
    """A cache's name, as module and function, and how often it had what was asked of it."""

    name: str
    hits: int
    misses: int


def cache_uses() -> list[CacheUse]:
    """Return the use of each cache that has been asked, in the order of their names."""
    found = {use.name: use for use in _all()}
    return [found[name] for name in sorted(found) if found[name].hits or found[name].misses]


def _all() -> Iterator[CacheUse]:
    for module in [each for name, each in sys.modules.items() if name.startswith(_PACKAGE)]:
        for function in list(vars(module).values()):
            info = getattr(function, "cache_info", None)
            # A function that is imported elsewhere is named by where it is at home.
            if info is not None and getattr(function, "__module__", "").startswith(_PACKAGE):
                yield _use(function, info())


def _use(function: Any, info: Any) -> CacheUse:
    home = function.__module__.removeprefix(_PACKAGE)
    return CacheUse(f"{home}.{function.__name__}", info.hits, info.misses)
