"""`namenorm table diff`: what differs between two alias tables."""

from __future__ import annotations

from collections import Counter

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain, printable
from normalizer.cli.options import OutputChoice, output_options
from normalizer.cli.output import OutputFormat, choose_format, open_output
from normalizer.cli.table.tables import opened_anywhere

COLUMNS = ("change", "about", "entity_id", "name", "lang", "reason")
_FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)


@click.command()
@click.argument("before")
@click.argument("after")
@output_options(*_FORMATS)
def diff(before: str, after: str, output: OutputChoice) -> Exit:
    """Compare two alias tables: what AFTER has added, removed and changed.

    Each is a folder of sets, a file that `export --to jsonl` wrote, or a store. The exit code
    is 1 when they differ.
    """
    from normalizer.cli.writers.rows import row_writer
    from normalizer.exchange.compare import contrasts

    form = choose_format(output.format, output.output)
    counts: Counter[str] = Counter()
    with (
        opened_anywhere(before) as ours,
        opened_anywhere(after) as theirs,
        open_output(output.output) as out,
    ):
        writer = row_writer(form, out, COLUMNS) if form is not OutputFormat.TEXT else None
        for each in contrasts(ours, theirs):
            counts[each.change] += 1
            if writer is None:
                out.write(printable(each.in_words()) + "\n")
            else:
                about = (str(each.change), str(each.about), each.entity_id)
                writer.row((*about, each.name, each.lang, each.reason))
        if writer is not None:
            writer.end()
    complain(", ".join(f"{n:,} {change}" for change, n in counts.items()) or "no difference")
    return Exit.SOME_FAILED if counts else Exit.OK
