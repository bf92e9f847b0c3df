"""The writer of each format. A format whose library is missing is refused by name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from normalizer.errors import InvalidOptionError
from normalizer.formats.names import Format, Medium
from normalizer.formats.protocol import AnnotationWriter

_WRITERS = {
    Format.JSONL: "json_lines:JsonAnnotations",
    Format.CSV: "csv_rows:CsvAnnotations",
    Format.JSONLD: "web_annotation:WebAnnotations",
    Format.IOB: "iob:IobAnnotations",
    Format.BRAT: "brat:BratAnnotations",
    Format.PARQUET: "parquet:ParquetAnnotations",
    Format.SPACY: "spacy_doc:SpacyAnnotations",
    Format.REWRITE: "rewrite:RewrittenLines",
}
# What some formats need: a package, and the extra that brings it.
_NEEDS = {Format.PARQUET: ("pyarrow", "parquet"), Format.SPACY: ("spacy", "spacy")}


def require(form: Format) -> None:
    """Raise InvalidOptionError, naming the extra to install, when a format's library is missing.

    The library is not loaded: whoever starts a long job wants to know at once.
    """
    package, extra = _NEEDS.get(form, ("", ""))
    if package and find_spec(package) is None:
        reason = f"{form.value} needs {package}: pip install 'namenorm[{extra}]'"
        raise InvalidOptionError("format", reason)


def annotation_writer(form: Format, out: TextIO | BinaryIO | Path) -> AnnotationWriter:
    """Return the writer of a format on a stream of its medium, or in an empty folder.

    Raises InvalidOptionError, naming the extra to install, when a library is missing.
    """
    require(form)
    module, name = _WRITERS[form].split(":")
    make: Any = getattr(import_module(f"normalizer.formats.{module}"), name)
    return cast(AnnotationWriter, make(out))


@contextmanager
def writer_at(form: Format, path: Path) -> Iterator[AnnotationWriter]:
    """Give the writer of a format over a file or a folder that exists, and close it."""
    if form.medium is Medium.FOLDER:
        yield annotation_writer(form, path)
        return
    with path.open("wb") as stream:
        if form.medium is Medium.BYTES:
            yield annotation_writer(form, stream)
            return
        with io.TextIOWrapper(
            stream, encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as text:
            yield annotation_writer(form, text)
