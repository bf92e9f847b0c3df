"""`namenorm table add-entity|update-entity|delete-entity|merge|split|record`."""

from __future__ import annotations

from typing import Any

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
from normalizer.cli.curate.words import record_record, record_words
from normalizer.cli.curate.writing import edit
from normalizer.cli.exits import Exit
from normalizer.store.operations import (
    AliasKey,
    CreateEntity,
    DeleteEntity,
    Merge,
    Split,
    UpdateEntity,
)
from normalizer.types import Alias, AliasKind, Entity, Kind

_KIND = click.Choice([kind.value for kind in Kind])
_XREF = "SCHEME=VALUE"


def xrefs_of(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return `SCHEME=VALUE` options as a mapping; raise BadParameter for one that is none."""
    found = {}
    for value in values:
        scheme, equals, identifier = value.partition("=")
        if not (scheme and equals):
            raise click.BadParameter(f"{value!r} is not {_XREF}")
        found[scheme] = identifier
    return found


@click.command()
@click.argument("name")
@click.option("--kind", type=_KIND, required=True, help="What it is.")
@click.option("--country", metavar="CODE", default="", help="ISO 3166-1 alpha-2.")
@click.option("--gender", type=click.Choice(["f", "m"]), default=None, help="Of a person.")
@click.option("--description", default="", help="A few words in English.")
@click.option("--xref", metavar=_XREF, multiple=True, callback=xrefs_of, help="Repeatable.")
@click.option("--alias", "names", metavar="TEXT", multiple=True, help="An alias; repeatable.")
@table_options()
@write_options()
@format_option()
def add_entity(
    name: str,
    names: tuple[str, ...],
    table: TableChoice,
    write: WriteChoice,
    format_: str,
    **about: str,
) -> Exit:
    """Add an entity whose canonical name is NAME; its ID is given out and told."""
    entity = Entity(
        id="",
        kind=Kind(about["kind"]),
        name=name,
        country=about["country"],
        gender=about["gender"] or "",
        description=about["description"],
        xrefs=about["xref"],  # type: ignore[arg-type]  # the callback has made a mapping of it
    )
    aliases = tuple(Alias(text, "", AliasKind.ROMANISATION, source=write.grounds) for text in names)
    return edit(table, write, format_, [CreateEntity(entity, aliases)])


@click.command()
@click.argument("entity_id", metavar="ID")
@click.option("--kind", type=_KIND, help="What it is.")
@click.option("--name", help="The canonical name.")
@click.option("--country", metavar="CODE", help="ISO 3166-1 alpha-2; empty for none.")
@click.option("--gender", type=click.Choice(["f", "m", ""]), help="Of a person.")
@click.option("--description", help="A few words in English.")
@click.option(
    "--xref",
    metavar=_XREF,
    multiple=True,
    callback=xrefs_of,
    help="Repeatable; an empty value removes the one that stands.",
)
@table_options()
@write_options()
@format_option()
def update_entity(
    entity_id: str, table: TableChoice, write: WriteChoice, format_: str, **about: str | None
) -> Exit:
    """Change the fields that are given of the entity with this ID."""
    kind = about.pop("kind")
    xrefs: Any = about.pop("xref") or {}
    if kind is None and not xrefs and all(value is None for value in about.values()):
        raise click.UsageError("nothing to change: give at least one field")
    wanted = UpdateEntity(entity_id, Kind(kind) if kind else None, xrefs=xrefs, **about)
    return edit(table, write, format_, [wanted])


@click.command()
@click.argument("entity_id", metavar="ID")
@table_options()
@write_options()
@format_option()
def delete_entity(entity_id: str, table: TableChoice, write: WriteChoice, format_: str) -> Exit:
    """Delete the entity with this ID and its aliases. The ID is never given out again."""
    return edit(table, write, format_, [DeleteEntity(entity_id)])


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("into", metavar="INTO")
@table_options()
@write_options()
@format_option()
def merge(entity_id: str, into: str, table: TableChoice, write: WriteChoice, format_: str) -> Exit:
    """Make the entity ID a part of the entity INTO. ID redirects to INTO for ever."""
    return edit(table, write, format_, [Merge(entity_id, into)])


@click.command()
@click.argument("entity_id", metavar="ID")
@click.option("--name", required=True, help="The canonical name of the new entity.")
@click.option("--kind", type=_KIND, required=True, help="What the new entity is.")
@click.option(
    "--alias",
    "names",
    metavar="TEXT",
    multiple=True,
    help="An alias that goes to the new entity, in every language that it has; repeatable.",
)
@click.option("--xref", "schemes", metavar="SCHEME", multiple=True, help="Goes too; repeatable.")
@table_options()
@write_options()
@format_option()
def split(
    entity_id: str,
    names: tuple[str, ...],
    schemes: tuple[str, ...],
    table: TableChoice,
    write: WriteChoice,
    format_: str,
    **about: str,
) -> Exit:
    """Make a new entity out of some aliases and cross-references of the entity with this ID."""
    with open_curation(table) as curation:
        record = curation.record(entity_id)
    keys = tuple(
        AliasKey(record.entity_id, alias.text, alias.lang)
        for alias in record.aliases
        if alias.text in names
    )
    if missing := sorted(set(names) - {key.text for key in keys}):
        raise click.UsageError(f"{entity_id} has no alias {missing[0]!r}")
    entity = Entity("", Kind(about["kind"]), about["name"])
    return edit(table, write, format_, [Split(entity_id, entity, keys, schemes)])


@click.command()
@click.argument("entity_id", metavar="ID")
@click.option("--at", type=click.IntRange(0), metavar="REVISION", help="As it stood then.")
@table_options()
@format_option()
def record(entity_id: str, at: int | None, table: TableChoice, format_: str) -> Exit:
    """Show all that the table holds of an ID, with its version; also of a deleted or merged one."""
    with open_curation(table) as curation:
        found = curation.record(entity_id) if at is None else curation.record_at(entity_id, at)
    show(format_, [record_record(found)], record_words(found))
    return Exit.OK
