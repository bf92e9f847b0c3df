"""Parquet: one document a row, read group by group. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from normalizer.cli.readers.fields import document_of
from normalizer.cli.readers.files import STDIN, open_bytes, read_bytes
from normalizer.cli.readers.items import Fields
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument

_ROWS_AT_ONCE = 512


def read_parquet(path: str, fields: Fields) -> Iterator[SourcedDocument | InputError]:
    """Yield a document for each row, or what is wrong with it; `line` is the row, from 1."""
    try:
        with _opened(path) as file:
            for number, record in enumerate(_records(file, path, fields), 1):
                yield _document(record, path, number, fields)
    except InputError as failure:
        yield failure
    except (pa.ArrowException, OSError) as failure:
        yield _unreadable(path, failure)


def parquet_rows(path: str) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """Yield (row, from 1, and its cells by column); what is wrong with the file as row 0."""
    try:
        with _opened(path) as file:
            number = 0
            for batch in file.iter_batches(_ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except InputError as failure:
        yield 0, failure
    except (pa.ArrowException, OSError) as failure:
        yield 0, _unreadable(path, failure)


def _unreadable(path: str, failure: Exception) -> InputError:
    return InputError(path, 0, f"cannot be read as Parquet: {str(failure).splitlines()[0]}")


@contextmanager
def _opened(path: str) -> Iterator[pq.ParquetFile]:
    """Give the file; standard input, which cannot be sought in, is taken into memory."""
    if path == STDIN:
        yield pq.ParquetFile(io.BytesIO(read_bytes(path)))
    else:
        with open_bytes(path) as stream:
            yield pq.ParquetFile(stream)


def _records(file: pq.ParquetFile, path: str, fields: Fields) -> Iterator[dict[str, Any]]:
    known = file.schema_arrow.names
    wanted = [fields.text, fields.id or "id", fields.lang or "lang"]
    for name in (fields.text, fields.id, fields.lang):
        if name and name not in known:
            listed = ", ".join(known) or "none"
            raise InputError(path, 0, f"no column {name!r}; the columns are {listed}")
    columns = [name for name in dict.fromkeys(wanted) if name in known]
    for batch in file.iter_batches(_ROWS_AT_ONCE, columns=columns):
        yield from batch.to_pylist()


def _document(
    record: dict[str, Any], path: str, number: int, fields: Fields
) -> SourcedDocument | InputError:
    try:
        return SourcedDocument(document_of(record, path, number, fields), path, number)
    except InputError as failure:
        return failure
