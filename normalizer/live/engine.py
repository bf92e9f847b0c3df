"""A `NameService` over a store that is being edited: committed changes are seen within a second.

1. An index file of the store is opened (`base.py`), and what has changed since is laid over it.
2. A thread waits for commits, of this process or of any other. For each it makes a new engine,
   the changes laid over the same file, and puts it in the place of the old one at once.
3. When many changes lie over the file, a new one is built beside (`rebase.py`), and taken.

A call takes the engine that is there when it begins and ends with it: no call waits for a
change, fails for one, or sees half of one. While the store cannot be reached, answers go on
from the last table that was read.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple

from normalizer.delegating import DelegatingService
from normalizer.engine import Engine
from normalizer.index.kept import cache_folder
from normalizer.index.layered import LayeredIndex
from normalizer.index.overlay import Edits
from normalizer.index.table import LayeredTable
from normalizer.live.base import Base, base_of, forget_old, newer_base, path_of
from normalizer.live.rebase import Rebuilding
from normalizer.live.table import RedirectedTable
from normalizer.rulings import Rulings
from normalizer.store.changes import Delta
from normalizer.store.curated import CuratedStore
from normalizer.store.opening import open_store
from normalizer.types import (
    AnnotateOptions,
    ResolveOptions,
)

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()
_KEPT_PASTS = 2
_WAIT_SECONDS = 1.0
_REST, _SHORT = 2.0, 0.2
_WARMING = "Nemo Nobody"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """`rebuild_after` is the number of edited entities from which a new index file is built."""

    rebuild_after: int = 500


class _Served(NamedTuple):
    """Everything that answers come from at one revision, immutable."""

    engine: Engine
    revision: int
    base: Base
    edits: Edits
    redirects: dict[str, str]
    rulings: Rulings


class LiveEngine(DelegatingService):
    """The service over a curated store; safe to share between threads."""

    def __init__(
        self,
        store: CuratedStore,
        folder: Path,
        config: LiveConfig = LiveConfig(),
    ) -> None:
        """Serve a store, with index files in a folder that several processes may share.

        Raises StoreError when the store cannot be read, OSError when no index can be written.
        """
        self.store, self._folder, self._config = store, folder, config
        self._served = _opened(store, base_of(store, folder))
        self._refreshing, self._closing = Lock(), Event()
        self._rebuilding = Rebuilding(folder)
        self.rebased = 0
        """How often a new index file was taken."""
        self._pasts: OrderedDict[int, Engine] = OrderedDict()
        self.failure = ""
        """Why the store could not be read when it was last asked; `""` when it could."""
        self._follower = Thread(target=self._follow, name="namenorm-live", daemon=True)
        self._follower.start()

    @property
    def now(self) -> Engine:
        """Return the engine of the newest table, which stays as it is: for a task in one state."""
        return self._served.engine

    @property
    def _answering(self) -> Engine:
        return self.now

    def as_of(self, name: str) -> Engine:
        """Return an engine of the table as it was, by a revision's name or number.

        The last few are kept. Raises UnknownChangeError.
        """
        revision = self.store.revision_of(name)
        with self._refreshing:
            if past := self._pasts.pop(revision, None):
                self._pasts[revision] = past
                return past
        past = Engine(self.store.at(revision), rulings=self.store.rulings(revision))
        with self._refreshing:
            self._pasts[revision] = past
            while len(self._pasts) > _KEPT_PASTS:
                self._pasts.popitem(last=False)
        return past

    def what_if(self, delta: Delta) -> Engine:
        """Return an engine of the table as it would be after a trial; nothing changes here."""
        if self._served.revision < delta.since:
            self.refresh()
        return _after(self._served, delta).engine

    def refresh(self) -> str:
        """Take over what was committed until now, and return the revision's name.

        For who has just made a change and wants to see it at once. Raises StoreError.
        """
        with self._refreshing:
            delta = self.store.delta(self._served.revision)
            if delta.revision > self._served.revision:
                self._served = _after(self._served, delta)
            if len(self._served.edits) >= self._config.rebuild_after:
                self._rebase()
        return self.revision

    def close(self) -> None:
        """Stop following the store, which is closed too, and building a file, at once."""
        self._closing.set()
        self._follower.join()
        with self._refreshing:
            self._rebuilding.close()
        self.store.close()

    def _follow(self) -> None:
        """Take over commits as they come, until the engine is closed."""
        while not self._closing.is_set():
            try:
                self.store.wait_for_change(self._served.revision, _WAIT_SECONDS)
                began = time.monotonic()
                self.refresh()
                self.failure = ""
                # A big import makes each taking-over long: most of the time is the callers'.
                self._closing.wait(_REST * max(0.0, time.monotonic() - began - _SHORT))
            except Exception as failure:
                # Whatever happens here must not end the thread that keeps the table fresh.
                if not self.failure:
                    logger.exception("the table is served as of %s", self.revision)
                self.failure = str(failure) or type(failure).__name__
                self._closing.wait(_WAIT_SECONDS)

    def _rebase(self) -> None:
        """Take the new index file that there is, or see to it that there will be one."""
        served = self._served
        if newer := newer_base(self.store, self._folder, served.base.revision):
            self._served = _opened(self.store, newer)
            self._rebuilding.succeeded()
            self.rebased += 1
            forget_old(self.store, self._folder)
        else:
            name = served.engine.revision
            index = LayeredIndex(served.base.file, served.edits, name)
            self._rebuilding.begin(index, path_of(self._folder, name))


def open_live(place: str, folder: Path | None = None) -> LiveEngine:
    """Return the engine over the store at a place, which is made from the seeds at first use.

    What one worker of a server opens. Index files lie in `folder`, by default in the user's
    cache folder. Raises StoreError when the store cannot be opened.
    """
    kept = cache_folder() or Path(tempfile.gettempdir()) / f"namenorm-{os.getuid()}"
    store = open_store(place)
    try:
        return LiveEngine(store, folder or kept / "live")
    except BaseException:
        store.close()
        raise


def _opened(store: CuratedStore, base: Base) -> _Served:
    """Return the newest table of a store, laid over an index file of it."""
    delta = store.delta(base.revision)
    whole = replace(delta, redirects=store.redirects(delta.revision))
    whole = replace(whole, rulings=store.rulings(delta.revision))
    nothing = Engine(LayeredTable(LayeredIndex(base.file, {}, base.file.revision)), base.file)
    return _after(_Served(nothing, base.revision, base, {}, {}, Rulings()), whole)


def _after(served: _Served, delta: Delta) -> _Served:
    """Return what is served once the changes of a delta are taken over."""
    redirects = served.redirects if delta.redirects is None else dict(delta.redirects)
    rulings = served.rulings if delta.rulings is None else delta.rulings
    edits = {**served.edits, **delta.edits}
    index = LayeredIndex(served.base.file, edits, delta.name)
    table = RedirectedTable(LayeredTable(index), redirects)
    engine = Engine(table, index, rulings)
    engine.resolve(_WARMING)  # what an index derives when first asked, no caller waits for
    return _Served(engine, delta.revision, served.base, edits, redirects, rulings)
