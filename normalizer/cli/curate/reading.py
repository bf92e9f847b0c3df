"""Writes what was read from the alias table: lines for people, JSON lines for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from normalizer.cli.messages import printable
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.formats.records import json_line


def show(format_: str, records: Iterable[dict[str, Any]], lines: Iterable[str]) -> None:
    """Write records or lines, as `--format` says; lines keep the blanks that open them."""
    if choose_format(format_, STDOUT) is OutputFormat.TEXT:
        for line in lines:
            click.echo(indented(line))
    else:
        for record in records:
            click.echo(json_line(record), nl=False)


def indented(line: str) -> str:
    """Return a line safe to print, with the blanks that open it."""
    return " " * (len(line) - len(line.lstrip(" "))) + printable(line)
