"""The lines of a file as text, one after another, whatever its size.

`.gz` is unpacked on the way, and `-` is standard input. A line that is not UTF-8 is a fault of
that line alone; a file that cannot be read at all, or ends amid its compressed data, is a fault of
line 0.
"""

from __future__ import annotations

import codecs
import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from normalizer.exchange.records import Fault

STDIN = "-"
# A dump of Wikidata has lines of a few megabytes; what is longer is no record.
MAX_LINE_BYTES = 64 * 2**20


def text_lines(path: str) -> Iterator[tuple[int, str] | Fault]:
    """Yield (1-based number, line without its end) for each line, or its fault."""
    number = 0
    try:
        with _opened(path) as stream:
            for number, raw in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""), 1):
                if len(raw) > MAX_LINE_BYTES:
                    yield Fault(path, number, f"line longer than {MAX_LINE_BYTES:,} bytes")
                    return
                body = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
                try:
                    yield number, body.decode("utf-8").rstrip("\r\n")
                except UnicodeDecodeError as failure:
                    yield Fault(path, number, f"not UTF-8 at byte {failure.start} of the line")
    except (EOFError, zlib.error) as failure:
        yield Fault(path, number + 1, f"compressed data is damaged: {failure}")
    except OSError as failure:
        yield Fault(path, 0, failure.strerror or str(failure) or "cannot be read")


class GoodLines:
    """The lines of a file that are text, with their ends, for a reader of rows over many lines.

    Faults of others are kept until they are asked for. Comments before the first other line are
    passed over, as our own files have some. `number` is that of the last line given.
    """

    def __init__(self, path: str) -> None:
        self.number, self.had_faults = 0, False
        self._lines, self._begun = text_lines(path), False
        self._faults: list[Fault] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for item in self._lines:
            if isinstance(item, Fault):
                self._faults.append(item)
                continue
            self.number, line = item
            if self._begun or not line.startswith("#"):
                self._begun = True
                return line + "\n"
        raise StopIteration

    def new_faults(self) -> list[Fault]:
        """Return the faults since the last call, in the order of lines."""
        found, self._faults = self._faults, []
        self.had_faults = self.had_faults or bool(found)
        return found


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if path == STDIN:
        yield sys.stdin.buffer
    elif path.endswith(".gz"):
        with gzip.open(path, "rb") as unpacked:
            yield cast("IO[bytes]", unpacked)
    else:
        with Path(path).open("rb") as stream:
            yield stream


def json_objects(path: str) -> Iterator[tuple[int, dict[str, Any]] | Fault]:
    """Yield (line number, object) for each line of a JSON Lines file, or its fault.

    The lines of an array that has one object a line, as Wikidata writes its dumps, are read
    too: a lone bracket is passed over, and so is a comma at the end. Blank lines are passed over.
    """
    for item in text_lines(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, line = item
        text = line.strip()
        if text not in ("", "[", "]", "],"):
            yield _object(path, number, text)


def _object(path: str, number: int, text: str) -> tuple[int, dict[str, Any]] | Fault:
    try:
        value = json.loads(text.removesuffix(","))
    except json.JSONDecodeError as failure:
        return Fault(path, number, f"malformed JSON: {failure.msg} at column {failure.colno}")
    except (ValueError, RecursionError):
        return Fault(path, number, "malformed JSON: a number or a nesting beyond reason")
    if not isinstance(value, dict):
        return Fault(path, number, "must be a JSON object")
    return number, value
