"""The alias table that a curator's verb works on: a store's, or a server's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from normalizer.cli.curate.options import TableChoice
from normalizer.cli.messages import complain
from normalizer.cli.places import own_store

if TYPE_CHECKING:
    from normalizer.curation.protocol import Curation


@contextmanager
def open_curation(choice: TableChoice) -> Iterator[Curation]:
    """Give the table and close it in the end.

    Raises StoreError or UnavailableError when it cannot be reached, and a usage error when
    both a store and a server were asked for.
    """
    with closing(_open(choice)) as curation:
        yield curation


def _open(choice: TableChoice) -> Curation:
    if choice.server and choice.store:
        raise click.UsageError("--store and --server exclude each other")
    if choice.server:
        from normalizer.cli.remote import remote_curation  # loads grpc

        return remote_curation(choice.server)
    from normalizer.curation.local import LocalCuration
    from normalizer.live.engine import open_live

    return LocalCuration(open_live(choice.store or _own()))


def _own() -> str:
    """Return the place of the user's own table; say so when it is about to be made."""
    place = own_store()
    if place is None:
        raise click.UsageError("no alias table to write to: give --store or --server")
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        complain(f"making your own alias table from the built-in seeds: {place}")
    return str(place)
