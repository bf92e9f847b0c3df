"""`namenorm annotate`: documents in, mentions with offsets and decisions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from normalizer.cli.connect import open_service
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
from normalizer.cli.output import STDOUT, OutputFormat, choose_format, open_output
from normalizer.cli.pairing import answered
from normalizer.cli.progress import Progress, open_progress
from normalizer.cli.readers.documents import read_documents
from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.items import InputFormat, JsonFields, SourcedDocument
from normalizer.errors import InputError, InvalidTextError, NormalizerError
from normalizer.types import AnnotatedDocument, AnnotateOptions, Document, OffsetUnit

if TYPE_CHECKING:
    from normalizer.engine import NameService
    from normalizer.formats.protocol import AnnotationWriter


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    input_format: str
    text_field: str
    id_field: str
    lang_field: str

    @property
    def form(self) -> InputFormat:
        """Return the format of every file; a named field says that they are JSON lines."""
        named = self.text_field or self.id_field or self.lang_field
        if self.input_format == InputFormat.AUTO and named:
            return InputFormat.JSONL
        return InputFormat(self.input_format)

    @property
    def fields(self) -> JsonFields:
        """Return where a JSON line holds its document."""
        return JsonFields(self.text_field or "text", self.id_field, self.lang_field)


@dataclass(frozen=True, slots=True)
class Marking:
    """What is returned of a document."""

    nil: bool
    offsets: str


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@gathered(
    Reading,
    "reading",
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
        help="Where JSON lines hold the text (text); the files are then JSON lines.",
    ),
    click.option(
        "--id-field",
        metavar="FIELD",
        default="",
        help="Where JSON lines hold the document's ID (id if there, else PATH:LINE).",
    ),
    click.option(
        "--lang-field",
        metavar="FIELD",
        default="",
        help="Where JSON lines hold the language (lang if there).",
    ),
)
@gathered(
    Marking,
    "marking",
    click.option("--nil", is_flag=True, help="Also return what looks like a name and is unknown."),
    click.option(
        "--offsets",
        type=click.Choice([unit.value for unit in OffsetUnit]),
        default="codepoint",
        show_default=True,
        help="The unit of start and end.",
    ),
)
@hint_options()
@service_options()
@output_options(OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV, OutputFormat.HTML)
def annotate(
    paths: tuple[str, ...],
    reading: Reading,
    marking: Marking,
    hints: Hints,
    service: ServiceChoice,
    output: OutputChoice,
) -> Exit:
    """Find and identify people, places and organisations in the documents at PATH.

    A PATH is a file, a folder (in depth), a pattern, or - for standard input. Files are plain
    text, JSON lines or HTML; offsets of HTML are on its visible text. A document that cannot
    be read is reported on standard error, and the work goes on.
    """
    if paths.count(STDIN) > 1:
        raise click.UsageError("standard input can be read only once")
    form = choose_format(output.format, output.output)
    quiet = form is not OutputFormat.TEXT or output.output != STDOUT
    items = read_documents(expand(paths, reading.form), reading.fields)
    with (
        open_service(service) as engine,
        open_output(output.output) as out,
        open_progress(output.progress, "documents", quiet_stdout=quiet) as progress,
    ):
        work = _Work(engine, _options(hints, marking, form), _writer(form, out, engine))
        work.run(items, progress)
        return Exit.SOME_FAILED if progress.tally.failed else Exit.OK


def _options(hints: Hints, marking: Marking, form: OutputFormat) -> AnnotateOptions:
    # The page shows no offsets; it cuts the text itself, in code points.
    unit = "codepoint" if form is OutputFormat.HTML else marking.offsets
    return AnnotateOptions(
        kinds=hints.kinds,
        languages=hints.lang,
        include_nil=marking.nil,
        min_score=hints.min_score,
        max_candidates=hints.max_candidates,
        offsets=OffsetUnit(unit),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    engine: NameService
    options: AnnotateOptions
    writer: AnnotationWriter

    def run(self, items: Iterable[SourcedDocument | InputError], progress: Progress) -> None:
        self.writer.begin()
        for item, answer in answered(items, _document, self._ask):
            if isinstance(item, InputError):
                progress.failure(error_line(item))
            elif isinstance(answer, InvalidTextError):
                progress.failure(error_line(InputError(item.path, item.line, answer.reason)))
            elif answer is not None:
                self.writer.document(item.document, answer)
                progress.success(len(answer.annotations))
        self.writer.end()

    def _ask(self, documents: Iterator[Document]) -> Iterator[AnnotatedDocument | NormalizerError]:
        return self.engine.annotate_many(documents, self.options)


def _document(item: SourcedDocument) -> Document:
    return item.document


def _writer(form: OutputFormat, out: TextIO, engine: NameService) -> AnnotationWriter:
    if form is OutputFormat.TEXT:
        from normalizer.cli.writers.terminal import TerminalAnnotations  # loads rich

        return TerminalAnnotations(out)
    if form is OutputFormat.CSV:
        from normalizer.formats.csv_rows import CsvAnnotations

        return CsvAnnotations(out)
    if form is OutputFormat.HTML:
        from normalizer.cli.writers.page import PageAnnotations

        return PageAnnotations(out, engine.entity)
    from normalizer.formats.json_lines import JsonAnnotations

    return JsonAnnotations(out)
