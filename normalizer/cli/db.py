"""`namenorm db`: the database that a store is kept in, made, brought up, copied and checked."""

from __future__ import annotations

from pathlib import Path

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    "place",
    required=True,
    envvar="NAMENORM_STORE",
    metavar="PLACE",
    help="A SQLite file, or an address of PostgreSQL (postgresql://…); or NAMENORM_STORE.",
)
@click.pass_context
def db(ctx: click.Context, place: str) -> None:
    """Make, bring up, back up, restore or verify the database of the alias table."""
    ctx.obj = place


@db.command()
@click.pass_obj
def migrate(place: str) -> Exit:
    """Bring the database up to this version; a new one gets the seeds as its first rows."""
    from normalizer.store.migrate import migrate as bring_up
    from normalizer.store.opening import open_database, open_store

    database = open_database(place)
    try:
        done = bring_up(database)
    finally:
        database.close()
    for each in done:
        click.echo(f"applied {each.number:04}_{each.name}")
    store = open_store(place)
    try:
        click.echo(f"{store.database.where}: at revision {store.name_of(store.revision)}")
    finally:
        store.close()
    return Exit.OK


@db.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def backup(place: str, file: Path) -> Exit:
    """Write the whole store into a new FILE while it is in use.

    FILE holds the change log as compressed JSON lines, from which a store can be made in any
    database. With the ending .db it is a copy of the SQLite database instead.
    """
    from normalizer.store.backup import back_up
    from normalizer.store.opening import open_store

    store = open_store(place, create=False)
    try:
        revision = back_up(store.database, file)
    finally:
        store.close()
    click.echo(f"{file}: holds the store up to revision {revision}")
    return Exit.OK


@db.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def restore(place: str, file: Path) -> Exit:
    """Make the store that a backup FILE holds, at a place that has none yet."""
    from normalizer.store.backup import restore as bring_back

    revision = bring_back(file, place)
    click.echo(f"restored up to revision {revision}")
    return Exit.OK


@db.command()
@click.pass_obj
def verify(place: str) -> Exit:
    """Check that the history is whole and unchanged, and that it adds up to the table."""
    from normalizer.store.opening import open_store

    store = open_store(place, create=False)
    try:
        revision = store.revision
        faults = store.faults()
    finally:
        store.close()
    for fault in faults:
        complain(fault)
    click.echo(f"{revision} changes, {len(faults)} faults")
    return Exit.DATA if faults else Exit.OK


@db.command("four-eyes")
@click.argument("rule", type=click.Choice(["on", "off"]))
@click.pass_obj
def four_eyes(place: str, rule: str) -> Exit:
    """Ask for the approval of a second person for every change from now on, or no longer."""
    from normalizer.store.opening import open_store

    store = open_store(place, create=False)
    try:
        store.require_approval(rule == "on")
    finally:
        store.close()
    click.echo(f"four eyes: {rule}")
    return Exit.OK
