"""`namenorm index build|info|verify`: the index as one file that processes share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain

if TYPE_CHECKING:
    from normalizer.store.protocol import AliasStore

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def index() -> None:
    """Make, describe or verify an index file, which holds the alias table and all its keys."""


@index.command()
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NAMENORM_SEEDS",
    show_envvar=True,
    help="Folder of the alias table, instead of the built-in one.",
)
@click.option(
    "--store",
    "place",
    metavar="PLACE",
    help="The store to index instead: a SQLite file, or an address of PostgreSQL.",
)
@click.option(
    "--lend-names",
    is_flag=True,
    help="Add the names that we ship, for entities of the table that are plainly the same.",
)
@click.option("-o", "--output", type=_FILE, required=True, help="The file, once it is whole.")
@click.option(
    "--progress",
    type=click.Choice(["auto", "none", "lines"]),
    default="auto",
    help="Progress on standard error. auto: a line a stage when that is a terminal.",
)
def build(
    seeds: Path | None, place: str | None, lend_names: bool, output: Path, progress: str
) -> Exit:
    """Index an alias table. The file has the same bytes whenever the table is the same.

    With names lent to it, the table's revision is a function of ours too.

    It fits the linguistic tables of this very engine: after an upgrade, build it again.
    """
    from normalizer.index.snapshot.build import build_snapshot

    if seeds is not None and place is not None:
        raise click.UsageError("--seeds and --store exclude each other")
    with _table(seeds, place) as table:
        helped = _helped(table) if lend_names else table
        build_snapshot(helped, output, _Teller(progress).tell)
        complain(f"{output}: indexed {helped.revision}")
    return Exit.OK


@index.command()
@click.argument("file", type=_FILE)
def info(file: Path) -> Exit:
    """Say what an index FILE holds, without checking the content of its sections."""
    from normalizer.index.snapshot.mapped import read_header
    from normalizer.index.state import engine_state

    header = read_header(file)
    fits = "yes" if header.state == engine_state() else "no: build it again"
    rows = {"revision": header.revision, **header.facts, "bytes": header.size}
    rows |= {"engine": header.engine, "fits this engine": fits}
    for name, value in rows.items():
        click.echo(f"{name}\t{value}")
    return Exit.OK


@index.command()
@click.argument("file", type=_FILE)
def verify(file: Path) -> Exit:
    """Read every byte of an index FILE and check it; exit 4 when it is damaged or does not fit."""
    from normalizer.index.snapshot.snapshot import opened

    sections = opened(file, always_verify=True).header.sections
    click.echo(f"{file}: {len(sections)} sections, 0 faults")
    return Exit.OK


@contextmanager
def _table(seeds: Path | None, place: str | None) -> Iterator[AliasStore]:
    if place is None:
        from normalizer.store.seeds import load_seeds

        yield load_seeds(seeds)
        return
    from normalizer.store.opening import open_store

    store = open_store(place, create=False)
    try:
        with store.reading() as table:
            yield table
    finally:
        store.close()


def _helped(table: AliasStore) -> AliasStore:
    from normalizer.store.known_names import shipped, with_known_names

    return with_known_names(table, shipped())


class _Teller:
    """Tells each stage of a build once, on standard error."""

    def __init__(self, style: str) -> None:
        is_seen = style == "auto" and sys.stderr.isatty()
        self._is_shown, self._stage = is_seen or style == "lines", ""

    def tell(self, stage: str, _: int) -> None:
        """Print the name of a stage that has just begun."""
        if self._is_shown and stage != self._stage:
            complain(stage)
        self._stage = stage
