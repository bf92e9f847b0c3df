"""Plain rows of text (schemes, romanised texts, entities, findings) in each format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TextIO

from normalizer.cli.messages import printable
from normalizer.cli.output import OutputFormat
from normalizer.formats.csv_rows import csv_writer
from normalizer.formats.records import json_line

Cell = str | int


class RowWriter(Protocol):
    """Writes rows of named columns; `failure` stands where a row would."""

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        ...

    def failure(self, subject: str | None, reason: str) -> None:
        """Write that there is no row for `subject`, the value of the first column."""
        ...

    def end(self) -> None:
        """Write what stands after the last row."""
        ...


def row_writer(
    form: OutputFormat, out: TextIO, columns: tuple[str, ...], plain: str = ""
) -> RowWriter:
    """Return the writer of rows in a format.

    `plain` names the one column that is all that people are shown, one cell a line; without
    it they see an aligned table.
    """
    if form is OutputFormat.CSV:
        return _CsvRows(out, columns)
    if form is OutputFormat.TEXT:
        return _PlainRows(out, columns.index(plain)) if plain else _TableRows(out, columns)
    return _JsonRows(out, columns)


class _JsonRows:
    def __init__(self, out: TextIO, columns: tuple[str, ...]) -> None:
        self._out, self._columns = out, columns

    def row(self, cells: Sequence[Cell]) -> None:
        self._write(dict(zip(self._columns, cells, strict=True)))

    def failure(self, subject: str | None, reason: str) -> None:
        self._write({self._columns[0]: subject, "error": reason})

    def end(self) -> None:
        pass

    def _write(self, record: dict[str, Cell | None]) -> None:
        self._out.write(json_line(record))
        self._out.flush()


class _CsvRows:
    def __init__(self, out: TextIO, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._rows = csv_writer(out, (*columns, "error"))
        self._rows.writeheader()

    def row(self, cells: Sequence[Cell]) -> None:
        self._rows.writerow(dict(zip(self._columns, cells, strict=True)))

    def failure(self, subject: str | None, reason: str) -> None:
        self._rows.writerow({self._columns[0]: subject or "", "error": reason})

    def end(self) -> None:
        pass


class _PlainRows:
    """One cell a line, for pipes of text tools; a failure leaves its line empty."""

    def __init__(self, out: TextIO, place: int) -> None:
        self._out, self._place = out, place

    def row(self, cells: Sequence[Cell]) -> None:
        self._out.write(f"{cells[self._place]}\n")
        self._out.flush()

    def failure(self, subject: str | None, reason: str) -> None:
        self._out.write("\n")

    def end(self) -> None:
        pass


class _TableRows:
    def __init__(self, out: TextIO, columns: tuple[str, ...]) -> None:
        from rich.table import Table

        from normalizer.cli.writers.terminal_parts import console_for

        self._console = console_for(out)
        self._table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for column in columns:
            self._table.add_column(column, overflow="fold", no_wrap=column == "id")

    def row(self, cells: Sequence[Cell]) -> None:
        from rich.text import Text

        self._table.add_row(*(Text(printable(str(cell))) for cell in cells))

    def failure(self, subject: str | None, reason: str) -> None:
        from rich.text import Text

        self._table.add_row(printable(subject or ""), Text(printable(reason), style="red"))

    def end(self) -> None:
        if self._table.row_count:
            self._console.print(self._table)
