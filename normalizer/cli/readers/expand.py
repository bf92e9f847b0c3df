"""Arguments (files, folders, globs, `-`) to the files that they mean, in a stable order.

A file that is named is always read. In a folder, hidden files are passed over, files of a
known suffix are read, and files without a suffix are read when they look like plain text. Tables
in folders are read only when it is said that they hold documents.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.items import RECORDS, TABLES, InputFormat, Source
from normalizer.cli.readers.packed import uncompressed_name
from normalizer.errors import InputError

SUFFIXES = {
    ".txt": InputFormat.TEXT,
    ".text": InputFormat.TEXT,
    ".md": InputFormat.TEXT,
    ".html": InputFormat.HTML,
    ".htm": InputFormat.HTML,
    ".xhtml": InputFormat.HTML,
    ".jsonl": InputFormat.JSONL,
    ".ndjson": InputFormat.JSONL,
    ".csv": InputFormat.CSV,
    ".tsv": InputFormat.CSV,
    ".parquet": InputFormat.PARQUET,
}

# Enough to tell text from most binary formats without reading the file.
_SNIFFED_BYTES = 4096


def expand(
    arguments: Iterable[str], form: InputFormat = InputFormat.AUTO, *, records: bool = False
) -> Iterator[Source | InputError]:
    """Yield the source of each file once, folders in depth and sorted, or what is wrong.

    `form` other than AUTO is how every file is read, whatever its suffix. `records` says that
    files hold records of named fields: tables in folders are read too, and what is neither
    a table nor JSON lines by its suffix is read as JSON lines.
    """
    tables = records or form in TABLES
    suffixes = {name for name, known in SUFFIXES.items() if tables or known not in TABLES}
    seen: set[str] = set()
    for found in (item for argument in arguments for item in _one(argument, suffixes)):
        if isinstance(found, InputError):
            yield found
        elif (real := os.path.realpath(found) if found != STDIN else STDIN) not in seen:
            seen.add(real)
            asked = _format_of(found, records) if form is InputFormat.AUTO else form
            yield Source(found, asked)


def _format_of(path: str, records: bool) -> InputFormat:
    known = SUFFIXES.get(_suffix(path), InputFormat.TEXT)
    return InputFormat.JSONL if records and known not in RECORDS else known


def _suffix(path: str) -> str:
    return Path(uncompressed_name(path)).suffix.lower()


def _one(argument: str, suffixes: AbstractSet[str]) -> Iterator[str | InputError]:
    if argument == STDIN:
        yield STDIN
    elif _is_folder(argument):
        yield from _folder(argument, suffixes)
    elif glob.has_magic(argument) and not os.path.lexists(argument):
        yield from _glob(argument, suffixes)
    else:
        yield argument  # whatever is wrong with it, the reader will say


def _glob(pattern: str, suffixes: AbstractSet[str]) -> Iterator[str | InputError]:
    found = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if not found:
        yield InputError(pattern, 0, "no file matches this pattern")
    for path in found:
        if _is_folder(path):
            yield from _walk(path, suffixes)
        else:
            yield path


def _folder(folder: str, suffixes: AbstractSet[str]) -> Iterator[str | InputError]:
    empty = True
    for item in _walk(folder, suffixes):
        empty = False
        yield item
    if empty:
        known = " ".join(name for name in SUFFIXES if name in suffixes)
        yield InputError(folder, 0, f"no documents in this folder (looked for {known})")


def _walk(folder: str, suffixes: AbstractSet[str]) -> Iterator[str | InputError]:
    faults: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from _faults(faults)
        for name in sorted(files):
            path = os.path.join(place, name)  # noqa: PTH118 - keeps the argument as it was written
            if not name.startswith(".") and _is_document(path, suffixes):
                yield path
    yield from _faults(faults)


def _faults(faults: list[OSError]) -> Iterator[InputError]:
    while faults:
        fault = faults.pop(0)
        yield InputError(str(fault.filename), 0, f"folder not readable: {fault.strerror}")


def _is_document(path: str, suffixes: AbstractSet[str]) -> bool:
    suffix = _suffix(path)
    if (suffix or uncompressed_name(path) != path) and suffix not in suffixes:
        return False
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        return False  # a pipe or a socket would block
    return bool(suffix) or _looks_like_text(path)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - never raises, as Path.is_dir may


def _looks_like_text(path: str) -> bool:
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(_SNIFFED_BYTES)
    except OSError:
        return True  # let the reader say why it cannot be read
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as failure:
        return failure.start >= len(head) - 3  # only the last character is cut
    return b"\0" not in head
