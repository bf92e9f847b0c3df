"""Options that the verbs of curators share."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

import click

from normalizer.cli.options import Decorator, gathered, parse_target
from normalizer.cli.output import OutputFormat
from normalizer.store.changes import Author
from normalizer.types import AliasKind

FORMATS = (OutputFormat.TEXT, OutputFormat.JSONL)


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which alias table is meant: a store's place, or a server's; neither is the user's own."""

    store: str
    server: str


@dataclass(frozen=True, slots=True)
class WriteChoice:
    """Who edits and why, and what is to be done with the edit."""

    actor: str
    reason: str
    source: str
    request_id: str
    expect: tuple[tuple[str, int], ...]
    propose: bool
    dry_run: bool
    yes: bool

    @property
    def grounds(self) -> str:
        """Return what stands as the source of an alias that is given none of its own."""
        return self.source or "curator"

    def author(self, table: TableChoice) -> Author:
        """Return the author of the edit, by the rule of `actor_at`."""
        name = actor_at(table, self.actor)
        return Author(name, self.reason, self.source, self.request_id, dict(self.expect))


@dataclass(frozen=True, slots=True)
class AliasChoice:
    """What is known of an alias beside its text."""

    alias_kind: str
    lang: str
    script: str
    scheme: str
    alias_source: str
    note: str


def actor_at(table: TableChoice, named: str) -> str:
    """Return who acts on a table: who is named, else the user of this machine.

    A server that knows its callers needs no name, and takes none but the caller's: for it `""`.
    """
    return named or ("" if table.server and _is_known() else getpass.getuser())


def table_options() -> Decorator:
    """Return the decorator for `--store` and `--server`; the command gets `table`."""
    return gathered(
        TableChoice,
        "table",
        click.option(
            "--store",
            metavar="PLACE",
            default="",
            envvar="NAMENORM_STORE",
            show_envvar=True,
            help="The alias table: a SQLite file or a postgresql:// address. By default one of "
            "your own, made from the built-in seeds at its first use.",
        ),
        click.option(
            "--server",
            metavar="HOST:PORT",
            default="",
            envvar="NAMENORM_SERVER",
            show_envvar=True,
            callback=parse_target,
            help="The alias table of this server.",
        ),
    )


def format_option() -> Decorator:
    """Return the decorator for `--format`; the command gets `format_`."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["auto", *(form.value for form in FORMATS)]),
        default="auto",
        help="How to write the answer. auto: text on a terminal, else jsonl.",
    )


def write_options() -> Decorator:
    """Return the decorator for everything about an edit but the edit; the command gets `write`."""
    return gathered(
        WriteChoice,
        "write",
        click.option(
            "--actor",
            metavar="NAME",
            default="",
            envvar="NAMENORM_ACTOR",
            show_envvar=True,
            help="Who edits; by default your user name.",
        ),
        click.option("--reason", default="", help="Why, in a sentence."),
        click.option("--source", default="", help="On what grounds: a publication, an address."),
        click.option(
            "--request-id",
            metavar="ID",
            default="",
            help="Makes the edit idempotent: sent again with this ID, it is done once.",
        ),
        click.option(
            "--expect",
            metavar="ID=VERSION",
            multiple=True,
            callback=_expectations,
            help="Refuse when this entity has changed since VERSION (as `table record` tells it); "
            "may be repeated.",
        ),
        click.option("--propose", is_flag=True, help="Keep it for another person to approve."),
        click.option("--dry-run", is_flag=True, help="Tell what it would do, and do nothing."),
        click.option("-y", "--yes", is_flag=True, help="Do not ask when something stands against."),
    )


def alias_options() -> Decorator:
    """Return the decorator for the columns of an alias; the command gets `row`."""
    return gathered(
        AliasChoice,
        "row",
        click.option(
            "--kind",
            "alias_kind",
            type=click.Choice([kind.value for kind in AliasKind]),
            default=AliasKind.ROMANISATION.value,
            show_default=True,
            help="Why it is an alias.",
        ),
        click.option("--lang", metavar="CODE", default="", help="Its language, BCP 47."),
        click.option("--script", metavar="CODE", default="", help="ISO 15924; found if left out."),
        click.option("--scheme", metavar="ID", default="", help="The romanisation scheme."),
        click.option("--seen-in", "alias_source", default="", help="Where the spelling was seen."),
        click.option("--note", default="", help="A remark."),
    )


def _is_known() -> bool:
    from normalizer.cli.remote import is_known  # loads grpc

    return is_known()


def _expectations(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, int], ...]:
    found = []
    for value in values:
        entity_id, equals, version = value.partition("=")
        if not (entity_id and equals and version.isascii() and version.isdigit()):
            raise click.BadParameter(f"{value!r} is not ID=VERSION")
        found.append((entity_id, int(version)))
    return tuple(found)
