"""The group of `namenorm table`, whose commands are loaded when they run."""

from __future__ import annotations

import click

from normalizer.cli.lazy import LazyCommand, LazyGroup

_HERE = "normalizer.cli.table"
COMMANDS = {
    "show": LazyCommand(f"{_HERE}.look:show", "Show an entity with every alias that it has."),
    "search": LazyCommand(f"{_HERE}.look:search", "Search for entities by the words of a name."),
    "check": LazyCommand(f"{_HERE}.check:check", "Proof-read an alias table."),
    "import": LazyCommand(
        f"{_HERE}.importing:import_", "Show what files of others would change, and do it."
    ),
    "export": LazyCommand(f"{_HERE}.exporting:export", "Write an alias table for git or others."),
    "diff": LazyCommand(f"{_HERE}.comparing:diff", "Compare two alias tables."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def table() -> None:
    """Look into the alias table, check it, and bring tables in and out."""
