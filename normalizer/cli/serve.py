"""`namenorm serve`: the gRPC server, until SIGTERM or Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import click

from normalizer.cli.exits import Exit
from normalizer.service.config import DEFAULT_LISTEN, ServerConfig, host_and_port


@click.command()
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default=DEFAULT_LISTEN,
    show_default=True,
    envvar="NAMENORM_LISTEN",
    show_envvar=True,
    help="Where to listen; port 0 takes a free one.",
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Listen in plain text on an address that is not loopback.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(0, 256),
    default=1,
    show_default=True,
    envvar="NAMENORM_WORKERS",
    show_envvar=True,
    help="How many processes share the port; 0 is one a core.",
)
@click.option("--pin", is_flag=True, help="Keep each worker on a core of its own.")
@click.option(
    "--grace",
    metavar="SECONDS",
    type=click.FloatRange(0),
    default=ServerConfig().grace,
    show_default=True,
    help="How long calls under way may go on once told to stop.",
)
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NAMENORM_SEEDS",
    show_envvar=True,
    help="Folder of the alias table, instead of the built-in one.",
)
def serve(
    listen: str, insecure: bool, workers: int, pin: bool, grace: float, seeds: Path | None
) -> int:
    """Answer over gRPC until SIGTERM or Ctrl-C; then finish what is under way and exit 0.

    The address is written to standard error once calls can be made. SIGHUP reads the alias
    table anew, without a failed call.
    """
    host_and_port(listen, insecure)  # refuse it before the work of loading
    from normalizer.service.opening import EngineSource
    from normalizer.service.serving import Fleet
    from normalizer.service.serving import serve as run

    config = ServerConfig(insecure=insecure, grace=grace)
    return run(EngineSource(seeds).open, listen, config, Fleet(workers, pin)) or Exit.OK
