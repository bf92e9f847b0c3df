"""Bytes to text, with a reason and a place for everything that is not text.

A byte order mark at the start of a file is not part of its text: offsets count from the
character after it. Line ends are kept as they are, since offsets are on the original.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from normalizer.cli.readers.packed import unpacked
from normalizer.errors import InputError

STDIN = "-"
MOST_BYTES = 1 << 29
"""How long a document of its own file may be: what is longer is no document that one reads."""

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@contextmanager
def open_bytes(path: str) -> Iterator[IO[bytes]]:
    """Give the bytes of a file, or of standard input for `-`; raise InputError.

    A file that ends in `.gz` or `.zst` is decompressed. Faults while reading are raised as
    InputError too.
    """
    try:
        if path == STDIN:
            yield sys.stdin.buffer
        else:
            with Path(path).open("rb") as raw, unpacked(raw, path) as stream:
                yield stream
    except OSError as failure:
        raise InputError(path, 0, _in_words(failure)) from None


def read_bytes(path: str) -> bytes:
    """Return all bytes of a file, or of standard input for `-`; raise InputError.

    A file of more than `MOST_BYTES`, as a small packed one may unpack to, is refused.
    """
    with open_bytes(path) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        reason = f"is longer than {MOST_BYTES >> 20:,} MB; give it in parts, as JSON lines"
        raise InputError(path, 0, reason)
    return data


def without_mark(data: bytes) -> bytes:
    """Return `data` without a leading UTF-8 byte order mark."""
    return data.removeprefix(codecs.BOM_UTF8)


def decode(data: bytes, path: str, line: int = 0) -> str:
    """Return the text of UTF-8 bytes; raise InputError with the offset of the first bad byte.

    `line` is the line on which `data` begins when it is one line of a file, else 0. The
    offset counts bytes from the start of the file, or of the line when there is one.
    """
    body = without_mark(data) if line in (0, 1) else data
    skipped = len(data) - len(body)
    _refuse_other_encodings(body, path, line)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as failure:
        bad_line = line or body.count(b"\n", 0, failure.start) + 1
        where = "of the line" if line else "of the file"
        reason = f"not UTF-8 at byte {failure.start + skipped} {where}"
        raise InputError(path, bad_line, reason) from None
    if "\0" in text:
        raise InputError(path, line, f"looks binary (NUL at byte {data.index(0)})")
    return text


def _refuse_other_encodings(body: bytes, path: str, line: int) -> None:
    for mark, name in _OTHER_MARKS:
        if body.startswith(mark):
            raise InputError(path, line, f"is {name}; only UTF-8 is read")


def _in_words(failure: OSError) -> str:
    if isinstance(failure, FileNotFoundError):
        return "no such file"
    if isinstance(failure, PermissionError):
        return "not readable: permission denied"
    return failure.strerror or "cannot be read"
