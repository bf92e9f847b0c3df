"""No cache grows without bound with what callers send."""

from __future__ import annotations

import sys
from itertools import islice, permutations

from normalizer.engine import Engine
from normalizer.types import AnnotateOptions, Document, ResolveOptions

MANY = 200
LANGUAGES = ("be", "uk", "ru", "pl", "lt", "de", "fr", "en")


def unbounded() -> dict[str, int]:
    """Return the caches of the package that have no bound, with how much is in each."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("normalizer."):
            for key, value in list(vars(module).items()):
                info = getattr(value, "cache_info", None)
                if info is not None and info().maxsize is None:
                    found[f"{name}.{key}"] = info().currsize
    return found


def test_hints_fill_no_cache_without_bound(engine: Engine) -> None:
    """Languages in ever new orders, and names that nobody has sent before."""

    def ask(hints: tuple[str, ...], number: int) -> None:
        engine.resolve(f"Ostrander{number} Мінск", ResolveOptions(languages=hints))
        options = AnnotateOptions(languages=hints, include_nil=True)
        engine.annotate(Document("", f"Mr Ostrander{number} came to Мінск and Ĝeneva."), options)

    ask(LANGUAGES, 0)
    before = unbounded()
    for number, hints in enumerate(islice(permutations(LANGUAGES), 1, MANY)):
        ask(hints, number)
    grown = {name: size - before.get(name, 0) for name, size in unbounded().items()}
    assert len(before) > 10
    assert {name: more for name, more in grown.items() if more > MANY // 10} == {}
