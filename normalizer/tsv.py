"""The one reader of our tab-separated files: `#` comments, a header row, then rows.

Used for `data/` and for `seeds/`, so that both are refused for the same reasons:
not UTF-8, not NFC, a carriage return, a wrong header, a wrong column count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from normalizer.errors import FileLineError


class Fault(NamedTuple):
    """What is wrong at a line of a file. `line` is 1-based, 0 for the whole file."""

    line: int
    code: str
    reason: str


@dataclass(slots=True)
class Scan:
    """The well-formed lines of a table, their 1-based numbers, and what the others lack."""

    width: int
    numbers: list[int]
    lines: list[str]
    faults: list[Fault]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line number, fields) for each well-formed line."""
        for number, line in zip(self.numbers, self.lines, strict=True):
            yield number, line.split("\t")

    def columns(self, heads: int = 0) -> list[list[str]]:
        """Return the fields by column, for large tables.

        The columns after the first `heads` are taken as one until told apart: where whole
        ends of lines repeat, each is cut once and its strings are shared.
        """
        if not self.lines:
            return [[] for _ in range(self.width)]
        if not heads:
            fields = "\t".join(self.lines).split("\t")
            return [fields[column :: self.width] for column in range(self.width)]
        *first, ends = zip(*map(str.split, self.lines, repeat("\t"), repeat(heads)), strict=True)
        distinct = tuple(set(ends))
        cut = zip(*map(str.split, distinct, repeat("\t")), strict=True)
        last = [dict(zip(distinct, values, strict=True)) for values in cut]
        return [*map(list, first), *(list(map(known.__getitem__, ends)) for known in last)]


def read_text(path: Path, error: type[FileLineError]) -> str:
    """Return a file's text; raise `error` when it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as failure:
        line = path.read_bytes().count(b"\n", 0, failure.start) + 1
        raise error(str(path), line, f"not UTF-8 at byte {failure.start}") from None
    except OSError as failure:
        raise error(str(path), 0, failure.strerror or "cannot be read") from None


def read_rows(
    path: Path, columns: Sequence[str], error: type[FileLineError]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, fields) for each row; raise `error` at the first malformed line.

    Blank lines and lines that open with `#` are skipped; the first other line must be the
    header, equal to `columns`.
    """
    found = scan(read_text(path, error), columns)
    if found.faults:
        fault = min(found.faults)
        raise error(str(path), fault.line, fault.reason)
    yield from found.rows()


def scan(text: str, columns: Sequence[str]) -> Scan:
    """Return every well-formed line of a table's text and every fault of the others.

    A table whose header is not `columns` has no rows, as nobody knows what they mean.
    """
    found = Scan(len(columns), [], [], list(_text_faults(text)))
    lines = text.replace("\r\n", "\n").split("\n")
    numbers = [number for number, line in enumerate(lines, 1) if line and line[0] != "#"]
    if not numbers:
        found.faults.append(Fault(0, "header", "no header row"))
    elif lines[numbers[0] - 1].split("\t") != list(columns):
        reason = f"header must be {' '.join(columns)}"
        found.faults.append(Fault(numbers[0], "header", reason))
    else:
        found.numbers = numbers[1:]
        found.lines = [lines[number - 1] for number in found.numbers]
        _part_odd_lines(found)
    return found


def _part_odd_lines(found: Scan) -> None:
    """Move the lines of another width to the faults."""
    tabs = found.width - 1
    if {tabs}.issuperset(map(str.count, found.lines, repeat("\t"))):
        return
    numbered = list(zip(found.numbers, found.lines, strict=True))
    for number, line in numbered:
        if (fields := line.count("\t") + 1) != found.width:
            reason = f"{fields} columns where {found.width} belong"
            found.faults.append(Fault(number, "columns", reason))
    kept = [pair for pair in numbered if pair[1].count("\t") == tabs]
    found.numbers = [number for number, _ in kept]
    found.lines = [line for _, line in kept]


def _text_faults(text: str) -> Iterator[Fault]:
    """Yield every line that is not NFC, and the first that has a carriage return."""
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                yield Fault(number, "not-nfc", "text is not NFC")
    if (position := text.find("\r")) >= 0:
        line_number = text.count("\n", 0, position) + 1
        yield Fault(line_number, "carriage-return", "carriage return; lines end with LF alone")
