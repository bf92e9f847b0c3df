"""The engine that a command works with: in this process, or a server's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from normalizer.cli.messages import complain
from normalizer.cli.options import ServiceChoice

if TYPE_CHECKING:
    from normalizer.engine import NameService


@contextmanager
def open_service(choice: ServiceChoice) -> Iterator[NameService]:
    """Give the engine and close it in the end.

    Raises UnavailableError when the server cannot be reached, SeedError or TableError when
    the alias table or the linguistic tables are faulty, and a usage error when both a folder
    and a server were asked for.
    """
    with closing(opener(choice)()) as service:
        yield service


def opener(choice: ServiceChoice) -> Callable[[], NameService]:
    """Return what opens the engine, here or in a worker process.

    Raises a usage error when both a folder and a server were asked for.
    """
    return partial(_open, _settle(choice))


def _open(choice: ServiceChoice) -> NameService:
    if choice.server:
        from normalizer.cli.remote import remote_engine  # loads grpc

        return remote_engine(choice.server)
    from normalizer.kept_engine import open_seeds

    return open_seeds(choice.seeds, _say_what_takes_long)


def _say_what_takes_long() -> None:
    if sys.stderr.isatty():
        complain("preparing the index of this alias table, once")


# What says which engine answers, from the weakest to the strongest.
_SOURCES = (
    ParameterSource.DEFAULT,
    ParameterSource.DEFAULT_MAP,
    ParameterSource.ENVIRONMENT,
    ParameterSource.COMMANDLINE,
)


def _settle(choice: ServiceChoice) -> ServiceChoice:
    """Return the choice with one of the two left: the one that was said more directly."""
    if choice.seeds is None or not choice.server:
        return choice
    seeds, server = _strength("seeds"), _strength("server")
    if seeds == server:
        raise click.UsageError("--seeds and --server exclude each other")
    return ServiceChoice(choice.seeds, "") if seeds > server else ServiceChoice(None, choice.server)


def _strength(name: str) -> int:
    source = click.get_current_context().get_parameter_source(name)
    return _SOURCES.index(source) if source in _SOURCES else 0
