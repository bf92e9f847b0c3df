"""Opens the engine that a server answers with: at its start, in a new worker, and on reload.

The one place to extend when the alias table comes from somewhere else than seeds. Imports no
gRPC, so that a supervisor can open an engine once and let its workers inherit it by fork.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from normalizer.engine import Engine, NameService
from normalizer.types import Document

Opener = Callable[[], NameService]
"""Opens a fresh engine; raises SeedError, TableError or StoreError when the table is faulty."""


@dataclass(frozen=True, slots=True)
class EngineSource:
    """Where the alias table is: a folder of seeds, None for the built-in one."""

    seeds: Path | None = None

    def open(self) -> NameService:
        """Return a fresh engine over the table as it is now, warmed."""
        engine = Engine.open(self.seeds)
        warm(engine)
        return engine


def warm(engine: NameService) -> None:
    """Ask the engine for a name that no table has, so that no first caller waits for tables."""
    engine.resolve("Warmington Upsley")
    engine.annotate(Document("", "Mr Warmington Upsley went to Upsleyville."))


def settle() -> None:
    """Take what is in memory out of the garbage collector's sight.

    The tables live as long as the process. Unseen, they are neither walked again and again nor
    are their pages written to, so that forked workers go on sharing them.
    """
    gc.collect()
    gc.freeze()
