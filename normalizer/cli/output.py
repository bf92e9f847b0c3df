"""Where answers go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn, TextIO

import click

from normalizer.formats.files import whole_file, whole_folder

STDOUT = "-"
_TERMINATED = 128 + signal.SIGTERM


class OutputFormat(StrEnum):
    """How answers are written. AUTO asks `choose_format`."""

    AUTO = "auto"
    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    JSONLD = "jsonld"
    IOB = "iob"
    BRAT = "brat"
    PARQUET = "parquet"
    SPACY = "spacy"


_BY_SUFFIX = {
    ".txt": OutputFormat.TEXT,
    ".jsonl": OutputFormat.JSONL,
    ".ndjson": OutputFormat.JSONL,
    ".csv": OutputFormat.CSV,
    ".html": OutputFormat.HTML,
    ".htm": OutputFormat.HTML,
    ".jsonld": OutputFormat.JSONLD,
    ".iob": OutputFormat.IOB,
    ".conll": OutputFormat.IOB,
    ".parquet": OutputFormat.PARQUET,
    ".spacy": OutputFormat.SPACY,
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
        return
    with open_path(output) as path, path.open("wb") as stream, _text(stream) as out:
        yield out


@contextmanager
def open_path(output: str) -> Iterator[Path]:
    """Give the path of a file to write that becomes `output`, on the same terms."""
    if os.path.isdir(output):  # noqa: PTH112 - never raises
        raise click.BadParameter(f"{output} is a folder", param_hint="--output")
    if os.path.exists(output) and not os.path.isfile(output):  # noqa: PTH110, PTH113 - never raise
        yield Path(output)
        return
    with _whole(whole_file(Path(os.path.realpath(output)))) as path:
        yield path


@contextmanager
def open_folder(output: str) -> Iterator[Path]:
    """Give the path of an empty folder to fill that becomes `output`, on the same terms.

    A usage error when `output` is a file or a folder that is not empty.
    """
    if output == STDOUT:
        raise click.UsageError("this format is a folder of files: name it with --output")
    with _whole(whole_folder(Path(os.path.realpath(output)))) as path:
        yield path


@contextmanager
def _whole(place: AbstractContextManager[Path]) -> Iterator[Path]:
    with ExitStack() as stack:
        stack.enter_context(stop_on_sigterm())
        try:
            path = stack.enter_context(place)
        except FileExistsError as failure:
            reason = f"{failure.filename} {failure.strerror}"
            raise click.BadParameter(reason, param_hint="--output") from None
        except OSError as failure:
            folder = Path(str(failure.filename)).parent
            reason = f"cannot write in {folder}: {failure.strerror}"
            raise click.BadParameter(reason, param_hint="--output") from None
        yield path


def _text(stream: BinaryIO) -> TextIO:
    return io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def stop_on_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an exception while something is half written."""

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
