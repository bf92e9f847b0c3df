"""Where answers go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

import click

STDOUT = "-"
_TERMINATED = 128 + signal.SIGTERM


class OutputFormat(StrEnum):
    """How answers are written. AUTO asks `choose_format`."""

    AUTO = "auto"
    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


_BY_SUFFIX = {
    ".txt": OutputFormat.TEXT,
    ".jsonl": OutputFormat.JSONL,
    ".ndjson": OutputFormat.JSONL,
    ".csv": OutputFormat.CSV,
    ".html": OutputFormat.HTML,
    ".htm": OutputFormat.HTML,
}


def choose_format(asked: str, output: str) -> OutputFormat:
    """Return the format asked for; for `auto`, the one that fits where the output goes.

    A file is written as its suffix says; a terminal is written for people; else JSONL.
    """
    wanted = OutputFormat(asked)
    if wanted is not OutputFormat.AUTO:
        return wanted
    if output != STDOUT:
        return _BY_SUFFIX.get(Path(output).suffix.lower(), OutputFormat.JSONL)
    return OutputFormat.TEXT if sys.stdout.isatty() else OutputFormat.JSONL


@contextmanager
def open_output(output: str) -> Iterator[TextIO]:
    """Give the stream to write to; `-` is standard output.

    A file is written under a temporary name beside its own and renamed when all went well;
    after an error, an interrupt or SIGTERM nothing is left and an older file stays as it was.
    What exists and is not a regular file (a pipe, `/dev/null`) is written directly.
    """
    if output == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
    elif os.path.exists(output) and not os.path.isfile(output):  # noqa: PTH110, PTH113 - never raise
        with _direct(output) as stream:
            yield stream
    else:
        with _whole_or_nothing(Path(os.path.realpath(output))) as stream:
            yield stream


@contextmanager
def _direct(output: str) -> Iterator[TextIO]:
    if os.path.isdir(output):  # noqa: PTH112 - never raises
        raise click.BadParameter(f"{output} is a folder", param_hint="--output")
    with Path(output).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        yield out


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[TextIO]:
    temporary = _reserve(path)
    try:
        with (
            _stop_on_sigterm(),
            temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out,
        ):
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _reserve(path: Path) -> Path:
    """Return a new empty file beside `path`, with the rights that `path` would have."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as failure:
        reason = f"cannot write in {path.parent}: {failure.strerror}"
        raise click.BadParameter(reason, param_hint="--output") from None
    os.close(handle)
    mask = os.umask(0)
    os.umask(mask)
    with contextlib.suppress(OSError):  # some file systems know no rights
        Path(name).chmod(0o666 & ~mask)
    return Path(name)


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an exception while a file is half written."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(_TERMINATED)

    try:
        former = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: the caller's own business
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
