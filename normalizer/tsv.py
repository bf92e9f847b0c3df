"""The one reader of our tab-separated files: `#` comments, a header row, then rows.

Used for `data/` and for `seeds/`, so that both are refused for the same reasons:
not UTF-8, not NFC, a carriage return, a wrong header, a wrong column count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from normalizer.errors import FileLineError


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
    text = read_text(path, error)
    if not unicodedata.is_normalized("NFC", text):
        raise error(str(path), _first_denormal_line(text), "text is not NFC")
    header_seen = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        if "\r" in line:
            raise error(str(path), number, "carriage return; lines end with LF alone")
        fields = line.split("\t")
        if not header_seen:
            if fields != list(columns):
                raise error(str(path), number, f"header must be {' '.join(columns)}")
            header_seen = True
            continue
        if len(fields) != len(columns):
            reason = f"{len(fields)} columns where {len(columns)} belong"
            raise error(str(path), number, reason)
        yield number, fields
    if not header_seen:
        raise error(str(path), 0, "no header row")


def _first_denormal_line(text: str) -> int:
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            return number
    return 0
