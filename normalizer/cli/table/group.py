"""The group of `namenorm table`, whose commands are loaded when they run."""

from __future__ import annotations

import click

from normalizer.cli.lazy import LazyCommand, LazyGroup

_HERE = "normalizer.cli.table"
_CURATE = "normalizer.cli.curate"
COMMANDS = {
    "show": LazyCommand(f"{_HERE}.look:show", "Show an entity with every alias that it has."),
    "search": LazyCommand(f"{_HERE}.look:search", "Search for entities by the words of a name."),
    "check": LazyCommand(f"{_HERE}.check:check", "Proof-read an alias table."),
    "import": LazyCommand(
        f"{_HERE}.importing:import_", "Show what files of others would change, and do it."
    ),
    "export": LazyCommand(f"{_HERE}.exporting:export", "Write an alias table for git or others."),
    "diff": LazyCommand(f"{_HERE}.comparing:diff", "Compare two alias tables."),
    "add-entity": LazyCommand(f"{_CURATE}.entities:add_entity", "Add an entity."),
    "update-entity": LazyCommand(f"{_CURATE}.entities:update_entity", "Change an entity's fields."),
    "delete-entity": LazyCommand(f"{_CURATE}.entities:delete_entity", "Delete an entity."),
    "add-alias": LazyCommand(f"{_CURATE}.aliases:add_alias", "Add aliases to an entity."),
    "change-alias": LazyCommand(f"{_CURATE}.aliases:change_alias", "Replace or move an alias."),
    "remove-alias": LazyCommand(f"{_CURATE}.aliases:remove_alias", "Remove an alias."),
    "merge": LazyCommand(f"{_CURATE}.entities:merge", "Make two entities one."),
    "split": LazyCommand(f"{_CURATE}.entities:split", "Make one entity two."),
    "never": LazyCommand(f"{_CURATE}.rulings:never", "Rule that a name never means an entity."),
    "apart": LazyCommand(f"{_CURATE}.rulings:apart", "Rule that two entities are not one."),
    "not-a-name": LazyCommand(f"{_CURATE}.rulings:no_name", "Rule that a text names nobody."),
    "rulings": LazyCommand(f"{_CURATE}.rulings:rulings", "List the rulings in force."),
    "record": LazyCommand(f"{_CURATE}.entities:record", "Show all of an ID, now or as it was."),
    "history": LazyCommand(f"{_CURATE}.history:history", "List who changed what, when and why."),
    "watch": LazyCommand(f"{_CURATE}.history:watch", "Write each change as it is made."),
    "undo": LazyCommand(f"{_CURATE}.history:undo", "Undo changes, as new changes."),
    "proposals": LazyCommand(
        f"{_CURATE}.proposals:proposals", "List edits that wait for approval."
    ),
    "approve": LazyCommand(f"{_CURATE}.proposals:approve", "Apply a proposal of somebody else."),
    "decline": LazyCommand(f"{_CURATE}.proposals:decline", "Close a proposal without applying it."),
    "review": LazyCommand(f"{_CURATE}.review:review", "Decide on what could not be resolved."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def table() -> None:
    """Look into the alias table, check it, edit it, and bring tables in and out."""
