"""Documents cut into shards, and what a worker does with one: annotate it, write it whole.

A shard's file depends on its documents alone, so that doing it again gives the same file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.errors import InputError, InvalidTextError, StoreError
from normalizer.formats.files import whole_file, whole_folder, write_whole
from normalizer.formats.names import Format, Medium
from normalizer.formats.opening import writer_at
from normalizer.formats.protocol import AnnotationWriter
from normalizer.formats.records import json_line
from normalizer.formats.source_map import source_spans
from normalizer.jobs.asking import Annotating, Answered, Answers
from normalizer.jobs.items import SourcedDocument
from normalizer.jobs.workers import Batch
from normalizer.types import AnnotatedDocument

if TYPE_CHECKING:
    from normalizer.engine import NameService

# A shard is cut sooner than its number of documents says when their texts are this long.
MOST_CHARACTERS = 1 << 25

ShardItem = SourcedDocument | InputError
ShardAnswer = Answered[SourcedDocument, AnnotatedDocument]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents in the order of the input, and the digest of them all."""

    number: int
    items: tuple[ShardItem, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard. `failures` are the documents that have no annotations."""

    number: int
    file: str
    documents: int
    mentions: int
    failures: tuple[InputError, ...] = ()
    digest: str = ""


def cut(items: Iterable[ShardItem], size: int) -> Iterator[Shard]:
    """Yield the shards of `size` documents each, the last as many as are left.

    Faults of the input count as documents. A shard of very long texts is cut sooner.
    """
    number, taken, length = 0, [], 0
    for item in items:
        taken.append(item)
        length += 0 if isinstance(item, InputError) else len(item.document.text)
        if len(taken) == size or length >= MOST_CHARACTERS:
            yield _shard(number, taken)
            number, taken, length = number + 1, [], 0
    if taken:
        yield _shard(number, taken)


def _shard(number: int, items: list[ShardItem]) -> Shard:
    digest = hashlib.sha256()
    for item in items:
        for part in _parts(item):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
    return Shard(number, tuple(items), digest.hexdigest()[:32])


def _parts(item: ShardItem) -> tuple[str, ...]:
    if isinstance(item, InputError):
        return ("fault", str(item))
    return (item.document.id, item.document.lang, item.document.text)


@dataclass(frozen=True, slots=True)
class ShardWork:
    """Annotate a shard's documents and write its file below `folder`.

    `revision` is the table's at the start of the job: answers from another are refused.
    """

    folder: Path
    form: Format
    asking: Annotating
    revision: str
    with_source: bool = False

    def run(self, service: NameService, batch: Batch[SourcedDocument]) -> Done:
        """Return what became of the shard, whose file is then there."""
        answers = Answers(service, self.asking).gathered(batch.items)
        name = f"part-{batch.number:05d}{self.form.suffix}"
        count = _Count()
        place = self.folder / name
        whole = (
            whole_folder(place, replace=True)
            if self.form.medium is Medium.FOLDER
            else whole_file(place)
        )
        with whole as path, writer_at(self.form, path) as writer:
            writer.begin()
            for answer in answers:
                self._write(answer, writer, count)
            writer.end()
        self._set_aside(batch)
        return Done(batch.number, name, count.documents, count.mentions, tuple(count.failures))

    def probe(self, service: NameService, items: tuple[ShardItem, ...]) -> None:
        """Annotate, and write nothing."""
        Answers(service, self.asking).gathered(items)

    def _write(self, answered: ShardAnswer, writer: AnnotationWriter, count: _Count) -> None:
        item, answer = answered
        if isinstance(item, InputError):
            count.failures.append(item)
        elif isinstance(answer, InvalidTextError):
            count.failures.append(InputError(item.path, item.line, answer.reason))
        elif answer is not None:
            if answer.revision != self.revision:
                reason = f"became {answer.revision} while the job of {self.revision} ran"
                raise StoreError("alias table", reason)
            text = item.document.text
            spans = source_spans(text, answer, item.source) if self.with_source else None
            writer.document(item.document, answer, spans)
            count.documents += 1
            count.mentions += len(answer.annotations)

    def _set_aside(self, batch: Batch[SourcedDocument]) -> None:
        """Write the documents that killed a process, so that they can be looked into."""
        if batch.set_aside:
            lines = map(_line, batch.set_aside)
            write_whole(self.folder / f"_quarantine-{batch.number:05d}.jsonl", "".join(lines))


@dataclass(slots=True)
class _Count:
    documents: int = 0
    mentions: int = 0
    failures: list[InputError] = field(default_factory=list)


def _line(item: SourcedDocument) -> str:
    document = item.document
    record = {"id": document.id, "text": document.text, "lang": document.lang}
    return json_line({**record, "path": item.path, "line": item.line})
