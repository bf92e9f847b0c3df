"""Opens the engine that a server answers with: at its start, in a new worker, and on reload.

The one place to extend when the alias table comes from somewhere else than seeds. Imports no
gRPC, so that a supervisor can open an engine once and let its workers inherit it by fork.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from normalizer.curation.local import LocalCuration
from normalizer.curation.protocol import Curation
from normalizer.curation.recorded import RecordingService
from normalizer.engine import NameService
from normalizer.live.engine import LiveEngine
from normalizer.opening import TableSource
from normalizer.service.index_copy import own_copy
from normalizer.types import Document, ResolveOptions

Opener = Callable[[], NameService]
"""Opens a fresh engine; raises SeedError, TableError or StoreError when the table is faulty."""


@dataclass(frozen=True, slots=True)
class EngineSource:
    """Where the alias table is, and how it is opened for a server."""

    table: TableSource

    @property
    def is_inherited(self) -> bool:
        """Return whether a worker may inherit the engine by fork.

        One that follows a store has threads and connections, which no fork carries over; its
        index file is shared by all the same.
        """
        return not self.table.is_followed

    def open(self) -> NameService:
        """Return a fresh engine over the table as it is now, warmed."""
        if self.table.index is None:
            engine = self.table.open()
        else:
            with own_copy(self.table.index) as copy:
                engine = replace(self.table, index=copy).open()
        warm(unrecorded(engine))
        return engine


def unrecorded(engine: NameService) -> NameService:
    """Return the engine below a record of the traffic, or the engine itself."""
    return engine.recorded if isinstance(engine, RecordingService) else engine


def live_of(engine: NameService) -> LiveEngine | None:
    """Return the engine that follows a store, None where none does."""
    below = unrecorded(engine)
    return below if isinstance(below, LiveEngine) else None


def curation_of(engine: NameService) -> Curation | None:
    """Return how to edit the table of an engine, None for one that cannot be written to."""
    live = live_of(engine)
    return LocalCuration(live) if live else None


def warm(engine: NameService) -> None:
    """Ask the engine for names, so that no first caller waits for tables.

    One that no table has, and one that this has, beside words that may speak for it.
    """
    engine.resolve("Warmington Upsley")
    for entity in engine.list_entities(page_size=1).entities:
        engine.resolve(entity.name, ResolveOptions(context="in Warmington Upsley"))
    engine.annotate(Document("", "Mr Warmington Upsley went to Upsleyville."))
