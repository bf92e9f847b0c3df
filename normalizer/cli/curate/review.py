"""`namenorm table review`: the inbox, as a list or as a conversation.

On a terminal each item is shown with its passages and suggestions, and one key decides: a number
accepts a suggestion, `r` and a number rejects one, `c` creates a new entity, `n` says that it is
no name, `s` skips it, `q` stops. Each decision is saved at once, as an edit like any other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import click

from normalizer.cli.curate.connect import open_curation
from normalizer.cli.curate.options import (
    TableChoice,
    WriteChoice,
    format_option,
    table_options,
    write_options,
)
from normalizer.cli.curate.reading import indented, show
from normalizer.cli.curate.writing import make
from normalizer.cli.exits import Exit
from normalizer.cli.messages import complain
from normalizer.cli.output import STDOUT, OutputFormat, choose_format
from normalizer.curation.protocol import Curation
from normalizer.curation.review import MAX_ITEMS, ReviewItem, ReviewQuery
from normalizer.errors import CurationError
from normalizer.formats.records import candidate_record
from normalizer.store.changes import Author
from normalizer.store.operations import CreateEntity, Operation, accept, never, not_a_name, skip
from normalizer.types import Alias, AliasKind, Entity, Kind

_KEYS = "number: accept · r number: reject · c: create · n: not a name · s: skip · q: quit"
_MOST_SHOWN = 5


class _Quit(Exception):  # noqa: N818 - a person's wish, no error
    """The curator has had enough."""


@click.command()
@click.option("--lang", metavar="CODE", default="", help="Only from documents in this language.")
@click.option("--script", metavar="CODE", default="", help="Only of this script, ISO 15924.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only of this kind.")
@click.option("--min-mentions", type=click.IntRange(1), default=1, show_default=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.option("--list", "only_list", is_flag=True, help="List the items, and ask nothing.")
@table_options()
@write_options()
@format_option()
def review(table: TableChoice, write: WriteChoice, format_: str, **wanted: Any) -> Exit:
    """Show what could not be resolved, the most pressing first, and decide on it."""
    limit, only_list = wanted.pop("limit"), wanted.pop("only_list")
    kind = wanted.pop("kind")
    query = ReviewQuery(
        language=wanted["lang"],
        script=wanted["script"],
        kind=Kind(kind) if kind else None,
        min_mentions=wanted["min_mentions"],
        limit=min(limit, MAX_ITEMS),
    )
    text = choose_format(format_, STDOUT) is OutputFormat.TEXT
    with open_curation(table) as curation:
        items = _items(curation, query, limit)
        if only_list or not text or not sys.stdin.isatty():
            found = list(items)
            lines = (line for item in found for line in (*item_words(item), ""))
            show(format_, map(item_record, found), lines)
        else:
            _converse(curation, items, write.author(table), write.propose)
    return Exit.OK


def _items(curation: Curation, query: ReviewQuery, left: int) -> Iterator[ReviewItem]:
    """Yield up to `left` items, asked for page by page."""
    while left > 0:
        page = curation.review(replace(query, limit=min(left, query.limit)))
        yield from page.items
        left -= len(page.items)
        if not page.next_page_token:
            return
        query = replace(query, page_token=page.next_page_token)


def item_words(item: ReviewItem) -> list[str]:
    """Return an item for a person to read."""
    spelt = ", ".join(f"{text} {count}×" for text, count in item.surfaces)
    about = ", ".join(word for word in (item.kind or "", *item.languages) if word)
    lines = [f"{spelt} ({item.mentions} mentions in {item.documents} documents{', ' * bool(about)}"]
    lines[0] += f"{about})"
    lines += [f"    … {snippet} …" for snippet in item.snippets]
    for number, candidate in enumerate(item.suggestions[:_MOST_SHOWN], 1):
        why = candidate.evidence.in_words()
        lines.append(
            f"  {number} {candidate.name} ({candidate.entity_id}) {candidate.score:.2f}: {why}"
        )
    return lines


def item_record(item: ReviewItem) -> dict[str, Any]:
    """Return an item as a JSON record."""
    return {
        "key": item.key,
        "surfaces": [{"surface": text, "count": count} for text, count in item.surfaces],
        "mentions": item.mentions,
        "documents": item.documents,
        "languages": list(item.languages),
        "script": item.script,
        "kind": item.kind.value if item.kind else None,
        "snippets": list(item.snippets),
        "suggestions": [candidate_record(candidate) for candidate in item.suggestions],
    }


def _converse(curation: Curation, items: Iterator[ReviewItem], by: Author, propose: bool) -> None:
    decided = 0
    try:
        for item in items:
            for line in item_words(item):
                click.echo(indented(line))
            while not (operations := _asked(item)):
                click.echo(_KEYS)
            decided += _save(curation, operations, by, propose)
    except _Quit:
        pass
    complain(f"{decided} decided")


def _save(curation: Curation, operations: Sequence[Operation], by: Author, propose: bool) -> bool:
    try:
        make(curation, operations, by, propose)
    except CurationError as failure:
        complain(failure)
        return False
    return True


def _asked(item: ReviewItem) -> list[Operation]:
    """Return what the curator wants of an item, `[]` for a key that means nothing."""
    key, _, number = click.prompt(">", default="s", show_default=False).strip().partition(" ")
    first = item.surfaces[0][0]
    if key == "q":
        raise _Quit
    if key == "s":
        return [skip(first, item.mentions)]
    if key == "n":
        return [not_a_name(text) for text, _ in item.surfaces]
    if key == "c":
        return [_created(item)]
    chosen = _suggested(item, number if key == "r" else key)
    if chosen is None:
        return []
    if key == "r":
        return [never(text, chosen) for text, _ in item.surfaces]
    lang = item.languages[0] if item.languages else ""
    return [accept(text, chosen, AliasKind.ROMANISATION, lang) for text, _ in item.surfaces]


def _suggested(item: ReviewItem, number: str) -> str | None:
    place = int(number) if number.isascii() and number.isdigit() else 0
    known = item.suggestions[:_MOST_SHOWN]
    return known[place - 1].entity_id if 1 <= place <= len(known) else None


def _created(item: ReviewItem) -> CreateEntity:
    first, *others = (text for text, _ in item.surfaces)
    kinds = click.Choice([kind.value for kind in Kind])
    name = click.prompt("canonical name", default=first)
    kind = click.prompt("kind", type=kinds, default=item.kind.value if item.kind else None)
    lang = item.languages[0] if item.languages else ""
    aliases = tuple(
        Alias(text, "", AliasKind.ROMANISATION, lang, source="inbox")
        for text in (first, *others)
        if text != name
    )
    return CreateEntity(Entity("", Kind(kind), name), aliases)
