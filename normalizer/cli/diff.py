"""`namenorm diff`: two annotation runs in, what differs between them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.options import OutputChoice, output_options
from normalizer.cli.output import OutputFormat, choose_format, open_output
from normalizer.cli.readers.runs import Run
from normalizer.errors import InputError
from normalizer.formats.compare import (
    LEAST_SCORE_CHANGE,
    Change,
    Difference,
    Totals,
    differences,
)

if TYPE_CHECKING:
    from typing import TextIO

_MENTIONS, _DOCUMENTS, _ENTITIES = "mention", "document", "entity"
_COUNTS = tuple(Change)


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--by",
    type=click.Choice([_MENTIONS, _DOCUMENTS, _ENTITIES]),
    default=_MENTIONS,
    show_default=True,
    help="A row a mention that differs, or counts by document or by entity.",
)
@click.option(
    "--min-score-change",
    type=click.FloatRange(0.0, 1.0),
    default=LEAST_SCORE_CHANGE,
    show_default=True,
    help="Take scores that differ by less for the same.",
)
@output_options(OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
def diff(before: str, after: str, by: str, min_score_change: float, output: OutputChoice) -> Exit:
    """Compare two annotation runs, A before and B after; exit with 1 when they differ.

    A run is what annotate has written: JSON lines, CSV, Parquet, or the folder of a job that is
    done. Mentions are told apart by document and place.
    """
    runs = Run(before), Run(after)
    form = choose_format(output.format, output.output)
    totals = Totals()
    try:
        found = differences(runs[0].mentions(), runs[1].mentions(), totals, min_score_change)
        with open_output(output.output) as out:
            _write(by, form, out, _checked(found, runs), totals)
            _check_units(runs)
    except InputError as failure:
        complain(failure)
        return Exit.DATA
    complain(_summary(runs, totals))
    return Exit.SOME_FAILED if totals.by_document else Exit.OK


def _checked(found: Iterator[Difference], runs: tuple[Run, Run]) -> Iterator[Difference]:
    for difference in found:
        _check_units(runs)
        yield difference


def _check_units(runs: tuple[Run, Run]) -> None:
    units = runs[0].offsets | runs[1].offsets
    if len(units) > 1:
        reason = f"the runs count in different units: {', '.join(sorted(units))}"
        raise InputError(runs[1].path, 0, reason)


def _write(
    by: str, form: OutputFormat, out: TextIO, found: Iterator[Difference], totals: Totals
) -> None:
    from normalizer.cli.writers.differences import counts_writer, difference_writer

    if by == _MENTIONS:
        writer = difference_writer(form, out)
        for difference in found:
            writer.write(difference)
        return
    for _ in found:  # counted in the totals
        pass
    counts = totals.by_document if by == _DOCUMENTS else totals.by_entity
    columns = (by, *(("name",) if by == _ENTITIES else ()), *_COUNTS)
    rows = counts_writer(form, out, columns)
    for key, numbers in sorted(counts.items(), key=_most_first):
        name = (totals.names.get(key, ""),) if by == _ENTITIES else ()
        rows.row((key, *name, *(numbers[change] for change in _COUNTS)))
    rows.end()


def _most_first(item: tuple[str, Counter[Change]]) -> tuple[int, str]:
    return -item[1].total(), item[0]


def _summary(runs: tuple[Run, Run], totals: Totals) -> str:
    numbers = ", ".join(f"{totals.number(change)} {change}" for change in _COUNTS)
    tables = " → ".join(", ".join(sorted(run.revisions)) or "none" for run in runs)
    return (
        f"{numbers}; {totals.mentions_before} mentions → {totals.mentions_after} in "
        f"{totals.documents} documents, {len(totals.by_document)} of which differ; "
        f"alias table {tables}"
    )
