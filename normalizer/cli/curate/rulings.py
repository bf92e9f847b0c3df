"""`namenorm table never|apart|not-a-name|rulings`: what is no row of the table."""

from __future__ import annotations

import click

from normalizer.cli.curate.connect import open_curation
from normalizer.cli.curate.options import (
    TableChoice,
    WriteChoice,
    format_option,
    table_options,
    write_options,
)
from normalizer.cli.curate.reading import show
from normalizer.cli.curate.words import ruling_record
from normalizer.cli.curate.writing import edit
from normalizer.cli.exits import Exit
from normalizer.rulings import RulingKind
from normalizer.store.operations import Rule, Withdraw, keep_apart, not_a_name
from normalizer.store.operations import never as never_means

_WITHDRAW = click.option("--withdraw", is_flag=True, help="The ruling no longer holds.")


@click.command()
@click.argument("surface", metavar="NAME")
@click.argument("entity_id", metavar="ID")
@_WITHDRAW
@table_options()
@write_options()
@format_option()
def never(
    surface: str,
    entity_id: str,
    withdraw: bool,
    table: TableChoice,
    write: WriteChoice,
    format_: str,
) -> Exit:
    """Rule that NAME never means the entity ID."""
    return edit(table, write, format_, [_ruled(never_means(surface, entity_id), withdraw)])


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("other_id", metavar="OTHER")
@_WITHDRAW
@table_options()
@write_options()
@format_option()
def apart(
    entity_id: str,
    other_id: str,
    withdraw: bool,
    table: TableChoice,
    write: WriteChoice,
    format_: str,
) -> Exit:
    """Rule that two entities are not one, so that they are never merged."""
    return edit(table, write, format_, [_ruled(keep_apart(entity_id, other_id), withdraw)])


@click.command("not-a-name")
@click.argument("surface", metavar="TEXT")
@_WITHDRAW
@table_options()
@write_options()
@format_option()
def no_name(
    surface: str, withdraw: bool, table: TableChoice, write: WriteChoice, format_: str
) -> Exit:
    """Rule that TEXT names nobody."""
    return edit(table, write, format_, [_ruled(not_a_name(surface), withdraw)])


@click.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in RulingKind]),
    multiple=True,
    help="Only rulings of this kind; repeatable.",
)
@table_options()
@format_option()
def rulings(kinds: tuple[str, ...], table: TableChoice, format_: str) -> Exit:
    """List the rulings in force."""
    with open_curation(table) as curation:
        found = [each for each in curation.rulings() if not kinds or each.kind in kinds]
    show(format_, map(ruling_record, found), map(str, found))
    return Exit.OK


def _ruled(rule: Rule, withdraw: bool) -> Rule | Withdraw:
    return Withdraw(rule.ruling) if withdraw else rule
