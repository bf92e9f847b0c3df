"""The differences of an import as people and programs read them."""

from __future__ import annotations

from collections import Counter
from typing import Protocol, TextIO

from normalizer.cli.messages import printable
from normalizer.cli.output import OutputFormat
from normalizer.cli.writers.rows import row_writer
from normalizer.exchange.differences import Difference, Tally, Verdict

COLUMNS = (
    "path", "line", "verdict", "about", "entity_id", "key", "name", "lang", "held", "others",
    "reason",
)  # fmt: skip
# What is there already, and what says nothing, is counted for people and not shown.
_QUIET = frozenset({Verdict.PRESENT, Verdict.SKIPPED, Verdict.UNKNOWN})
_SHOWN_OF_EACH = 20


class DifferenceWriter(Protocol):
    """Writes differences and counts them."""

    tally: Tally

    def write(self, difference: Difference) -> None:
        """Count a difference, and write it where it is shown."""
        ...

    def end(self) -> None:
        """Write what stands after the last."""
        ...


def difference_writer(form: OutputFormat, out: TextIO) -> DifferenceWriter:
    """Return the writer for a format: people see the first of each verdict, programs all."""
    return _ForPeople(out) if form is OutputFormat.TEXT else _Rows(form, out)


class _ForPeople:
    def __init__(self, out: TextIO) -> None:
        self.tally = Tally()
        self._out, self._shown = out, Counter[Verdict]()

    def write(self, difference: Difference) -> None:
        self.tally.add(difference)
        verdict = difference.verdict
        self._shown[verdict] += 1
        if verdict in _QUIET or self._shown[verdict] > _SHOWN_OF_EACH:
            return
        where = f"{difference.path}:{difference.line}" if difference.line else difference.path
        self._out.write(f"{printable(where)}: {printable(difference.in_words())}\n")

    def end(self) -> None:
        for verdict, count in self._shown.items():
            if verdict not in _QUIET and count > _SHOWN_OF_EACH:
                self._out.write(f"… and {count - _SHOWN_OF_EACH:,} more: {verdict}\n")


class _Rows:
    def __init__(self, form: OutputFormat, out: TextIO) -> None:
        self.tally = Tally()
        self._rows = row_writer(form, out, COLUMNS)

    def write(self, difference: Difference) -> None:
        self.tally.add(difference)
        spelling = difference.spelling
        about = (str(difference.verdict), str(difference.about), difference.entity_id)
        key = str(difference.key) if difference.key.value else ""
        self._rows.row(
            (
                difference.path,
                difference.line,
                *about,
                key,
                difference.name,
                spelling.lang if spelling else "",
                int(difference.held),
                " ".join(difference.others),
                difference.reason,
            )
        )

    def end(self) -> None:
        self._rows.end()
