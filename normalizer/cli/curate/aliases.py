"""`namenorm table add-alias|change-alias|remove-alias`."""

from __future__ import annotations

import click

from normalizer.cli.curate.options import (
    AliasChoice,
    TableChoice,
    WriteChoice,
    alias_options,
    format_option,
    table_options,
    write_options,
)
from normalizer.cli.curate.writing import edit
from normalizer.cli.exits import Exit
from normalizer.store.operations import AddAlias, AliasKey, ChangeAlias, RemoveAlias
from normalizer.types import Alias, AliasKind


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("texts", metavar="ALIAS...", nargs=-1, required=True)
@alias_options()
@table_options()
@write_options()
@format_option()
def add_alias(
    entity_id: str,
    texts: tuple[str, ...],
    row: AliasChoice,
    table: TableChoice,
    write: WriteChoice,
    format_: str,
) -> Exit:
    """Add aliases to the entity with this ID, all of them or none."""
    return edit(
        table, write, format_, [AddAlias(_alias(t, entity_id, row, write.grounds)) for t in texts]
    )


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("text", metavar="ALIAS")
@click.option("--of-lang", metavar="CODE", default="", help="The language of the row that stands.")
@click.option("--to", "to", metavar="TEXT", default="", help="The new spelling, if another.")
@click.option("--to-entity", metavar="ID", default="", help="The entity that it moves to, if any.")
@alias_options()
@table_options()
@write_options()
@format_option()
def change_alias(
    entity_id: str,
    text: str,
    of_lang: str,
    to: str,
    to_entity: str,
    row: AliasChoice,
    **rest: TableChoice | WriteChoice | str,
) -> Exit:
    """Put another row in the place of an alias of the entity with this ID."""
    write = rest["write"]
    assert isinstance(write, WriteChoice)
    alias = _alias(to or text, to_entity or entity_id, row, write.grounds)
    wanted = ChangeAlias(AliasKey(entity_id, text, of_lang), alias)
    return edit(rest["table"], write, rest["format_"], [wanted])  # type: ignore[arg-type]


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("text", metavar="ALIAS")
@click.option("--lang", metavar="CODE", default="", help="The language of the row.")
@table_options()
@write_options()
@format_option()
def remove_alias(
    entity_id: str, text: str, lang: str, table: TableChoice, write: WriteChoice, format_: str
) -> Exit:
    """Remove an alias of the entity with this ID."""
    return edit(table, write, format_, [RemoveAlias(AliasKey(entity_id, text, lang))])


def _alias(text: str, entity_id: str, row: AliasChoice, grounds: str) -> Alias:
    return Alias(
        text=text,
        entity_id=entity_id,
        kind=AliasKind(row.alias_kind),
        lang=row.lang,
        script=row.script,
        scheme=row.scheme,
        source=row.alias_source or grounds,
        note=row.note,
    )
