"""Engines that worker processes open: quick, and some that die, fail or wait when told to.

A document's text is an order: `die` kills the process, `die once PATH` kills it unless the file
is there, `fail` raises what nobody foresaw, `wait PATH` waits until the file is there.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from normalizer.engine import NameService
from normalizer.errors import InvalidTextError, NormalizerError, SeedError
from normalizer.jobs.workers import Opener
from normalizer.types import AnnotatedDocument, AnnotateOptions, Document
from tests.cli.fake_service import FakeService
from tests.patience import PATIENCE


class ObedientService(FakeService):
    """Does what each document says before it is annotated."""

    def __init__(self, revision: str = FakeService.revision) -> None:
        super().__init__()
        self.revision = revision

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations, once each order is done."""
        for document in documents:
            _obey(document.text)
            for answer in super().annotate_many([document], options):
                if isinstance(answer, InvalidTextError):
                    yield answer
                elif isinstance(answer, AnnotatedDocument):
                    found, unit = answer.annotations, answer.offsets
                    yield AnnotatedDocument(answer.id, found, unit, self.revision)


def _obey(text: str) -> None:
    order, _, path = text.rpartition(" ")
    if text == "die" or (order == "die once" and _is_first(path)):
        os.kill(os.getpid(), signal.SIGKILL)
    elif text == "fail":
        raise RuntimeError("nobody foresaw this")
    elif order == "wait":
        deadline = time.monotonic() + PATIENCE
        while not Path(path).exists() and time.monotonic() < deadline:
            time.sleep(0.02)


def _is_first(path: str) -> bool:
    try:
        Path(path).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def open_obedient(revision: str = FakeService.revision) -> NameService:
    """Return an engine that obeys."""
    return ObedientService(revision)  # type: ignore[return-value]


class LeavingService(ObedientService):
    """Leaves a file when it is closed."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place

    def close(self) -> None:
        """Write that it was closed."""
        (self._place / str(os.getpid())).touch()


def open_leaving(place: Path) -> NameService:
    """Return an engine that leaves a file in a folder."""
    return LeavingService(place)  # type: ignore[return-value]


def open_nothing() -> NameService:
    """Raise what a faulty alias table raises."""
    raise SeedError("aliases.tsv", 7, "2 columns where 8 belong")


def opener(revision: str) -> Opener:
    """Return what opens an engine of a revision."""
    return partial(open_obedient, revision)
