"""The writer of annotations for each format, on standard output, a file or a folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

import click

from normalizer.cli.output import STDOUT, OutputFormat, open_folder, open_output, open_path
from normalizer.formats.names import Format, Medium
from normalizer.formats.opening import annotation_writer
from normalizer.types import OffsetUnit

if TYPE_CHECKING:
    from normalizer.engine import NameService
    from normalizer.formats.protocol import AnnotationWriter

ANNOTATION_FORMATS = tuple(form for form in OutputFormat if form is not OutputFormat.AUTO)

# These are for people, and belong to the command alone.
_OURS = (OutputFormat.TEXT, OutputFormat.HTML)


def unit_of(form: OutputFormat, asked: str, *, rewrite: bool) -> OffsetUnit:
    """Return the unit that the engine is to count in; a format may have one of its own."""
    if rewrite or form is OutputFormat.HTML:
        return OffsetUnit.CODEPOINT
    own = form is not OutputFormat.TEXT and Format(form).counts_code_points
    return OffsetUnit.CODEPOINT if own else OffsetUnit(asked)


@contextmanager
def open_writer(
    form: OutputFormat, output: str, engine: NameService, *, rewrite: bool = False
) -> Iterator[AnnotationWriter]:
    """Give the writer of a format; what it writes appears only when it is whole.

    Raises InvalidOptionError when the format's library is missing, and a usage error when the
    output cannot be of this format.
    """
    medium = Medium.TEXT if form in _OURS or rewrite else Format(form).medium
    if medium is Medium.FOLDER:
        with open_folder(output) as folder:
            yield annotation_writer(Format(form), folder)
    elif medium is Medium.BYTES:
        with _open_bytes(output) as stream:
            yield annotation_writer(Format(form), stream)
    else:
        with open_output(output) as out:
            yield _text_writer(form, out, engine, rewrite)


def _text_writer(
    form: OutputFormat, out: TextIO, engine: NameService, rewrite: bool
) -> AnnotationWriter:
    if rewrite:
        from normalizer.formats.rewrite import RewrittenLines, RewrittenTexts

        return RewrittenTexts(out) if form is OutputFormat.TEXT else RewrittenLines(out)
    if form is OutputFormat.TEXT:
        from normalizer.cli.writers.terminal import TerminalAnnotations  # loads rich

        return TerminalAnnotations(out)
    if form is OutputFormat.HTML:
        from normalizer.cli.writers.page import PageAnnotations

        return PageAnnotations(out, engine.entity)
    return annotation_writer(Format(form), out)


@contextmanager
def _open_bytes(output: str) -> Iterator[BinaryIO]:
    if output != STDOUT:
        with open_path(output) as path, path.open("wb") as stream:
            yield stream
        return
    if sys.stdout.isatty():
        raise click.UsageError("this format is not for a terminal: name a file with --output")
    with tempfile.TemporaryFile() as spool:  # some of these formats look back at what is written
        yield cast(BinaryIO, spool)
        spool.seek(0)
        shutil.copyfileobj(spool, sys.stdout.buffer)
        sys.stdout.buffer.flush()
