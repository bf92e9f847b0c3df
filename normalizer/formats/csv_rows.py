"""CSV: a header, then one row a mention or a name; what is absent is an empty cell.

Nested members are flattened: the evidence is its sentence, candidates are their IDs parted
by a space, best first.
"""

from __future__ import annotations

import csv
from typing import Any, TextIO

from normalizer.formats.records import (
    candidate_ids,
    mention_record,
    resolution_record,
)
from normalizer.types import AnnotatedDocument, Annotation, Decision, Document, Resolution

MENTION_COLUMNS = (
    "document",
    "start",
    "end",
    "surface",
    "kind",
    "decision",
    "entity_id",
    "entity_name",
    "score",
    "candidates",
    "evidence",
    "revision",
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

    def document(self, document: Document, annotated: AnnotatedDocument) -> None:
        """Write one row for each mention."""
        for annotation in annotated.annotations:
            record = mention_record(annotated.id, annotation, annotated.revision)
            record["candidates"] = _ambiguous_ids(annotation)
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


def _ambiguous_ids(annotation: Annotation) -> str:
    ambiguous = annotation.decision is Decision.AMBIGUOUS
    return candidate_ids(annotation.candidates) if ambiguous else ""


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    evidence = record["evidence"]
    return {**record, "evidence": evidence["words"] if evidence else ""}
