"""The options of `namenorm serve`, in families, each gathered into one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from normalizer.cli.options import Decorator, gathered
from normalizer.service.config import AccessRules, ServerConfig, Telemetry, TlsFiles

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DEFAULTS = ServerConfig()


@dataclass(frozen=True, slots=True)
class Load:
    """How much each process takes on."""

    workers: int
    pin: bool
    running: int
    waiting: int
    streams: int
    connection_age: float
    wide_area: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """Who is let in, and how the wire is protected."""

    insecure: bool
    tls_cert: Path | None
    tls_key: Path | None
    tls_client_ca: Path | None
    tokens: Path | None
    identities: Path | None
    anonymous: str | None
    reflection: bool | None
    audit_log: Path | None

    def tls(self) -> TlsFiles | None:
        """Return the certificate files, None for plain text; raise a usage error for half of it."""
        if self.tls_cert and self.tls_key:
            return TlsFiles(self.tls_cert, self.tls_key, self.tls_client_ca)
        if self.tls_cert or self.tls_key or self.tls_client_ca:
            raise click.UsageError("TLS needs both --tls-cert and --tls-key")
        return None

    def access(self, loopback: bool) -> AccessRules:
        """Return who may call. The contract is shown to this machine unless said otherwise."""
        if self.identities and not self.tls_client_ca:
            raise click.UsageError("--identities needs --tls-client-ca: nobody shows a certificate")
        anonymous = "" if self.anonymous == "none" else self.anonymous
        reflection = loopback if self.reflection is None else self.reflection
        return AccessRules(self.tokens, self.identities, anonymous, reflection, self.audit_log)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the server tells of itself."""

    metrics: str
    traces: bool
    log_format: str
    log_level: str
    log_calls: bool

    def telemetry(self) -> Telemetry:
        """Return the configuration."""
        return Telemetry(self.metrics, self.traces, self.log_calls)


def load_options() -> Decorator:
    """Return the decorator for the options of load; the command gets `load`."""
    return gathered(
        Load,
        "load",
        click.option(
            "--workers",
            metavar="N",
            type=click.IntRange(0, 256),
            default=1,
            show_default=True,
            envvar="NAMENORM_WORKERS",
            show_envvar=True,
            help="How many processes share the port; 0 is one a core.",
        ),
        click.option("--pin", is_flag=True, help="Keep each worker on a core of its own."),
        _number("--running", _DEFAULTS.running, "Calls that a worker works on at once."),
        _number("--waiting", _DEFAULTS.waiting, "Calls that wait in a worker before it refuses."),
        _number("--streams", _DEFAULTS.streams, "Streams that a worker keeps open."),
        click.option(
            "--connection-age",
            metavar="SECONDS",
            type=click.FloatRange(0),
            default=_DEFAULTS.connection_age,
            show_default=True,
            help="Ask a connection to come again after so long, so that load spreads; 0 is never.",
        ),
        click.option(
            "--wide-area",
            is_flag=True,
            help="Widen windows for far and fast links, at the cost of memory for each stream.",
        ),
    )


def _number(name: str, default: int, text: str) -> Decorator:
    return click.option(
        name, metavar="N", type=click.IntRange(1), default=default, show_default=True, help=text
    )


def protection_options() -> Decorator:
    """Return the decorator for the options of protection; the command gets `protection`."""
    return gathered(
        Protection,
        "protection",
        click.option(
            "--insecure",
            is_flag=True,
            help="Listen in plain text on an address that is not loopback.",
        ),
        _file("--tls-cert", "Certificate chain of the server, PEM; read anew when it changes."),
        _file("--tls-key", "Key of that certificate, PEM."),
        _file("--tls-client-ca", "Ask callers for a certificate of these authorities, PEM."),
        _file("--tokens", "Bearer tokens, made by `namenorm token`; read anew when they change."),
        _file("--identities", "SPIFFE IDs of callers' certificates, with roles; read anew too."),
        click.option(
            "--anonymous",
            type=click.Choice(["none", "reader", "curator", "admin"]),
            default=None,
            help="The role of callers with no token or identity. Else: none where there are tokens "
            "or identities, reader where not.",
        ),
        click.option(
            "--reflection/--no-reflection",
            default=None,
            help="Let callers ask for the contract. Else: on loopback only.",
        ),
        click.option(
            "--audit-log",
            type=click.Path(dir_okay=False, path_type=Path),
            help="File for changing and refused calls, a JSON line each.",
        ),
    )


def _file(name: str, text: str) -> Decorator:
    return click.option(name, type=_FILE, default=None, help=text)


def telling_options() -> Decorator:
    """Return the decorator for the options of telemetry; the command gets `telling`."""
    return gathered(
        Telling,
        "telling",
        click.option(
            "--metrics",
            metavar="HOST:PORT",
            default="",
            help="Show metrics for Prometheus, and /healthz and /readyz, over HTTP.",
        ),
        click.option(
            "--traces", is_flag=True, help="Export OpenTelemetry traces (extra otel; OTEL_… apply)."
        ),
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="How log lines look.",
        ),
        click.option(
            "--log-level",
            type=click.Choice(["debug", "info", "warning", "error"]),
            default="warning",
            show_default=True,
            help="The least that is logged.",
        ),
        click.option("--log-calls", is_flag=True, help="Log a line for each call, at info."),
    )
