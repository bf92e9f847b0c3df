"""`namenorm table export`: an alias table as files, for git or for others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.output import STDOUT, open_output
from normalizer.cli.table.tables import TableChoice, opened, table_options

if TYPE_CHECKING:
    from normalizer.store.protocol import AliasStore

_FORMS = ("seeds", "jsonl", "ftm", "skos")


@click.command()
@table_options()
@click.option(
    "--to",
    "form",
    type=click.Choice(_FORMS),
    default="seeds",
    show_default=True,
    help="seeds: a folder of sets; jsonl: an entity a line; ftm: FollowTheMoney; skos: N-Triples.",
)
@click.option(
    "-o",
    "--output",
    default=STDOUT,
    metavar="PATH",
    help="The folder of sets, or the file, which appears only when it is whole.",
)
@click.option(
    "--set",
    "set_name",
    default="table",
    show_default=True,
    help="The set for entities that have none in the folder yet.",
)
@click.option(
    "--as-of", default="", metavar="REVISION", help="The table of a store as it was then."
)
def export(table: TableChoice, form: str, output: str, set_name: str, as_of: str) -> Exit:
    """Write the alias table: sorted, one record a line, the same table to the same bytes.

    A folder of sets that is there keeps its layout and the comments at the head of its files.
    """
    if form == "seeds":
        if output == STDOUT:
            raise click.UsageError("a folder of sets needs -o FOLDER")
        with opened(table, as_of) as found:
            return _export_sets(found, Path(output), set_name)
    with opened(table, as_of) as found, open_output(output) as out:
        count = _writer(form)(found, out.write)
    complain(f"{count:,} entities written")
    return Exit.OK


def _export_sets(table: AliasStore, folder: Path, set_name: str) -> Exit:
    from normalizer.exchange.writers.sets import write_sets

    counts = write_sets(table, folder, set_name)
    complain(f"{sum(counts.values()):,} rows written in {len(counts)} files")
    return Exit.OK


def _writer(form: str) -> Callable[[AliasStore, Callable[[str], object]], int]:
    if form == "ftm":
        from normalizer.exchange.writers.ftm import write_ftm

        return write_ftm
    if form == "skos":
        from normalizer.exchange.writers.skos import write_skos

        return write_skos
    from normalizer.exchange.writers.jsonl import write_jsonl

    return write_jsonl
