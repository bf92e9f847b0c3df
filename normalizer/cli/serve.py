"""`namenorm serve`: the gRPC server, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import click

from normalizer.cli.connect import settle, table_source
from normalizer.cli.exits import Exit
from normalizer.cli.options import SourceChoice, source_options
from normalizer.cli.serve_options import (
    Load,
    Protection,
    Telling,
    load_options,
    protection_options,
    telling_options,
)
from normalizer.service.config import DEFAULT_LISTEN, ServerConfig, host_and_port, is_loopback


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
    "--grace",
    metavar="SECONDS",
    type=click.FloatRange(0),
    default=ServerConfig().grace,
    show_default=True,
    help="How long calls under way may go on once told to stop.",
)
@source_options()
@load_options()
@protection_options()
@telling_options()
def serve(
    listen: str,
    grace: float,
    source: SourceChoice,
    load: Load,
    protection: Protection,
    telling: Telling,
) -> int:
    """Answer over gRPC until SIGTERM or Ctrl-C; then finish what is under way and exit 0.

    The address is written to standard error once calls can be made. SIGHUP reads the alias
    table anew, without a failed call.
    """
    tls = protection.tls()
    host, _ = host_and_port(listen, protection.insecure or tls is not None)
    if telling.metrics:
        host_and_port(telling.metrics, insecure=True)
    config = ServerConfig(
        insecure=protection.insecure,
        grace=grace,
        running=load.running,
        waiting=load.waiting,
        streams=load.streams,
        connection_age=load.connection_age,
        probe_bandwidth=load.wide_area,
        tls=tls,
        access=protection.access(is_loopback(host)),
        telemetry=telling.telemetry(),
    )
    # What is wrong with the options has been said before the work of loading.
    table = table_source(settle(source))
    from normalizer.service.opening import EngineSource
    from normalizer.service.serving import Fleet
    from normalizer.service.serving import serve as run
    from normalizer.service.telemetry.logs import set_up_logging

    set_up_logging(telling.log_format, telling.log_level)
    opened, fleet = EngineSource(table), Fleet(load.workers, load.pin)
    return run(opened.open, listen, config, fleet, inherited=opened.is_inherited) or Exit.OK
