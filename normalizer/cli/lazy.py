"""A click group whose commands are imported only when they run.

`--help` prints from the table alone, so that it costs no more than click itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from normalizer.cli.settings import Settings


class LazyCommand(NamedTuple):
    """Where a command is (`module:attribute`) and its one line of help."""

    target: str
    summary: str


class LazyGroup(click.Group):
    """A group over a table of `LazyCommand`."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of use."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, importing its module; None when the name is unknown."""
        if cmd_name not in self._lazy:
            return None
        module, attribute = self._lazy[cmd_name].target.split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run; raise InputError when its settings have no option."""
        name, command, rest = super().resolve_command(ctx, args)
        settings = ctx.find_object(Settings)
        if settings and name and command:
            if ctx.parent is None:
                children = command.list_commands(ctx) if isinstance(command, click.Group) else ()
                ctx.default_map = settings.defaults(name, children)
            if not isinstance(command, click.Group):
                settings.check((*_path(ctx), name), command)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self._lazy.items()])


def _path(ctx: click.Context) -> tuple[str, ...]:
    """Return the names of the groups that lead here, the program's own left out."""
    if ctx.parent is None:
        return ()
    return (*_path(ctx.parent), ctx.info_name or "")
