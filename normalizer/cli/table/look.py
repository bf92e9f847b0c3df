"""`namenorm table show|search`: a look into the alias table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from normalizer.cli.connect import open_service
from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.options import OutputChoice, ServiceChoice, output_options, service_options
from normalizer.cli.output import OutputFormat, choose_format, open_output
from normalizer.types import Kind

if TYPE_CHECKING:
    from normalizer.types import Alias, Entity

ENTITY_COLUMNS = ("id", "kind", "name", "country", "gender", "description")
ALIAS_COLUMNS = ("alias", "entity_id", "kind", "lang", "script", "scheme", "source", "note")
_FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)


@click.command()
@click.argument("entity_id", metavar="ID")
@service_options()
@output_options(*_FORMATS)
def show(entity_id: str, service: ServiceChoice, output: OutputChoice) -> Exit:
    """Show the entity with this ID and every alias that it has."""
    with open_service(service) as engine:
        entity, aliases = engine.entity(entity_id), engine.aliases_of(entity_id)
    form = choose_format(output.format, output.output)
    with open_output(output.output) as out:
        _write_entity(form, out, entity, aliases)
    return Exit.OK


@click.command()
@click.argument("query")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind], case_sensitive=False),
    multiple=True,
    help="Only entities of this kind; may be repeated.",
)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many."
)
@service_options()
@output_options(*_FORMATS)
def search(
    query: str, kind: tuple[str, ...], limit: int, service: ServiceChoice, output: OutputChoice
) -> Exit:
    """Search the table for entities with an alias that begins with the words of QUERY."""
    from normalizer.cli.writers.rows import row_writer

    with open_service(service) as engine:
        found = engine.search(query, frozenset(Kind(each) for each in kind), limit)
    form = choose_format(output.format, output.output)
    with open_output(output.output) as out:
        writer = row_writer(form, out, ENTITY_COLUMNS)
        for entity in found:
            writer.row(_entity_cells(entity))
        writer.end()
    if not found:
        complain("nothing found")
    return Exit.OK


def _write_entity(
    form: OutputFormat, out: TextIO, entity: Entity, aliases: tuple[Alias, ...]
) -> None:
    from normalizer.cli.writers.rows import row_writer
    from normalizer.formats.records import json_line

    if form is OutputFormat.JSONL:
        record = dict(zip(ENTITY_COLUMNS, _entity_cells(entity), strict=True))
        rows = [dict(zip(ALIAS_COLUMNS, _alias_cells(each), strict=True)) for each in aliases]
        out.write(json_line({**record, "xrefs": dict(entity.xrefs), "aliases": rows}))
        return
    shown: tuple[str, ...] = ALIAS_COLUMNS
    if form is OutputFormat.TEXT:
        out.writelines(f"{line}\n" for line in _heading(entity))
        shown = tuple(column for column in ALIAS_COLUMNS if column != "entity_id")
    writer = row_writer(form, out, shown)
    for alias in aliases:
        cells = dict(zip(ALIAS_COLUMNS, _alias_cells(alias), strict=True))
        writer.row([cells[column] for column in shown])
    writer.end()


def _heading(entity: Entity) -> list[str]:
    about = [entity.kind.value, entity.country, entity.gender]
    lines = [f"{entity.name}  {entity.id}", "  " + " · ".join(word for word in about if word)]
    if entity.description:
        lines.append(f"  {entity.description}")
    lines += [f"  {scheme}: {value}" for scheme, value in sorted(entity.xrefs.items())]
    return [*lines, ""]


def _entity_cells(entity: Entity) -> tuple[str, ...]:
    about = (entity.country, entity.gender, entity.description)
    return (entity.id, entity.kind.value, entity.name, *about)


def _alias_cells(alias: Alias) -> tuple[str, ...]:
    where = (alias.lang, alias.script, alias.scheme, alias.source, alias.note)
    return (alias.text, alias.entity_id, alias.kind.value, *where)
