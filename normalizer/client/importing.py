"""Files that a server takes into its alias table, and what it says of them.

1. The settings go first, then each file in pieces; the server answers once it has all of them.
2. Rows come as they are found, what is there already and what says nothing is only counted.
3. The sum comes last. A stream that breaks off before has changed a part or nothing, and is
   sent again as it was: an import goes on where it was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalizer.client.failures import Reader
from normalizer.errors import InputError, UnavailableError
from normalizer.exchange.differences import Verdict
from normalizer.exchange.lines import STDIN
from normalizer.service.curation.authors import author_message
from normalizer.service.curation.importer import VERDICTS
from normalizer.service.curation.upload import MAX_CHUNK
from normalizer.service.enums import KINDS
from normalizer.store.changes import Author
from normalizer.types import Kind
from normalizer.v1 import curation_pb2 as pb

TIMEOUT = 3_600.0
"""Seconds for all of an import, which may be of millions of rows."""


_WORDS = {str(verdict): verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How files are read and what is done with them; `by` makes the changes, None only looks.

    `format` and the rest are those of `ImportSettings` in the contract.
    """

    format: str
    by: Author | None = None
    source: str = ""
    licence: str = ""
    scheme: str = ""
    kind: Kind | None = None
    language: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    add_collisions: bool = False
    overwrite: bool = False
    skip_malformed: bool = False
    prune: bool = False
    propose: float | None = None
    only_languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """How a row of a file stands to the server's table."""

    verdict: Verdict
    path: str
    line: int
    entity_id: str
    name: str
    others: tuple[str, ...]
    held: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportSum:
    """What an import came to: rows of each verdict, whether they were applied, the revision."""

    rows: Mapping[Verdict, int]
    applied: bool
    revision: int


def imported(
    open_stream: Callable[[Iterator[pb.ImportTableRequest]], Any],
    order: ImportOrder,
    paths: Iterable[str],
    reader: Reader,
) -> Iterator[ImportedRow | ImportSum]:
    """Yield each row that the server tells of, then the sum.

    Raises InputError for a file that cannot be read, and what the server's status says.
    """
    files = _Files(order, tuple(paths))
    files.look()
    call = open_stream(files.requests())
    try:
        with reader.failures():
            for answer in call:
                for row in answer.differences:
                    yield reader.read(_row, row)
                if answer.HasField("summary"):
                    yield reader.read(_sum, answer.summary)
    except UnavailableError:
        # gRPC ends a stream whose source raises, and does not say what it raised.
        if files.fault is not None:
            raise files.fault from None
        raise
    finally:
        call.cancel()


class _Files:
    """The messages that carry an order and files; `fault` is why a file could not be read."""

    def __init__(self, order: ImportOrder, paths: Sequence[str]) -> None:
        self._order, self._paths = order, paths
        self.fault: InputError | None = None

    def look(self) -> None:
        """Raise InputError for a file that cannot be opened, before anything is sent."""
        for path in self._paths:
            if path == STDIN:
                continue
            try:
                Path(path).open("rb").close()
            except OSError as failure:
                raise _fault(path, failure) from failure

    def requests(self) -> Iterator[pb.ImportTableRequest]:
        """Yield the settings, then the pieces of each file."""
        yield pb.ImportTableRequest(settings=_settings(self._order))
        for path in self._paths:
            try:
                yield from _pieces(path)
            except OSError as failure:
                self.fault = _fault(path, failure)
                raise self.fault from failure


def _fault(path: str, failure: OSError) -> InputError:
    return InputError(path, 0, failure.strerror or "cannot be read")


def _pieces(path: str) -> Iterator[pb.ImportTableRequest]:
    with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as file:
        data = file.read(MAX_CHUNK)
        while True:
            yield pb.ImportTableRequest(chunk=pb.ImportChunk(file_name=path, data=data))
            if not (data := file.read(MAX_CHUNK)):
                return


def _settings(order: ImportOrder) -> pb.ImportSettings:
    settings = pb.ImportSettings(
        format=order.format,
        apply=order.by is not None,
        source=order.source,
        licence=order.licence,
        scheme=order.scheme,
        language=order.language,
        columns=order.columns,
        add_collisions=order.add_collisions,
        overwrite=order.overwrite,
        skip_malformed=order.skip_malformed,
        prune=order.prune,
        propose=order.propose,
        only_languages=sorted(order.only_languages),
    )
    if order.kind is not None:
        settings.kind = KINDS.number[order.kind]
    if order.by is not None:
        settings.author.CopyFrom(author_message(order.by))
    return settings


def _row(message: pb.ImportDifference) -> ImportedRow:
    return ImportedRow(
        verdict=VERDICTS.member[message.verdict],
        path=message.file_name,
        line=message.line,
        entity_id=message.entity_id,
        name=message.name,
        others=tuple(message.other_entity_ids),
        held=message.held,
        sentence=message.sentence,
    )


def _sum(message: pb.ImportSummary) -> ImportSum:
    rows = {_WORDS[verdict]: count for verdict, count in message.rows.items()}
    return ImportSum(rows, message.applied, message.revision)
