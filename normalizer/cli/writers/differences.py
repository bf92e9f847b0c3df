"""What differs between two runs: lines for people, JSON lines, CSV."""

from __future__ import annotations

from typing import Any, Protocol, TextIO

from normalizer.cli.messages import printable
from normalizer.cli.output import OutputFormat
from normalizer.cli.writers.rows import RowWriter, row_writer
from normalizer.formats.compare import Change, Difference, RunMention
from normalizer.formats.csv_rows import csv_writer
from normalizer.formats.records import json_line

_SIDES = ("before", "after")
COLUMNS = (
    "document",
    "change",
    "what",
    *(
        f"{name}_{side}"
        for side in _SIDES
        for name in ("start", "end", "surface", "decision", "entities", "name", "score")
    ),
)
_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}


class DifferenceWriter(Protocol):
    """Writes differences one by one."""

    def write(self, difference: Difference) -> None:
        """Write one difference."""
        ...


def difference_writer(form: OutputFormat, out: TextIO) -> DifferenceWriter:
    """Return the writer of a format; CSV has its header written."""
    if form is OutputFormat.TEXT:
        return _Lines(out)
    return _Csv(out) if form is OutputFormat.CSV else _Json(out)


def counts_writer(form: OutputFormat, out: TextIO, columns: tuple[str, ...]) -> RowWriter:
    """Return the writer of counts in a format."""
    return row_writer(form, out, columns)


class _Json:
    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, difference: Difference) -> None:
        record: dict[str, Any] = {
            "document": difference.mention.document,
            "change": difference.change.value,
            "what": list(difference.what),
        }
        for side, mention in zip(_SIDES, (difference.before, difference.after), strict=True):
            record[side] = _record(mention) if mention else None
        self._out.write(json_line(record))


class _Csv:
    def __init__(self, out: TextIO) -> None:
        self._rows = csv_writer(out, COLUMNS)
        self._rows.writeheader()

    def write(self, difference: Difference) -> None:
        row: dict[str, Any] = {
            "document": difference.mention.document,
            "change": difference.change.value,
            "what": " ".join(difference.what),
        }
        for side, mention in zip(_SIDES, (difference.before, difference.after), strict=True):
            if mention:
                cells = _record(mention) | {"entities": " ".join(mention.entities)}
                row |= {f"{name}_{side}": value for name, value in cells.items()}
        self._rows.writerow(row)


class _Lines:
    """A heading a document, then a line a mention: `+` came, `-` went, `~` changed."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._document = out, ""
        self._first = True

    def write(self, difference: Difference) -> None:
        mention = difference.mention
        if self._first or mention.document != self._document:
            self._out.write(f"{printable(mention.document)}\n")
            self._document, self._first = mention.document, False
        sign = _SIGNS[difference.change]
        place = f"{mention.start}–{mention.end}"
        self._out.write(
            f"  {sign} {place:>12}  {printable(mention.surface)}: {_said(difference)}\n"
        )


def _said(difference: Difference) -> str:
    before, after = difference.before, difference.after
    if before and after:
        moved = f" (was “{printable(before.surface)}”)" if "span" in difference.what else ""
        return f"{_meaning(before)} → {_meaning(after)}{moved}"
    return _meaning(difference.mention)


def _meaning(mention: RunMention) -> str:
    if not mention.entities:
        return "nobody known"
    if len(mention.entities) > 1:
        return f"one of {' '.join(mention.entities)}"
    score = "" if mention.score is None else f" {mention.score:.2f}"
    return f"{printable(mention.name)} {mention.entities[0]}{score}"


def _record(mention: RunMention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "decision": mention.decision,
        "entities": list(mention.entities),
        "name": mention.name or None,
        "score": mention.score,
    }
