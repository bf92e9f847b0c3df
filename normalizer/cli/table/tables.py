"""The alias table that a command of `namenorm table` works on: of a store, or of files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from normalizer.cli.options import Decorator, gathered

if TYPE_CHECKING:
    from normalizer.store.curated import CuratedStore
    from normalizer.store.protocol import AliasStore


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which table: that of `store`, else of the folder `seeds`, else the built-in one."""

    store: str
    seeds: Path | None


def table_options() -> Decorator:
    """Return the decorator for `--store` and `--seeds`; the command gets `table`."""
    return gathered(
        TableChoice,
        "table",
        click.option(
            "--store",
            metavar="PLACE",
            default="",
            envvar="NAMENORM_STORE",
            show_envvar=True,
            help="The table of a store: a SQLite file, or an address of PostgreSQL.",
        ),
        click.option(
            "--seeds",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="The table of this folder, instead of a store's or the built-in one.",
        ),
    )


@contextmanager
def opened(choice: TableChoice, as_of: str = "") -> Iterator[AliasStore]:
    """Give the table, read-only; that of a store as it was at the revision `as_of`.

    Raises StoreError or SeedError, UnknownChangeError for a revision that a store has not, and a
    usage error where a revision is asked of files.
    """
    if choice.store and choice.seeds is None:
        with opened_store(choice.store) as store:
            revision = store.revision_of(as_of) if as_of else None
            with store.reading(revision) as table:
                yield table
        return
    if as_of:
        raise click.UsageError("--as-of needs a store: --store PLACE")
    from normalizer.store.seeds import load_seeds

    yield load_seeds(choice.seeds)


@contextmanager
def opened_store(place: str) -> Iterator[CuratedStore]:
    """Give the store at a place and close it in the end; raise StoreError."""
    from normalizer.store.opening import open_store

    store = open_store(place)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_anywhere(where: str) -> Iterator[AliasStore]:
    """Give the table of a folder, of a file of our JSON Lines, or of a store.

    Raises StoreError, SeedError or InputError.
    """
    if Path(where).is_dir():
        with opened(TableChoice("", Path(where))) as table:
            yield table
    elif where.endswith((".jsonl", ".jsonl.gz")):
        from normalizer.exchange.load import load_file

        yield load_file(where)
    else:
        with opened(TableChoice(where, None)) as table:
            yield table
