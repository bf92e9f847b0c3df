"""What `namenorm annotate` has written, read again: JSON lines, CSV, Parquet, or a job's folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalizer.cli.readers.csv_files import csv_records
from normalizer.cli.readers.jsonl import json_lines
from normalizer.cli.readers.packed import uncompressed_name
from normalizer.errors import InputError
from normalizer.formats.compare import RunMention

_COLUMNS = ("document", "start", "end", "surface", "decision")
_SHARDS = "part-*"
_DONE = "_SUCCESS"


@dataclass(slots=True)
class Run:
    """A run at a path; `offsets` and `revisions` are known once its mentions are read."""

    path: str
    offsets: set[str] = field(default_factory=set)
    revisions: set[str] = field(default_factory=set)

    def mentions(self) -> Iterator[RunMention]:
        """Yield the mentions in the order of the run.

        Raises InputError for a file that is no run, a job that is not done, and the first line
        that has no mention: half a run would differ for reasons of its own.
        """
        for path in _files(self.path):
            for line, record in _records(path):
                if isinstance(record, InputError):
                    raise record
                mention = _mention(record, path, line)
                self.offsets.add(str(record.get("offsets") or "codepoint"))
                self.revisions.add(str(record.get("revision") or ""))
                yield mention


def _files(path: str) -> list[str]:
    folder = Path(path)
    if not folder.is_dir():
        return [path]
    if not (folder / _DONE).exists():
        raise InputError(path, 0, f"no job that is done: {_DONE} is missing")
    return [str(each) for each in sorted(folder.glob(_SHARDS))]


def _records(path: str) -> Iterable[tuple[int, Mapping[str, Any] | InputError]]:
    suffix = Path(uncompressed_name(path)).suffix.lower()
    if suffix in (".csv", ".tsv"):
        return csv_records(path, _COLUMNS, 1 << 24)
    if suffix == ".parquet":
        return _parquet_records(path)
    return json_lines(path)


def _parquet_records(path: str) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    try:
        from normalizer.cli.readers.parquet_files import parquet_rows  # loads pyarrow
    except ModuleNotFoundError:
        reason = "reading Parquet needs pyarrow: pip install 'namenorm[parquet]'"
        return iter([(0, InputError(path, 0, reason))])
    return parquet_rows(path)


def _mention(record: Mapping[str, Any], path: str, line: int) -> RunMention:
    try:
        return RunMention(
            document=_text(record["document"]),
            start=int(record["start"]),
            end=int(record["end"]),
            surface=_text(record["surface"]),
            decision=_text(record["decision"]),
            entities=_entities(record),
            name=record.get("entity_name") or "",
            score=float(record["score"]) if record.get("score") not in (None, "") else None,
        )
    except (KeyError, TypeError, ValueError) as failure:
        missing = f"no {failure}" if isinstance(failure, KeyError) else str(failure)
        raise InputError(path, line, f"is no mention of an annotation run: {missing}") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _entities(record: Mapping[str, Any]) -> tuple[str, ...]:
    if record.get("entity_id"):
        return (_text(record["entity_id"]),)
    candidates = record.get("candidates") or ()
    if isinstance(candidates, str):  # CSV has the IDs in one cell
        return tuple(candidates.split())
    return tuple(_text(each["entity_id"]) for each in candidates)
