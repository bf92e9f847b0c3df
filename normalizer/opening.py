"""Where an alias table is → the engine over it. The one place that knows every sort of table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.engine import Engine, NameService
from normalizer.kept_engine import open_seeds

if TYPE_CHECKING:
    from normalizer.curation.recording import Recorded


@dataclass(frozen=True, slots=True)
class TableSource:
    """A folder of seeds, the place of a store, or an index file; with none, the built-in seeds.

    `as_of` names a revision of the store to answer from, `""` for the newest, which is then
    followed: a change that anybody commits is seen within a second. `record` says what of the
    traffic is recorded in such a store, for the inbox of its curators; None is nothing.
    """

    seeds: Path | None = None
    store: str = ""
    index: Path | None = None
    as_of: str = ""
    record: Recorded | None = None

    @property
    def is_followed(self) -> bool:
        """Return whether the engine follows a store, with threads and connections of its own."""
        return bool(self.store) and not self.as_of

    def open(self, announce: Callable[[], None] = lambda: None) -> NameService:
        """Return a fresh engine over the table as it is now.

        `announce` is called before an index of seeds is built, which takes seconds. Raises
        SeedError, SnapshotError, StoreError or UnknownChangeError, and TableError for faulty
        linguistic tables.
        """
        if self.index:
            return Engine.open_index(self.index)
        if self.is_followed:
            return self._followed()
        return self._past() if self.store else open_seeds(self.seeds, announce)

    def _followed(self) -> NameService:
        from normalizer.live.engine import open_live

        live = open_live(self.store)
        if self.record is None:
            return live
        from normalizer.curation.recorded import RecordingService
        from normalizer.curation.recording import Recorder, RecordingConfig

        return RecordingService(live, Recorder(live.store.mentions, RecordingConfig(self.record)))

    def _past(self) -> Engine:
        """Return the engine of the store's table as it was."""
        from normalizer.store.opening import open_store

        with closing(open_store(self.store)) as store:
            revision = store.revision_of(self.as_of)
            return Engine(store.at(revision), rulings=store.rulings(revision))
