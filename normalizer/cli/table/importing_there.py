"""`namenorm table import --server`: the files are sent to a server, which compares and applies."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import click

from normalizer.cli.curate.options import TableChoice, actor_at
from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain, printable
from normalizer.cli.options import OutputChoice
from normalizer.cli.output import OutputFormat, choose_format, open_output
from normalizer.cli.remote import remote_curation
from normalizer.cli.table.choices import ActChoice
from normalizer.cli.writers.rows import row_writer
from normalizer.client.importing import ImportedRow, ImportOrder, ImportSum
from normalizer.exchange.differences import Verdict
from normalizer.exchange.formats import FORMATS
from normalizer.exchange.importing import Plan
from normalizer.store.changes import Author

COLUMNS = ("path", "line", "verdict", "entity_id", "name", "held", "others", "sentence")
_FOLDERS = "seeds"


def import_there(server: str, plan: Plan, act: ActChoice, output: OutputChoice) -> Exit:
    """Write what files change in a server's table, and return the exit code."""
    if plan.form is FORMATS[_FOLDERS]:
        raise click.UsageError("--from seeds needs a store and not a server: --store PLACE")
    form = choose_format(output.format, output.output)
    last: ImportSum | None = None
    with (
        closing(remote_curation(server)) as curation,
        open_output(output.output) as out,
    ):
        rows = None if form is OutputFormat.TEXT else row_writer(form, out, COLUMNS)
        for found in curation.import_files(_order(server, plan, act), plan.paths):
            if isinstance(found, ImportSum):
                last = found
            elif rows is None:
                where = f"{found.path}:{found.line}" if found.line else found.path
                out.write(f"{printable(where)}: {printable(found.sentence)}\n")
            else:
                rows.row(_cells(found))
        if rows is not None:
            rows.end()
    counts = Counter(last.rows if last else {})
    told = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in Verdict if counts[verdict])
    done = last is not None and last.applied
    end = f"{server} is at revision {last.revision}" if last and done else "nothing was changed"
    complain(f"{told or 'nothing'}; {end}")
    if not counts[Verdict.MALFORMED]:
        return Exit.OK
    return Exit.SOME_FAILED if act.skip_malformed else Exit.DATA


def _order(server: str, plan: Plan, act: ActChoice) -> ImportOrder:
    settings = plan.settings
    reason = act.reason or f"import of {', '.join(plan.paths)}"
    actor = actor_at(TableChoice("", server), act.actor) if act.apply else ""
    return ImportOrder(
        next(name for name, form in FORMATS.items() if form is plan.form),
        Author(actor, reason, ", ".join(plan.paths)) if act.apply else None,
        settings.source,
        settings.licence,
        settings.scheme,
        settings.kind,
        settings.lang,
        settings.columns,
        plan.policy.add_collisions,
        plan.policy.overwrite,
        act.skip_malformed,
        plan.policy.prune,
        act.propose,
        plan.languages,
    )


def _cells(found: ImportedRow) -> tuple[str | int, ...]:
    return (
        found.path,
        found.line,
        str(found.verdict),
        found.entity_id,
        found.name,
        int(found.held),
        " ".join(found.others),
        found.sentence,
    )
