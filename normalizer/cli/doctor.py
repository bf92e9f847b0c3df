"""`namenorm doctor`: looks an installation over and says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from normalizer.cli import checks
from normalizer.cli.checks import Found, State
from normalizer.cli.connect import settle, table_source
from normalizer.cli.exits import Exit
from normalizer.cli.options import SourceChoice, source_options
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.service.config import TlsFiles, host_and_port

_FILE = click.Path(dir_okay=False, path_type=Path)
_WIDTH = 12


@click.command()
@source_options()
@click.option("--listen", metavar="HOST:PORT", help="Look whether a server could listen there.")
@click.option("--tls-cert", type=_FILE, help="Certificate chain of a server, PEM.")
@click.option("--tls-key", type=_FILE, help="Key of that certificate, PEM.")
@click.option("--tokens", type=_FILE, help="File of tokens.")
@click.option("--identities", type=_FILE, help="File of identities.")
@click.option(
    "--format", "form", type=click.Choice(["auto", "text", "jsonl"]), default="auto", help="How."
)
@click.option("--server", metavar="HOST:PORT", help="Ask this server, too.")
def doctor(form: str, source: SourceChoice, **chosen: object) -> Exit:
    """Look over this installation and what a server would be given; change nothing.

    Each finding is ok, warn or fail. The exit code is 1 when anything failed.
    """
    failed = False
    as_json = choose_format(form, STDOUT) is OutputFormat.JSONL
    for found in _all(source, chosen):
        failed = failed or found.state is State.FAIL
        if as_json:
            line = {"state": found.state, "matter": found.matter, "detail": found.detail}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{found.state.value:4}  {found.matter:{_WIDTH}}  {found.detail}")
    return Exit.SOME_FAILED if failed else Exit.OK


def _all(source: SourceChoice, chosen: dict[str, object]) -> Iterator[Found]:
    """Yield the findings of every check that was asked for."""
    yield from checks.check_installation()
    yield from checks.check_machine()
    yield from checks.check_table(table_source(settle(source)))
    if listen := chosen["listen"]:
        yield from checks.check_port(*host_and_port(str(listen), insecure=True))
    chain, key = _path(chosen["tls_cert"]), _path(chosen["tls_key"])
    if chain and key:
        yield from checks.check_certificates(TlsFiles(chain, key))
    elif chain or key:
        raise click.UsageError("a certificate needs both --tls-cert and --tls-key")
    if tokens := _path(chosen["tokens"]):
        yield from checks.check_tokens(tokens)
    if identities := _path(chosen["identities"]):
        yield from checks.check_identities(identities)
    if server := chosen["server"]:
        yield from checks.check_server(str(server))


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
