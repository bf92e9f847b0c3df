"""`namenorm table check`: the proof-reading of an alias table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain, printable
from normalizer.cli.options import Decorator, OutputChoice, gathered, output_options
from normalizer.cli.output import OutputFormat, choose_format, open_output

if TYPE_CHECKING:
    from normalizer.lint.check import Wanted
    from normalizer.store.findings import Finding

FINDING_COLUMNS = ("path", "line", "severity", "code", "reason", "entity_id")
_FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
_LEVELS = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Which rules are asked, and what is done about their findings."""

    rules: str
    level: str
    strict: bool
    fix: bool


def _rule_options() -> Decorator:
    return gathered(
        RuleChoice,
        "choice",
        click.option(
            "--rules",
            default="",
            metavar="CODE,…",
            help="Ask these rules alone (docs/table-check.md explains each).",
        ),
        click.option(
            "--level",
            type=click.Choice(_LEVELS),
            default="warning",
            show_default=True,
            help="Report what is at least this grave; note asks the resolver, which takes minutes.",
        ),
        click.option("--strict", is_flag=True, help="Let warnings fail the check too."),
        click.option("--fix", is_flag=True, help="Put right what needs no judgement, then check."),
    )


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--store", metavar="PLACE", default="", help="Check the table of this store instead of files."
)
@_rule_options()
@output_options(*_FORMATS)
def check(folder: Path | None, store: str, choice: RuleChoice, output: OutputChoice) -> Exit:
    """Check an alias table (the built-in one, FOLDER, or a store's): errors, warnings, notes.

    Errors are what the loader would refuse; the exit code is then 4. Warnings are for a
    curator to judge. Notes are looked for with --level note or by their --rules.
    """
    if store and (folder or choice.fix):
        raise click.UsageError("--store checks a store, and neither a FOLDER nor with --fix")
    if choice.fix:
        _fix(folder)
    found = list(_chosen(_findings(folder, store, _wanted(choice)), choice))
    form = choose_format(output.format, output.output)
    with open_output(output.output) as out:
        if form is OutputFormat.TEXT:
            out.writelines(f"{printable(_line(finding))}\n" for finding in found)
        else:
            _write_rows(form, out, found)
    counts = Counter(finding.severity.value for finding in found)
    notes = f", {counts['note']} notes" if choice.level == "note" or counts["note"] else ""
    complain(f"{counts['error']} errors, {counts['warning']} warnings{notes}")
    failed = counts["error"] or (choice.strict and counts["warning"])
    return Exit.DATA if failed else Exit.OK


def _write_rows(form: OutputFormat, out: TextIO, found: Iterable[Finding]) -> None:
    from normalizer.cli.writers.rows import row_writer

    writer = row_writer(form, out, FINDING_COLUMNS)
    for each in found:
        where = (str(each.path), each.line)
        writer.row((*where, each.severity.value, each.code, each.reason, each.entity_id))
    writer.end()


def _wanted(choice: RuleChoice) -> Wanted:
    from normalizer.lint.check import Wanted
    from normalizer.schemes import scheme_ids
    from normalizer.store.findings import NOTES, RULES

    asked = frozenset(filter(None, choice.rules.split(",")))
    if unknown := asked - RULES.keys():
        reason = f"no rule {', '.join(sorted(unknown))}; the rules are {', '.join(sorted(RULES))}"
        raise click.BadParameter(reason, param_hint="--rules")
    notes = asked & NOTES.keys() if asked else NOTES.keys() if choice.level == "note" else ()
    return Wanted(frozenset(notes), frozenset(scheme_ids()))


def _findings(folder: Path | None, store: str, wanted: Wanted) -> Iterator[Finding]:
    from normalizer.cli.table.tables import opened_store
    from normalizer.lint.check import check_folder, check_store
    from normalizer.resources import seeds_dir

    if not store:
        yield from check_folder(folder or seeds_dir(), wanted)
        return
    with opened_store(store) as found:
        redirects, rulings = found.redirects(), found.rulings()
        yield from check_store(found.snapshot(), store, wanted, redirects, rulings)


def _chosen(found: Iterable[Finding], choice: RuleChoice) -> Iterator[Finding]:
    asked = frozenset(filter(None, choice.rules.split(",")))
    levels = _LEVELS[: _LEVELS.index(choice.level) + 1]
    for each in found:
        if each.code in asked or (not asked and each.severity.value in levels):
            yield each


def _fix(folder: Path | None) -> None:
    from normalizer.exchange.fix import fix_folder
    from normalizer.resources import seeds_dir

    for path in fix_folder(folder or seeds_dir()):
        complain(f"{path}: put right")


def _line(finding: Finding) -> str:
    """Return a finding the way compilers write, so that editors can jump to it."""
    where = f"{finding.path}:{finding.line}" if finding.line else str(finding.path)
    whose = f" {finding.entity_id}:" if finding.entity_id and not finding.line else ""
    return f"{where}:{whose} {finding.severity}: {finding.reason} [{finding.code}]"
