"""`namenorm table proposals|approve|decline`: edits that wait for a second pair of eyes."""

from __future__ import annotations

import click

from normalizer.cli.curate.connect import open_curation
from normalizer.cli.curate.options import TableChoice, actor_at, format_option, table_options
from normalizer.cli.curate.reading import show
from normalizer.cli.curate.words import (
    applied_record,
    applied_words,
    proposal_record,
    proposal_words,
)
from normalizer.cli.exits import Exit
from normalizer.store.changes import ProposalState

_ACTOR = click.option(
    "--actor",
    metavar="NAME",
    default="",
    envvar="NAMENORM_ACTOR",
    show_envvar=True,
    help="Who decides; by default your user name.",
)
_NOTE = click.option("--note", default="", help="A remark that is kept with the decision.")


@click.command()
@click.option(
    "--state",
    type=click.Choice([state.value for state in ProposalState]),
    default=ProposalState.OPEN.value,
    show_default=True,
)
@click.option("--limit", type=click.IntRange(1, 1_000), default=100, show_default=True)
@table_options()
@format_option()
def proposals(state: str, limit: int, table: TableChoice, format_: str) -> Exit:
    """List proposals in a state, the oldest first."""
    with open_curation(table) as curation:
        found = curation.proposals(ProposalState(state), limit=limit)
    show(format_, map(proposal_record, found), (line for p in found for line in proposal_words(p)))
    return Exit.OK


@click.command()
@click.argument("number", type=click.IntRange(1))
@_ACTOR
@_NOTE
@table_options()
@format_option()
def approve(number: int, actor: str, note: str, table: TableChoice, format_: str) -> Exit:
    """Apply a proposal of somebody else."""
    with open_curation(table) as curation:
        done = curation.approve(number, actor_at(table, actor), note)
    show(format_, [applied_record(done)], applied_words(done))
    return Exit.OK


@click.command()
@click.argument("number", type=click.IntRange(1))
@_ACTOR
@_NOTE
@table_options()
@format_option()
def decline(number: int, actor: str, note: str, table: TableChoice, format_: str) -> Exit:
    """Close a proposal without applying it."""
    with open_curation(table) as curation:
        closed = curation.decline(number, actor_at(table, actor), note)
    show(format_, [proposal_record(closed)], proposal_words(closed))
    return Exit.OK
