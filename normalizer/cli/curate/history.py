"""`namenorm table history|watch|undo`: the change log, and changes taken back."""

from __future__ import annotations

import time
from collections.abc import Iterator

import click

from normalizer.cli.curate.connect import open_curation
from normalizer.cli.curate.options import (
    TableChoice,
    WriteChoice,
    format_option,
    table_options,
    write_options,
)
from normalizer.cli.curate.reading import show
from normalizer.cli.curate.words import applied_record, applied_words, change_record, change_words
from normalizer.cli.exits import Exit
from normalizer.curation.protocol import Curation
from normalizer.store.changes import Change, HistoryQuery

_PAGE = 200
_WATCH_SECONDS = 5.0


@click.command()
@click.argument("entity_id", metavar="[ID]", default="")
@click.option("--actor", default="", help="Only changes by this person.")
@click.option("--operation", default="", help="Only this operation, such as add-alias.")
@click.option("--after", type=click.IntRange(0), default=0, help="Only after this revision.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--oldest-first", is_flag=True, help="The oldest first; by default the newest.")
@table_options()
@format_option()
def history(table: TableChoice, format_: str, **wanted: str | int | bool) -> Exit:
    """List changes: who changed what, when and why. With an ID, those that touched it."""
    oldest_first, left = bool(wanted.pop("oldest_first")), int(wanted.pop("limit"))
    query = HistoryQuery(**wanted, newest_first=not oldest_first)  # type: ignore[arg-type]
    with open_curation(table) as curation:
        found = list(_changes(curation, query, left))
    show(format_, map(change_record, found), (line for c in found for line in change_words(c)))
    return Exit.OK


@click.command()
@click.option("--after", type=click.IntRange(0), help="From this revision on; by default from now.")
@click.option("--for", "seconds", type=click.FloatRange(0), help="Stop after so many seconds.")
@table_options()
@format_option()
def watch(after: int | None, seconds: float | None, table: TableChoice, format_: str) -> Exit:
    """Write each change as it is made, until Ctrl-C."""
    end = time.monotonic() + seconds if seconds is not None else None
    with open_curation(table) as curation:
        seen = curation.revision if after is None else after
        while end is None or time.monotonic() < end:
            left = _WATCH_SECONDS if end is None else max(0.0, end - time.monotonic())
            if curation.wait_for_change(seen, min(left, _WATCH_SECONDS)) <= seen:
                continue
            for change in curation.history(HistoryQuery(after=seen, limit=_PAGE)):
                show(format_, [change_record(change)], change_words(change))
                seen = change.revision
    return Exit.OK


@click.command()
@click.argument("revisions", metavar="REVISION[..REVISION]")
@table_options()
@write_options()
@format_option()
def undo(revisions: str, table: TableChoice, write: WriteChoice, format_: str) -> Exit:
    """Undo one change or a range of them, the last first, as new changes."""
    first, _, last = revisions.partition("..")
    if not (first.isascii() and first.isdigit() and (not last or last.isdigit())):
        raise click.BadParameter(f"{revisions!r} is not REVISION or REVISION..REVISION")
    if write.propose or write.dry_run:
        raise click.UsageError("undo is not proposed or previewed: look at `table history`")
    with open_curation(table) as curation:
        done = curation.undo(int(first), int(last or first), write.author(table))
    show(format_, [applied_record(done)], applied_words(done))
    return Exit.OK


def _changes(curation: Curation, query: HistoryQuery, left: int) -> Iterator[Change]:
    """Yield up to `left` changes, asked for page by page."""
    from dataclasses import replace

    while left > 0:
        page = curation.history(replace(query, limit=min(left, _PAGE)))
        yield from page
        left -= len(page)
        if len(page) < min(left + len(page), _PAGE):
            return
        edge = page[-1].revision
        query = replace(query, before=edge) if query.newest_first else replace(query, after=edge)
