"""`namenorm table import`: what files of others would change, and on request the change itself."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.options import (
    Decorator,
    OutputChoice,
    gathered,
    output_options,
    parse_target,
)
from normalizer.cli.output import STDOUT, OutputFormat, choose_format, open_output
from normalizer.cli.progress import Progress, open_progress
from normalizer.cli.table.choices import ActChoice, FileChoice
from normalizer.cli.table.differences import DifferenceWriter, difference_writer
from normalizer.cli.table.tables import TableChoice, opened, opened_store, table_options
from normalizer.exchange.lines import STDIN
from normalizer.types import Kind

if TYPE_CHECKING:
    from normalizer.exchange.apply import Written
    from normalizer.exchange.diff import Likeness
    from normalizer.exchange.differences import Difference, Tally
    from normalizer.exchange.importing import Plan
    from normalizer.store.protocol import AliasStore

_FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
_KINDS = [kind.value for kind in Kind]
_NAMES = (
    "seeds", "jsonl", "csv", "tsv", "ftm", "opensanctions", "wikidata", "sparql", "geonames",
    "jrc", "skos",
)  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = text.partition("=")
    if not (ours and equals and theirs):
        raise click.BadParameter(f"{text!r} is not OURS=THEIRS")
    return ours, theirs


def _pairs(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(map(_pair, value))


def _file_options() -> Decorator:
    return gathered(
        FileChoice,
        "files",
        click.option(
            "--from", "form", type=click.Choice(_NAMES),
            help="The format of the files; by default what their names tell.",
        ),
        click.option(
            "--column", multiple=True, metavar="OURS=THEIRS", callback=_pairs,
            help="Which column of CSV or TSV is which of ours: name=Title, alias.be=Belarusian, "
            "xref.viaf=VIAF; may be repeated.",
        ),
        click.option(
            "--scheme", default="", metavar="NAME",
            help="The name under which the files' own identifiers are kept, so that the next "
            "import finds the entities again.",
        ),
        click.option("--kind", type=click.Choice(_KINDS), help="The kind of rows that say none."),
        click.option(
            "--lang", default="", metavar="CODE", help="The language of aliases that say none."
        ),
        click.option(
            "--source", default="", help="Where the files come from, for each row that says none."
        ),
        click.option(
            "--licence", default="", metavar="SPDX", help="On which licence, for each row."
        ),
        click.option(
            "--only-lang", multiple=True, metavar="CODE",
            help="Take aliases of this language (be, pl) alone; may be repeated.",
        ),
    )  # fmt: skip


def _act_options() -> Decorator:
    return gathered(
        ActChoice,
        "act",
        click.option(
            "--apply", is_flag=True,
            help="Change the store; without it nothing is changed anywhere.",
        ),
        click.option(
            "--collisions", type=click.Choice(["hold", "add"]),
            help="What to do with names that lead to another entity too: by default they are "
            "held back, and added from tables of our own (jsonl, seeds).",
        ),
        click.option(
            "--overwrite", is_flag=True,
            help="Set values that differ; without it only empty ones are filled.",
        ),
        click.option(
            "--prune", is_flag=True,
            help="Remove what the files lack: they are the whole table (jsonl and seeds alone).",
        ),
        click.option(
            "--skip-malformed", is_flag=True,
            help="Go on without the malformed lines; without it one of them stops the import.",
        ),
        click.option(
            "--propose", type=click.FloatRange(0.0, 1.0), metavar="SCORE",
            help="Hold back new entities that resolve to one that is there, from this score on.",
        ),
        click.option("--actor", default="", help="Who imports; by default who is logged in."),
        click.option("--reason", default="", help="Why, for the history."),
    )  # fmt: skip


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@table_options()
@click.option(
    "--server", metavar="HOST:PORT", default="", callback=parse_target,
    help="The alias table of this server, which the files are sent to.",
)  # fmt: skip
@_file_options()
@_act_options()
@output_options(*_FORMATS)
def import_(
    paths: tuple[str, ...],
    table: TableChoice,
    files: FileChoice,
    act: ActChoice,
    output: OutputChoice,
    server: str,
) -> Exit:
    """Show what FILE... would change in the alias table: nothing is changed without --apply.

    A row is new, there already, different, or leads to another entity too; a line that cannot
    be read is told with its number. Entities are known by our IDs and by identifiers, never by
    likeness. Broken off and run again, an import goes on where it was.
    """
    if server:
        if table.store or table.seeds:
            raise click.UsageError("--server and a table of this machine exclude each other")
        from normalizer.cli.table.importing_there import import_there  # loads grpc

        return import_there(server, _plan(paths, files, act), act, output)
    if act.apply and (not table.store or table.seeds):
        raise click.UsageError("--apply needs a store: --store PLACE")
    if STDIN in paths and act.apply and not act.skip_malformed:
        raise click.UsageError(
            "standard input can be read once only, and a file is read twice, first for its "
            "faults: add --skip-malformed, or write it to a file"
        )
    plan = _plan(paths, files, act)
    if act.apply and not act.skip_malformed and (faulty := _count_faults(plan)):
        lines = "line" if faulty == 1 else "lines"
        complain(f"{faulty:,} malformed {lines}: nothing was changed")
        return Exit.DATA
    tally = _run(plan, table, act, output)
    complain(tally.in_words() + ("" if act.apply else "; nothing was changed"))
    if not tally.malformed:
        return Exit.OK
    return Exit.SOME_FAILED if act.skip_malformed else Exit.DATA


def _plan(paths: tuple[str, ...], files: FileChoice, act: ActChoice) -> Plan:
    from normalizer.exchange.diff import Policy
    from normalizer.exchange.formats import FORMATS, format_of
    from normalizer.exchange.importing import Plan
    from normalizer.exchange.settings import ReadSettings

    name = files.form or format_of(paths[0])
    if not name:
        raise click.UsageError(f"{paths[0]} does not tell its format: say --from")
    kind = Kind(files.kind) if files.kind else None
    settings = ReadSettings(
        files.source, files.licence, files.scheme, kind, files.lang, dict(files.column)
    )
    if act.prune and not FORMATS[name].is_own:
        raise click.UsageError(f"--prune needs a table of our own, and {name} is none")
    # In a table of our own somebody has decided on each shared name.
    collisions = act.collisions or ("add" if FORMATS[name].is_own else "hold")
    policy = Policy(collisions == "add", act.overwrite, prune=act.prune)
    return Plan(FORMATS[name], paths, settings, policy, frozenset(files.only_lang))


def _count_faults(plan: Plan) -> int:
    """Print each line that cannot be taken, and return how many there are."""
    from normalizer.exchange.importing import faults

    count = 0
    for fault in faults(plan):
        count += 1
        where = f"{fault.path}:{fault.line}" if fault.line else fault.path
        complain(f"{where}: {fault.reason}")
    return count


def _run(plan: Plan, table: TableChoice, act: ActChoice, output: OutputChoice) -> Tally:
    """Write each difference, and return how many there were of each sort."""
    form = choose_format(output.format, output.output)
    quiet = output.output != STDOUT
    with (
        open_output(output.output) as out,
        open_progress(output.progress, "rows", quiet_stdout=quiet) as progress,
    ):
        writer = difference_writer(form, out)
        if act.apply:
            _apply(plan, table.store, act, writer, progress)
        else:
            with opened(table) as found:
                from normalizer.exchange.importing import compared

                _take(compared(plan, found, _likeness(found, act)), writer, progress)
        writer.end()
    return writer.tally


def _apply(
    plan: Plan, place: str, act: ActChoice, writer: DifferenceWriter, progress: Progress
) -> None:
    from normalizer.exchange.importing import imported
    from normalizer.store.changes import Author

    source = ", ".join(plan.paths)
    by = Author(act.actor or getpass.getuser(), act.reason or f"import of {source}", source)
    with opened_store(place) as store:
        likeness = _likeness(store.snapshot(), act) if act.propose is not None else None
        _take(imported(plan, store, by, likeness), writer, progress)
        complain(f"{place} is at revision {store.revision}")


def _take(
    found: Iterable[Difference | Written], writer: DifferenceWriter, progress: Progress
) -> None:
    from normalizer.exchange.differences import Difference

    for each in found:
        if isinstance(each, Difference):
            writer.write(each)
            progress.success(each.is_edit)


def _likeness(table: AliasStore, act: ActChoice) -> Likeness | None:
    if act.propose is None:
        return None
    from normalizer.index.memory import MemoryIndex
    from normalizer.lint.likeness import likeness_of
    from normalizer.resolve import Resolver

    return likeness_of(Resolver(MemoryIndex(table)), act.propose)
