"""`namenorm romanise`: text in Latin letters, by a named scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from normalizer.cli.connect import open_service
from normalizer.cli.exits import Exit
from normalizer.cli.messages import error_line
from normalizer.cli.options import OutputChoice, ServiceChoice, output_options, service_options
from normalizer.cli.output import STDOUT, OutputFormat, choose_format, open_output
from normalizer.cli.progress import Progress, open_progress
from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.names import NameItem, names_by_line
from normalizer.errors import FieldError, InputError, UnknownSchemeError
from normalizer.jobs.items import SourcedName

if TYPE_CHECKING:
    from normalizer.cli.writers.rows import RowWriter
    from normalizer.engine import NameService

COLUMNS = ("text", "romanised", "scheme")
SCHEME_COLUMNS = ("id", "lang", "script", "name", "description", "source", "url")
# What fits a terminal; the other formats have every column.
_SCHEME_COLUMNS_SHOWN = ("id", "lang", "script", "name", "description")


@click.command()
@click.argument("texts", nargs=-1, metavar="[TEXT|-]...")
@click.option(
    "--scheme", metavar="ID", default="", help="The scheme; without it the default of the script."
)
@click.option(
    "--lang", metavar="CODE", default="", help="The language of the text, to choose the default by."
)
@click.option("--list", "listing", is_flag=True, help="List the schemes; --lang narrows the list.")
@service_options()
@output_options(OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
def romanise(
    texts: tuple[str, ...],
    scheme: str,
    lang: str,
    listing: bool,
    service: ServiceChoice,
    output: OutputChoice,
) -> Exit:
    """Write each TEXT in Latin letters; - reads one text a line from standard input.

    Text that is in Latin letters already comes back as it is.
    """
    if not listing and not texts:
        raise click.UsageError("give texts, or - for standard input, or --list")
    if texts.count(STDIN) > 1:
        raise click.UsageError("standard input can be read only once")
    with open_service(service) as engine:
        if listing:
            return _list(engine, lang, output)
        _check_scheme(engine, scheme)
        return _romanise_all(_Romaniser(engine, scheme, lang), _items(texts), output)


@dataclass(frozen=True, slots=True)
class _Romaniser:
    engine: NameService
    scheme: str
    lang: str

    def row(self, text: str) -> tuple[str, str, str]:
        made = self.engine.romanise(text, self.scheme, self.lang)
        return text, made.text, made.scheme


def _list(engine: NameService, lang: str, output: OutputChoice) -> Exit:
    from normalizer.cli.writers.rows import row_writer

    form = choose_format(output.format, output.output)
    people = form is OutputFormat.TEXT
    columns = _SCHEME_COLUMNS_SHOWN if people else SCHEME_COLUMNS
    with open_output(output.output) as out:
        writer = row_writer(form, out, columns)
        for info in engine.schemes():
            if not lang or info.lang == lang:
                writer.row(tuple(getattr(info, column) for column in columns))
        writer.end()
    return Exit.OK


def _check_scheme(engine: NameService, scheme: str) -> None:
    """Raise a usage error, with the nearest names, for a scheme that nobody knows."""
    known = [info.id for info in engine.schemes()] if scheme else []
    if scheme and scheme not in known:
        from difflib import get_close_matches  # only for a mistake

        near = ", ".join(get_close_matches(scheme, known, cutoff=0.4))
        advice = f"did you mean {near}?" if near else "see namenorm romanise --list"
        raise click.BadParameter(f"unknown scheme {scheme!r}; {advice}", param_hint="--scheme")


def _items(texts: tuple[str, ...]) -> Iterator[NameItem]:
    for text in texts:
        if text == STDIN:
            yield from names_by_line(STDIN)
        else:
            yield SourcedName(text)


def _romanise_all(romaniser: _Romaniser, items: Iterable[NameItem], output: OutputChoice) -> Exit:
    from normalizer.cli.writers.rows import row_writer

    form = choose_format(output.format, output.output)
    quiet = form is not OutputFormat.TEXT or output.output != STDOUT
    with (
        open_output(output.output) as out,
        open_progress(output.progress, "texts", quiet_stdout=quiet) as progress,
    ):
        writer = row_writer(form, out, COLUMNS, plain="romanised")
        for item in items:
            _one(romaniser, item, writer, progress)
        writer.end()
        return Exit.SOME_FAILED if progress.tally.failed else Exit.OK


def _one(romaniser: _Romaniser, item: NameItem, writer: RowWriter, progress: Progress) -> None:
    try:
        if isinstance(item, InputError):
            raise item
        writer.row(romaniser.row(item.text))
        progress.success(1)
    except (InputError, FieldError, UnknownSchemeError) as failure:
        query = None if isinstance(item, InputError) else item.text
        if not isinstance(item, InputError) or item.line:
            writer.failure(query, str(getattr(failure, "reason", failure)))
        progress.failure(error_line(failure))
