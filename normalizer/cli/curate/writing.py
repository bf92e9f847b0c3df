"""An edit from the command line: told beforehand, asked about, made, reported.

1. The preview says whom the edit collides with and which mentions it would change.
2. On a terminal a person is asked when something stands against it; elsewhere it is said on
   standard error and the edit is made, since scripts decide by `--dry-run` beforehand.
3. What was done goes to standard output: words on a terminal, else one JSON line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from normalizer.cli.curate.connect import open_curation
from normalizer.cli.curate.options import TableChoice, WriteChoice
from normalizer.cli.curate.reading import indented
from normalizer.cli.curate.words import (
    applied_record,
    applied_words,
    finding_record,
    proposal_record,
    proposal_words,
)
from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain, printable
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.formats.records import json_line
from normalizer.store.changes import Applied, Author, Proposal

if TYPE_CHECKING:
    from normalizer.curation.findings import Preview
    from normalizer.curation.protocol import Curation
    from normalizer.store.operations import Operation


def edit(
    table: TableChoice, write: WriteChoice, format_: str, operations: Sequence[Operation]
) -> Exit:
    """Preview and make edits as the options say; return the exit code."""
    form = choose_format(format_, STDOUT)
    with open_curation(table) as curation:
        preview = curation.preview(operations)
        if write.dry_run:
            _tell_preview(form, preview)
            return Exit.OK
        if not _goes_on(preview, write):
            complain("nothing was done")
            return Exit.SOME_FAILED
        done = make(curation, operations, write.author(table), write.propose)
    if isinstance(done, Proposal):
        _tell(form, proposal_record(done), proposal_words(done))
    else:
        _tell(form, applied_record(done), applied_words(done))
    return Exit.OK


def make(
    curation: Curation, operations: Sequence[Operation], by: Author, propose: bool
) -> Applied | Proposal:
    """Make edits, or propose them where that is wanted or the table demands it."""
    if propose or curation.four_eyes:
        return curation.propose(operations, by)
    return curation.apply(operations, by)


def _tell(form: OutputFormat, record: dict[str, object], words: Sequence[str]) -> None:
    if form is OutputFormat.TEXT:
        click.echo("\n".join(map(indented, words)))
    else:
        click.echo(json_line(record), nl=False)


def _tell_preview(form: OutputFormat, preview: Preview) -> None:
    if form is OutputFormat.TEXT:
        said = [finding.sentence for finding in preview.findings]
        click.echo("\n".join(map(printable, said or ["nothing stands against it"])))
        return
    for finding in preview.findings:
        click.echo(json_line(finding_record(finding)), nl=False)


def _goes_on(preview: Preview, write: WriteChoice) -> bool:
    """Return whether the edit is to be made: asked of a person, if there is one and a doubt."""
    for finding in preview.findings:
        complain(finding.sentence)
    if not preview.findings or write.yes or not sys.stdin.isatty():
        return True
    return click.confirm("Save all the same?", default=False, err=True)
