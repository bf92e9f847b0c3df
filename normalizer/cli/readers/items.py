"""What readers are told: the files, how each is read, and which fields hold a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InputFormat(StrEnum):
    """How a file of documents is read."""

    AUTO = "auto"
    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"
    CSV = "csv"
    PARQUET = "parquet"


TABLES = frozenset({InputFormat.CSV, InputFormat.PARQUET})
"""Formats that hold documents only where somebody says so: most tables hold something else."""

RECORDS = TABLES | {InputFormat.JSONL}
"""Formats of many documents in named fields."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and how; the path `-` is standard input."""

    path: str
    format: InputFormat


@dataclass(frozen=True, slots=True)
class Fields:
    """Which members of a JSON line, or columns of a table, hold a document.

    `text` must be there. An empty `id` means: take `id` if it is there, else `PATH:LINE`; a
    name given here must be there. An empty `lang` means: take `lang` if it is there.
    """

    text: str = "text"
    id: str = ""
    lang: str = ""
