"""`namenorm token create|list|revoke`: the bearer tokens of callers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from normalizer.cli.exits import Exit
from normalizer.cli.options import Decorator
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.service.access.roles import ROLES, role_of
from normalizer.service.access.tokens import Token, create_token, read_tokens, revoke_token

COLUMNS = ("id", "role", "name", "created", "expires", "state")


def _file_option() -> Decorator:
    return click.option(
        "--file",
        "path",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        envvar="NAMENORM_TOKENS",
        show_envvar=True,
        help="The file of tokens, as the server is given it by --tokens.",
    )


@click.group()
def token() -> None:
    """Make, list and revoke the tokens by which callers are known to a server."""


@token.command()
@_file_option()
@click.option("--name", required=True, help="Whose token it is, for lists and logs.")
@click.option(
    "--role",
    type=click.Choice(list(ROLES)),
    default="reader",
    show_default=True,
    help="What its bearer may do.",
)
@click.option(
    "--days",
    type=click.IntRange(0, 3650),
    default=365,
    show_default=True,
    help="After how many days it expires; 0 is never.",
)
def create(path: Path, name: str, role: str, days: int) -> Exit:
    """Make a token and print it. It is shown this once: the file keeps a digest alone."""
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days) if days else None
    made, secret = create_token(path, name, role_of(role), expires)
    click.echo(secret)
    until = f"until {made.expires:%Y-%m-%d}" if made.expires else "without end"
    click.echo(f"token {made.id} for {made.name}, {role}, {until}", err=True)
    return Exit.OK


@token.command("list")
@_file_option()
@click.option(
    "--format", "form", type=click.Choice(["auto", "text", "jsonl"]), default="auto", help="How."
)
def list_(path: Path, form: str) -> Exit:
    """List the tokens of a file; secrets are not among what it shows, since it has none."""
    rows = [_row(each) for each in read_tokens(path).values()]
    if choose_format(form, STDOUT) is OutputFormat.JSONL:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return Exit.OK
    lines = [COLUMNS, *(tuple(row.values()) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return Exit.OK


@token.command()
@click.argument("identifier", metavar="ID")
@_file_option()
def revoke(identifier: str, path: Path) -> Exit:
    """Revoke the token with this ID; running servers notice within a second."""
    revoked = revoke_token(path, identifier)
    click.echo(f"token {revoked.id} for {revoked.name} is revoked", err=True)
    return Exit.OK


def _row(each: Token) -> dict[str, str]:
    state = "good" if each.is_good(datetime.now(UTC)) else "expired"
    return {
        "id": each.id,
        "role": each.role.word,
        "name": each.name,
        "created": f"{each.created:%Y-%m-%d}",
        "expires": f"{each.expires:%Y-%m-%d}" if each.expires else "never",
        "state": "revoked" if each.revoked else state,
    }
