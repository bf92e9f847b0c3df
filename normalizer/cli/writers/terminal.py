"""Tables for people on a terminal, with evidence in words."""

from __future__ import annotations

from typing import TextIO

from rich.text import Text

from normalizer.cli.messages import printable
from normalizer.cli.writers.terminal_parts import (
    add_answer,
    answer_table,
    console_for,
    is_wide,
    name_text,
)
from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import common_kind
from normalizer.types import AnnotatedDocument, Decision, Document, Kind, Resolution

# Columns are aligned over this many names; a longer list is written as it comes.
_NAMES_IN_ONE_TABLE = 200


class TerminalAnnotations:
    """A heading and a table for each document."""

    def __init__(self, out: TextIO) -> None:
        self._console = console_for(out)
        self._first = True

    def begin(self) -> None:
        """Write nothing: the first document opens the output."""

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write one document's heading and its mentions."""
        if not self._first:
            self._console.print()
        self._first = False
        heading = Text(printable(document.id), style="bold underline")
        heading.append(f"  {_count(annotated)}", style="not bold not underline dim")
        self._console.print(heading)
        if annotated.annotations:
            self._table(annotated)

    def end(self) -> None:
        """Write nothing."""

    def _table(self, annotated: AnnotatedDocument) -> None:
        table = answer_table(self._console, "span", "mention")
        for each in annotated.annotations:
            leading = (
                Text(f"{each.start}–{each.end}", style="dim"),
                name_text(each.surface, each.kind, each.decision),
            )
            shown = () if each.decision is Decision.NIL else each.candidates
            add_answer(table, leading, each.decision, shown, wide=is_wide(self._console))
        self._console.print(table)


class TerminalResolutions:
    """One table over the names; a bad name has its reason in the row."""

    def __init__(self, out: TextIO) -> None:
        self._console = console_for(out)
        self._table = answer_table(self._console, "name")
        self._rows = 0

    def begin(self) -> None:
        """Write nothing: the table is written when its widths are known."""

    def answer(self, resolution: Resolution) -> None:
        """Add the answer for one name."""
        kind = common_kind(resolution)
        name = name_text(resolution.query, Kind(kind) if kind else None, resolution.decision)
        candidates, wide = resolution.candidates, is_wide(self._console)
        add_answer(self._table, [name], resolution.decision, candidates, wide=wide)
        self._added()

    def failure(self, query: str | None, reason: str) -> None:
        """Add the reason why a name got no answer."""
        name = Text("(unreadable)" if query is None else printable(query) or "(empty)", style="dim")
        self._table.add_row(name, Text(printable(reason), style="red"))
        self._added()

    def end(self) -> None:
        """Write the table."""
        if self._rows:
            self._console.print(self._table)

    def _added(self) -> None:
        self._rows += 1
        if self._rows == _NAMES_IN_ONE_TABLE:
            self.end()
            self._table, self._rows = answer_table(self._console, "name"), 0


def _count(annotated: AnnotatedDocument) -> str:
    number = len(annotated.annotations)
    if not number:
        return "no mentions"
    return f"{number} mention{'s' if number > 1 else ''}"
