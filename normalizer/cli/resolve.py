"""`namenorm resolve`: names in, one answer a name out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from normalizer.cli.bulk import workers_option
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
from normalizer.cli.output import STDOUT, OutputFormat, choose_format, open_output
from normalizer.cli.progress import Progress, open_progress
from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.names import NameItem, names_by_line, names_in_csv, names_in_jsonl
from normalizer.errors import InputError, InvalidTextError
from normalizer.jobs.answering import answers_of
from normalizer.jobs.asking import Answered, Resolving
from normalizer.jobs.items import SourcedName
from normalizer.types import Decision, Resolution, ResolveOptions

if TYPE_CHECKING:
    from normalizer.formats.protocol import ResolutionWriter


@dataclass(frozen=True, slots=True)
class NameInput:
    """The names, where more of them come from, and how they stand there."""

    names: tuple[str, ...]
    input: str
    jsonl_field: str
    csv_column: str


@click.command()
@gathered(
    NameInput,
    "source",
    click.argument("names", nargs=-1, metavar="[NAME|-]..."),
    click.option(
        "--input", metavar="FILE", default="", help="Read one name a line from this file."
    ),
    click.option(
        "--jsonl-field",
        metavar="FIELD",
        default="",
        help="The input is JSON lines; names are here.",
    ),
    click.option(
        "--csv-column", metavar="COLUMN", default="", help="The input is CSV; names are here."
    ),
)
@click.option(
    "--context", metavar="WORDS", default="", help="Words around the names; they only rank."
)
@hint_options()
@service_options()
@output_options(OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
@workers_option()
def resolve(
    source: NameInput,
    context: str,
    hints: Hints,
    service: ServiceChoice,
    output: OutputChoice,
    workers: int | None,
) -> Exit:
    """Resolve each NAME to a canonical ID; - reads one name a line from standard input.

    There is one answer a name, in order: match, ambiguous or nil. A name that cannot be read
    gets a record with its error, and the work goes on.
    """
    items = _items(source)
    options = ResolveOptions(
        hints.kinds, hints.lang, context, hints.max_candidates, hints.min_score
    )
    form = choose_format(output.format, output.output)
    quiet = form is not OutputFormat.TEXT or output.output != STDOUT
    with (
        open_service(service) as engine,
        open_output(output.output) as out,
        open_progress(output.progress, "names", quiet_stdout=quiet) as progress,
    ):
        answers = answers_of(engine, opener(service), Resolving(options), items, workers)
        _run(answers, _writer(form, out), progress)
        return Exit.SOME_FAILED if progress.tally.failed else Exit.OK


def _items(source: NameInput) -> Iterator[NameItem]:
    """Return the names to resolve, arguments first; raise a usage error when none were given."""
    names = source.names
    if source.jsonl_field and source.csv_column:
        raise click.UsageError("--jsonl-field and --csv-column exclude each other")
    if not names and not source.input:
        raise click.UsageError("give names, or - for standard input, or --input FILE")
    if names.count(STDIN) + (source.input == STDIN) > 1:
        raise click.UsageError("standard input can be read only once")
    if (source.jsonl_field or source.csv_column) and not source.input and STDIN not in names:
        raise click.UsageError("--jsonl-field and --csv-column need --input FILE or -")
    return _chain(source)


def _chain(source: NameInput) -> Iterator[NameItem]:
    for name in source.names:
        if name == STDIN:
            yield from _from_file(STDIN, source)
        else:
            yield SourcedName(name)
    if source.input:
        yield from _from_file(source.input, source)


def _from_file(path: str, source: NameInput) -> Iterator[NameItem]:
    if source.jsonl_field:
        return names_in_jsonl(path, source.jsonl_field)
    if source.csv_column:
        return names_in_csv(path, source.csv_column)
    return names_by_line(path)


def _run(
    answers: Iterable[Answered[SourcedName, Resolution]],
    writer: ResolutionWriter,
    progress: Progress,
) -> None:
    writer.begin()
    for item, answer in answers:
        if isinstance(item, InputError):
            if item.line:  # a whole file that cannot be read stands for no name
                writer.failure(None, item.reason)
            progress.failure(error_line(item))
        elif isinstance(answer, InvalidTextError):
            writer.failure(item.text, answer.reason)
            progress.failure(error_line(_placed(item, answer)))
        elif answer is not None:
            writer.answer(answer)
            progress.success(int(answer.decision is Decision.MATCH))
    writer.end()


def _placed(item: SourcedName, failure: InvalidTextError) -> InputError | str:
    if item.path:
        return InputError(item.path, item.line, failure.reason)
    shown = item.text if len(item.text) <= 40 else item.text[:39] + "…"
    return f"{shown!r}: {failure.reason}"


def _writer(form: OutputFormat, out: TextIO) -> ResolutionWriter:
    if form is OutputFormat.TEXT:
        from normalizer.cli.writers.terminal import TerminalResolutions  # loads rich

        return TerminalResolutions(out)
    if form is OutputFormat.CSV:
        from normalizer.formats.csv_rows import CsvResolutions

        return CsvResolutions(out)
    from normalizer.formats.json_lines import JsonResolutions

    return JsonResolutions(out)
