"""CSV: a header, then one row a mention or a name; what is absent is an empty cell.

Nested members are flattened: the evidence is its sentence, candidates are their IDs parted
by a space, best first.
"""

from __future__ import annotations

import csv
from typing import Any, TextIO

from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import (
    candidate_ids,
    mention_records,
    resolution_record,
)
from normalizer.types import AnnotatedDocument, Document, Resolution

MENTION_COLUMNS = (
    "document",
    "start",
    "end",
    "offsets",
    "surface",
    "kind",
    "decision",
    "entity_id",
    "entity_name",
    "score",
    "candidates",
    "evidence",
    "revision",
    "source_start",
    "source_end",
)
RESOLUTION_COLUMNS = (
    "query",
    "decision",
    "entity_id",
    "entity_name",
    "kind",
    "score",
    "candidates",
    "evidence",
    "revision",
    "error",
)


def csv_writer(out: TextIO, columns: tuple[str, ...]) -> csv.DictWriter[str]:
    """Return a writer of rows with LF line ends, as every other output of ours has."""
    return csv.DictWriter(out, columns, restval="", lineterminator="\n")


class CsvAnnotations:
    """One row a mention."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._rows = out, csv_writer(out, MENTION_COLUMNS)

    def begin(self) -> None:
        """Write the header."""
        self._rows.writeheader()

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write one row for each mention."""
        for record in mention_records(annotated, source):
            candidates = record.get("candidates", ())
            record["candidates"] = " ".join(each["entity_id"] for each in candidates)
            self._rows.writerow(_flat(record))
        self._out.flush()

    def end(self) -> None:
        """Write nothing."""


class CsvResolutions:
    """One row a name."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._rows = out, csv_writer(out, RESOLUTION_COLUMNS)

    def begin(self) -> None:
        """Write the header."""
        self._rows.writeheader()

    def answer(self, resolution: Resolution) -> None:
        """Write the row of one answer."""
        record = resolution_record(resolution)
        record["candidates"] = candidate_ids(resolution.candidates)
        self._rows.writerow(_flat(record))
        self._out.flush()

    def failure(self, query: str | None, reason: str) -> None:
        """Write the row of one name that got no answer."""
        self._rows.writerow({"query": query or "", "error": reason})
        self._out.flush()

    def end(self) -> None:
        """Write nothing."""


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    evidence = record["evidence"]
    return {**record, "evidence": evidence["words"] if evidence else ""}
