"""`namenorm config`: which value each option has when no flag is given, and where it is from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import click
from click.core import ParameterSource

from normalizer.cli.exits import Exit
from normalizer.cli.options import OutputChoice, output_options
from normalizer.cli.output import OutputFormat, choose_format, open_output
from normalizer.cli.settings import Settings

_COLUMNS = ("command", "option", "value", "source", "where")
_SOURCES = {
    ParameterSource.ENVIRONMENT: "environment",
    ParameterSource.DEFAULT_MAP: "file",
}

Row = tuple[str, str, str, str, str]


@click.group()
def config() -> None:
    """Show the settings that commands start from."""


@config.command()
@click.argument("command", nargs=-1)
@output_options(OutputFormat.TEXT, OutputFormat.JSONL, OutputFormat.CSV)
def show(command: tuple[str, ...], output: OutputChoice) -> Exit:
    """Show each option of COMMAND (as `annotate`, or `table search`), by default of all.

    The source is `file`, `environment` or `default`; a flag wins over all of them.
    """
    from normalizer.cli.writers.rows import row_writer

    rows = list(_rows(click.get_current_context().find_root(), command))
    with open_output(output.output) as out:
        writer = row_writer(choose_format(output.format, output.output), out, _COLUMNS)
        for row in rows:
            writer.row(row)
        writer.end()
    return Exit.OK


def _rows(root: click.Context, wanted: tuple[str, ...]) -> Iterator[Row]:
    settings = root.find_object(Settings) or Settings()
    group = root.command
    assert isinstance(group, click.Group)
    yield ("", "config", settings.path or "none", *_origin_of_file(root, settings))
    settings.check_top(group.list_commands(root))
    for name in wanted[:1] or group.list_commands(root):
        command = group.get_command(root, name)
        if command is None:
            raise click.UsageError(f"no such command {name!r}")
        if command.name != config.name:
            yield from _of_command(root, settings, (name,), command, wanted[1:])


def _origin_of_file(root: click.Context, settings: Settings) -> tuple[str, str]:
    source = root.get_parameter_source("config")
    if source is ParameterSource.COMMANDLINE:
        return "flag", "--config"
    if source is ParameterSource.ENVIRONMENT:
        return "environment", "NAMENORM_CONFIG"
    return "default", settings.path


def _of_command(
    parent: click.Context,
    settings: Settings,
    path: tuple[str, ...],
    command: click.Command,
    wanted: tuple[str, ...],
) -> Iterator[Row]:
    children = command.list_commands(parent) if isinstance(command, click.Group) else ()
    if len(path) == 1:
        parent.default_map = settings.defaults(path[0], children)
    # Resilient: arguments that are missing, as here, are no fault.
    context = command.make_context(path[-1], [], parent=parent, resilient_parsing=True)
    if not isinstance(command, click.Group):
        settings.check(path, command)
        yield from _of_options(settings, path, context)
        return
    for name in wanted or children:
        child = command.get_command(context, name)
        if child is None:
            raise click.UsageError(f"no such command {' '.join((*path, name))!r}")
        yield from _of_command(context, settings, (*path, name), child, ())


def _of_options(settings: Settings, path: tuple[str, ...], context: click.Context) -> Iterator[Row]:
    for option in context.command.params:
        if not isinstance(option, click.Option) or option.name is None or option.is_eager:
            continue
        source = context.get_parameter_source(option.name)
        kind = _SOURCES.get(source, "default") if source else "default"
        where = {
            "environment": _variable(option, context),
            "file": _place(settings, path, option.name),
        }.get(kind, "")
        value = _shown(context.params.get(option.name))
        yield " ".join(path), option.opts[-1], value, kind, where


def _place(settings: Settings, path: tuple[str, ...], name: str) -> str:
    own = {key.replace("-", "_") for key in settings.section(path)}
    return f"{settings.path} [{'.'.join(path)}]" if name in own else settings.path


def _variable(option: click.Option, context: click.Context) -> str:
    named = option.envvar if isinstance(option.envvar, str) else ""
    if named and os.environ.get(named):
        return named
    return f"{context.auto_envvar_prefix}_{option.name}".upper()


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
