"""A new index file of an old one and its edits, made beside the serving process.

    making = compact(layered, path)      # answers go on from `layered`
    making.result()                      # raises what the build raised
    index = LayeredIndex(Snapshot(path), edits_since, revision)

Building takes minutes of processor time for millions of names. It runs in a process of its own,
so that no call waits for it; the file appears only when it is whole, and whoever serves
replaces one immutable index by the other. Edits made meanwhile are laid over the new file.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from normalizer.errors import SnapshotError
from normalizer.index.layered import LayeredIndex
from normalizer.index.overlay import Edits
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.snapshot.writer import remove_unfinished
from normalizer.index.table import LayeredTable


class Compaction(Future[None]):
    """The making of an index file. It ends when the file is in place, or with an error.

    That is StoreError, SnapshotError or OSError, and then nothing has changed.
    """

    def __init__(self, index: LayeredIndex, path: Path) -> None:
        """Begin to make a file at `path`."""
        super().__init__()
        self._path = path
        # Spawned: a forked child would inherit the server's threads and locks.
        context = multiprocessing.get_context("spawn")
        self._heard, telling = context.Pipe(duplex=False)
        base = (index.base.path, index.base.revision)
        work = (telling, base, index.edits, index.revision, path)
        self._process = context.Process(target=_compacted, args=work, daemon=True)
        self._process.start()
        telling.close()
        self._waiting = Thread(target=self._wait, name="namenorm-compaction", daemon=True)
        self._waiting.start()

    def stop(self) -> None:
        """End the process at once, and leave nothing of a file that is not whole; idempotent."""
        self._process.kill()
        self._waiting.join()

    def _wait(self) -> None:
        """Wait for the process, and end as it has ended."""
        self.set_running_or_notify_cancel()
        try:
            failure: BaseException | None = self._heard.recv()
        except EOFError:
            failure = SnapshotError(str(self._path), "building it was ended from outside")
        self._heard.close()
        self._process.join()
        if failure is None:
            self.set_result(None)
        else:
            remove_unfinished(self._path)
            self.set_exception(failure)


def compact(index: LayeredIndex, path: Path) -> Compaction:
    """Return the making of an index file at `path` that answers as `index` does.

    `path` may be that of the file under `index`: whoever has the old one open keeps it.
    """
    return Compaction(index, path)


def _compacted(
    telling: Connection, base: tuple[Path, str], edits: Edits, revision: str, path: Path
) -> None:
    """Make the file, and tell None or what went wrong."""
    try:
        old, expected = Snapshot(base[0]), base[1]
        if old.revision != expected:
            raise SnapshotError(str(old.path), f"now holds {old.revision}, not {expected}")
        build_snapshot(LayeredTable(LayeredIndex(old, edits, revision)), path)
    except Exception as failure:
        telling.send(failure)
    else:
        telling.send(None)
