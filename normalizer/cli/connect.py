"""The engine that a command works with: in this process, or a server's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from normalizer.cli.messages import complain
from normalizer.cli.options import ServiceChoice, SourceChoice
from normalizer.cli.places import own_store

if TYPE_CHECKING:
    from normalizer.engine import NameService
    from normalizer.opening import TableSource

_SOURCES = ("seeds", "store", "index", "server")

Choice = TypeVar("Choice", bound=SourceChoice)


@contextmanager
def open_service(choice: ServiceChoice) -> Iterator[NameService]:
    """Give the engine and close it in the end.

    Raises UnavailableError when the server cannot be reached, SeedError, SnapshotError,
    StoreError or TableError when a table is faulty, and a usage error when more than one
    source was asked for.
    """
    with closing(opener(choice)()) as service:
        yield service


def opener(choice: ServiceChoice) -> Callable[[], NameService]:
    """Return what opens the engine, here or in a worker process.

    Raises a usage error when more than one source was asked for.
    """
    return partial(_open, settle(choice))


def pinned(choice: ServiceChoice, revision: str) -> ServiceChoice:
    """Return the settled choice that stays at a revision, which a store may leave meanwhile.

    A server, or an engine over files, has no other revision to give.
    """
    settled = settle(choice)
    is_followed = settled.store and not settled.as_of and not settled.server
    return replace(settled, as_of=revision) if is_followed else settled


def settle(choice: Choice) -> Choice:
    """Return the choice with one source left, the one that was said most directly.

    Without any it is the user's own table, if there is one.
    """
    given = [name for name in _SOURCES if getattr(choice, name, None)]
    if len(given) > 1:
        choice = _strongest(choice, given)
    elif not given and (own := own_store()) and own.exists():
        choice = replace(choice, store=str(own))
    if choice.as_of and not choice.store:
        raise click.UsageError("--as-of needs a store, which alone keeps its history")
    if choice.record and (choice.as_of or not choice.store):
        raise click.UsageError("--record needs a store of today: --store PLACE")
    return choice


def table_source(choice: SourceChoice) -> TableSource:
    """Return where the alias table of a settled choice is."""
    from normalizer.opening import TableSource

    record = None
    if choice.record:
        from normalizer.curation.recording import Recorded

        record = Recorded(choice.record)
    return TableSource(choice.seeds, choice.store, choice.index, choice.as_of, record)


def _strongest(choice: Choice, given: list[str]) -> Choice:
    """Return the choice with the source alone that was said most directly."""
    strengths = {name: _strength(name) for name in given}
    most = max(strengths.values())
    kept, *rivals = (name for name in given if strengths[name] == most)
    if rivals:
        raise click.UsageError(f"--{kept} and --{rivals[0]} exclude each other")
    nothing: dict[str, Any] = {"seeds": None, "store": "", "index": None, "server": ""}
    return replace(choice, **{name: nothing[name] for name in given if name != kept})


def _open(choice: ServiceChoice) -> NameService:
    if choice.server:
        from normalizer.cli.remote import remote_engine  # loads grpc

        return remote_engine(choice.server)
    return table_source(choice).open(_say_what_takes_long)


def _say_what_takes_long() -> None:
    if sys.stderr.isatty():
        complain("preparing the index of this alias table, once")


# What says which engine answers, from the weakest to the strongest.
_WAYS = (
    ParameterSource.DEFAULT,
    ParameterSource.DEFAULT_MAP,
    ParameterSource.ENVIRONMENT,
    ParameterSource.COMMANDLINE,
)


def _strength(name: str) -> int:
    source = click.get_current_context().get_parameter_source(name)
    return _WAYS.index(source) if source in _WAYS else 0
