"""Options that several commands share, each family gathered into one frozen value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from normalizer.cli.output import STDOUT, OutputFormat
from normalizer.cli.progress import ProgressStyle
from normalizer.types import Kind

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """Which alias table is meant; at most one of the first three. `as_of` is of a store."""

    seeds: Path | None = None
    store: str = ""
    index: Path | None = None
    as_of: str = ""
    record: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceChoice(SourceChoice):
    """Which engine answers: one in this process over an alias table, or the server."""

    server: str = ""


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """How and where answers and progress are written."""

    format: str
    output: str
    progress: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user knows of the names or wants of the answers."""

    kind: tuple[str, ...]
    lang: tuple[str, ...]
    max_candidates: int
    min_score: float

    @property
    def kinds(self) -> frozenset[Kind]:
        """Return the kinds asked for; empty is every kind."""
        return frozenset(Kind(kind) for kind in self.kind)


def gathered(config: type, keyword: str, *options: Decorator) -> Decorator:
    """Return a decorator that adds `options` and hands them over as one `config` value.

    `config` is a dataclass whose fields are the options' names; the command gets it as the
    argument `keyword`.
    """
    names = [each.name for each in fields(config)]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_value(**values: Any) -> Any:
            values[keyword] = config(**{name: values.pop(name) for name in names})
            return command(**values)

        decorated: Callable[..., Any] = with_value
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def source_options() -> Decorator:
    """Return the decorator for the options of an alias table; the command gets `source`."""
    return gathered(SourceChoice, "source", *_source_options())


def service_options() -> Decorator:
    """Return the decorator for those and `--server`; the command gets `service`."""
    return gathered(
        ServiceChoice,
        "service",
        *_source_options(),
        click.option(
            "--server",
            metavar="HOST:PORT",
            default="",
            envvar="NAMENORM_SERVER",
            show_envvar=True,
            callback=parse_target,
            help="Ask this server instead of working in this process.",
        ),
    )


def _source_options() -> tuple[Decorator, ...]:
    return (
        click.option(
            "--seeds",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            envvar="NAMENORM_SEEDS",
            show_envvar=True,
            help="Folder of the alias table, instead of the built-in one.",
        ),
        click.option(
            "--store",
            metavar="PLACE",
            default="",
            envvar="NAMENORM_STORE",
            show_envvar=True,
            help="Store of the alias table: a SQLite file or a postgresql:// address.",
        ),
        click.option(
            "--index",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            envvar="NAMENORM_INDEX",
            show_envvar=True,
            help="Index file of the alias table, made by `namenorm index build`.",
        ),
        click.option(
            "--as-of",
            metavar="REVISION",
            default="",
            help="Answer from the store's table as it was at this revision.",
        ),
        click.option(
            "--record",
            type=click.Choice(["doubtful", "all"]),
            default=None,
            help="Record mentions of the traffic in the store, for the inbox of its curators. They "
            "may be personal data: docs/store.md says what is kept.",
        ),
    )


def output_options(*formats: OutputFormat) -> Decorator:
    """Return the decorator for `--format`, `-o` and `--progress`; the command gets `output`."""
    return gathered(
        OutputChoice,
        "output",
        click.option(
            "--format",
            type=click.Choice(["auto", *(form.value for form in formats)]),
            default="auto",
            help="How to write the answers. auto: as the suffix of --output says, text on a "
            "terminal, else jsonl.",
        ),
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            default=STDOUT,
            help="Write to this file, which appears only when it is whole.",
        ),
        click.option(
            "--progress",
            type=click.Choice([style.value for style in ProgressStyle]),
            default="auto",
            help="Progress on standard error. auto: a bar when that is a terminal.",
        ),
    )


def hint_options() -> Decorator:
    """Return the decorator for the hints of resolving and annotating; the command gets `hints`."""
    return gathered(
        Hints,
        "hints",
        click.option(
            "--kind",
            type=click.Choice([kind.value for kind in Kind], case_sensitive=False),
            multiple=True,
            help="Only entities of this kind; may be repeated.",
        ),
        click.option(
            "--lang",
            metavar="CODE",
            multiple=True,
            help="A likely language of the text (BCP 47, as be or pl); may be repeated. It only "
            "ranks.",
        ),
        click.option(
            "--max-candidates",
            type=click.IntRange(1, 100),
            default=5,
            show_default=True,
            help="How many candidates to return at most.",
        ),
        click.option(
            "--min-score",
            type=click.FloatRange(0.0, 1.0),
            default=0.0,
            show_default=True,
            help="Leave out candidates below this score.",
        ),
    )


def parse_target(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return the address of a server as it was given; raise BadParameter when it is none."""
    host, colon, port = value.rpartition(":")
    if value and not (host and colon and port.isascii() and port.isdigit()):
        raise click.BadParameter(f"{value!r} is not HOST:PORT")
    return value
