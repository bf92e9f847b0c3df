"""Parquet: a row a mention, with evidence and candidates as nested columns.

Needs the extra `parquet` (pyarrow). Rows are gathered into groups, so that memory is bounded.
"""

from __future__ import annotations

from typing import Any, BinaryIO

import pyarrow.parquet as pq

from normalizer.formats.arrow import MENTIONS, mention_table
from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import mention_records
from normalizer.types import AnnotatedDocument, Document

_ROWS_IN_GROUP = 20_000


class ParquetAnnotations:
    """Writes one file in the columns `MENTIONS` of `arrow.py`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._rows: list[dict[str, Any]] = []

    def begin(self) -> None:
        """Write the head of the file."""
        self._file = pq.ParquetWriter(self._out, MENTIONS, compression="zstd")

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Add the rows of one document."""
        self._rows += mention_records(annotated, source)
        if len(self._rows) >= _ROWS_IN_GROUP:
            self._write()

    def end(self) -> None:
        """Write the last group and the foot of the file."""
        if self._rows:
            self._write()
        self._file.close()

    def _write(self) -> None:
        self._file.write_table(mention_table(self._rows))
        self._rows = []
