"""`namenorm annotate`: documents in, mentions with offsets and decisions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.bulk import Bulk, bulk_options, job_format, refuse_job_options
from normalizer.cli.connect import open_service, opener
from normalizer.cli.exits import Exit
from normalizer.cli.messages import error_line
from normalizer.cli.options import (
    Hints,
    OutputChoice,
    ServiceChoice,
    gathered,
    hint_options,
    output_options,
    service_options,
)
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.cli.progress import Progress, open_progress
from normalizer.cli.readers.documents import read_documents
from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.fingerprint import fingerprint
from normalizer.cli.readers.items import Fields, InputFormat, Source
from normalizer.cli.writers.sinks import ANNOTATION_FORMATS, open_writer, unit_of
from normalizer.errors import InputError, InvalidTextError
from normalizer.formats.names import Format
from normalizer.formats.source_map import source_spans
from normalizer.jobs.answering import answers_of
from normalizer.jobs.asking import Annotating, Answered
from normalizer.jobs.items import SourcedDocument
from normalizer.types import AnnotatedDocument, AnnotateOptions, OffsetUnit

if TYPE_CHECKING:
    from normalizer.formats.protocol import AnnotationWriter


@dataclass(frozen=True, slots=True)
class Reading:
    """Which files are read, and how."""

    paths: tuple[str, ...]
    input_format: str
    text_field: str
    id_field: str
    lang_field: str

    def sources(self) -> Iterator[Source | InputError]:
        """Return the files; raise a usage error when standard input is named twice."""
        if self.paths.count(STDIN) > 1:
            raise click.UsageError("standard input can be read only once")
        named = bool(self.text_field or self.id_field or self.lang_field)
        return expand(self.paths, InputFormat(self.input_format), records=named)

    def documents(
        self, sources: Iterable[Source | InputError], *, with_source: bool
    ) -> Iterator[SourcedDocument | InputError]:
        """Return the documents in the files."""
        return read_documents(sources, self._fields, with_source=with_source)

    @property
    def _fields(self) -> Fields:
        return Fields(self.text_field or "text", self.id_field, self.lang_field)

    def asked(self, sources: Sequence[Source | InputError]) -> dict[str, Any]:
        """Return what the documents of a job depend on."""
        return {
            "input": {"files": len(sources), "fingerprint": fingerprint(sources)},
            "fields": asdict(self._fields),
        }


@dataclass(frozen=True, slots=True)
class Marking:
    """What is returned of a document."""

    nil: bool
    nested: bool
    offsets: str
    source_offsets: bool
    rewrite: bool


@click.command()
@gathered(
    Reading,
    "reading",
    click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    click.option(
        "--input-format",
        type=click.Choice([form.value for form in InputFormat]),
        default="auto",
        help="How to read the files. auto: by suffix, else plain text.",
    ),
    click.option(
        "--text-field",
        metavar="FIELD",
        default="",
        help="The field or column of the text (text). Files that are no tables are JSON lines.",
    ),
    click.option(
        "--id-field",
        metavar="FIELD",
        default="",
        help="The field or column of the document's ID (id if there, else PATH:LINE).",
    ),
    click.option(
        "--lang-field",
        metavar="FIELD",
        default="",
        help="The field or column of the language (lang if there).",
    ),
)
@gathered(
    Marking,
    "marking",
    click.option("--nil", is_flag=True, help="Also return what looks like a name and is unknown."),
    click.option(
        "--nested",
        is_flag=True,
        help="Also return names inside longer names (jsonl, csv, parquet).",
    ),
    click.option(
        "--offsets",
        type=click.Choice([unit.value for unit in OffsetUnit]),
        default="codepoint",
        show_default=True,
        help="The unit of start and end.",
    ),
    click.option(
        "--source-offsets",
        is_flag=True,
        help="Also say where each mention stands in the file, before markup was taken away.",
    ),
    click.option(
        "--rewrite",
        is_flag=True,
        help="Write the texts with canonical names in the place of mentions.",
    ),
)
@hint_options()
@service_options()
@output_options(*ANNOTATION_FORMATS)
@bulk_options()
def annotate(
    reading: Reading,
    marking: Marking,
    hints: Hints,
    service: ServiceChoice,
    output: OutputChoice,
    bulk: Bulk,
) -> Exit:
    """Find and identify people, places and organisations in the documents at PATH.

    A PATH is a file, a folder (in depth), a pattern, or - for standard input. Files are plain
    text, HTML, or records with a text each: JSON lines, CSV, Parquet; .gz and .zst are
    unpacked. A document that cannot be read is reported on standard error, and the work goes on.

    With --output-dir the answers are shards in a folder, done by several processes; what is
    done stays done, and --resume goes on.
    """
    if bulk.output_dir:
        return _job(reading, marking, hints, service, output, bulk)
    refuse_job_options(("shard_size", "resume"))
    form = _form(marking, output)
    quiet = form is not OutputFormat.TEXT or output.output != STDOUT
    items = reading.documents(reading.sources(), with_source=marking.source_offsets)
    options = _options(hints, marking, form)
    with (
        open_service(service) as engine,
        open_writer(form, output.output, engine, rewrite=marking.rewrite) as writer,
        open_progress(output.progress, "documents", quiet_stdout=quiet) as progress,
    ):
        answers = answers_of(engine, opener(service), Annotating(options), items, bulk.workers)
        _Work(writer, progress, marking.source_offsets).run(answers)
        return Exit.SOME_FAILED if progress.tally.failed else Exit.OK


def _job(
    reading: Reading,
    marking: Marking,
    hints: Hints,
    service: ServiceChoice,
    output: OutputChoice,
    bulk: Bulk,
) -> Exit:
    from normalizer.cli.bulk_annotation import BulkAnnotation

    form = job_format(output)
    if marking.rewrite and form is not OutputFormat.JSONL:
        raise click.UsageError("--rewrite into --output-dir writes jsonl")
    options = _options(hints, marking, form)
    written = Format.REWRITE if marking.rewrite else Format(form)
    sources = list(reading.sources())
    job = BulkAnnotation(bulk, written, options, reading.asked(sources), marking.source_offsets)
    items = reading.documents(sources, with_source=marking.source_offsets)
    return job.run(service, items, output.progress)


def _form(marking: Marking, output: OutputChoice) -> OutputFormat:
    """Return the format; a rewritten text is written as it is unless records are asked for."""
    if not marking.rewrite:
        return choose_format(output.format, output.output)
    if output.format == OutputFormat.AUTO and output.output == STDOUT:
        return OutputFormat.TEXT
    form = choose_format(output.format, output.output)
    if form not in (OutputFormat.TEXT, OutputFormat.JSONL):
        raise click.UsageError("--rewrite writes text or jsonl")
    return form


_NESTING = frozenset({OutputFormat.JSONL, OutputFormat.CSV, OutputFormat.PARQUET})
"""The formats whose mentions may lie in one another."""


def _options(hints: Hints, marking: Marking, form: OutputFormat) -> AnnotateOptions:
    if marking.nested and (form not in _NESTING or marking.rewrite):
        raise click.UsageError("--nested writes jsonl, csv or parquet")
    return AnnotateOptions(
        kinds=hints.kinds,
        languages=hints.lang,
        include_nil=marking.nil,
        nested=marking.nested,
        min_score=hints.min_score,
        max_candidates=hints.max_candidates,
        offsets=unit_of(form, marking.offsets, rewrite=marking.rewrite),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    writer: AnnotationWriter
    progress: Progress
    with_source: bool

    def run(self, answers: Iterable[Answered[SourcedDocument, AnnotatedDocument]]) -> None:
        self.writer.begin()
        for item, answer in answers:
            if isinstance(item, InputError):
                self.progress.failure(error_line(item))
            elif isinstance(answer, InvalidTextError):
                reason = InputError(item.path, item.line, answer.reason)
                self.progress.failure(error_line(reason))
            elif answer is not None:
                self._write(item, answer)
                self.progress.success(len(answer.annotations))
        self.writer.end()

    def _write(self, item: SourcedDocument, answer: AnnotatedDocument) -> None:
        if not self.with_source:
            self.writer.document(item.document, answer)
            return
        spans = source_spans(item.document.text, answer, item.source)
        self.writer.document(item.document, answer, spans)
