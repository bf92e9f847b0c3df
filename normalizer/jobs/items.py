"""What bulk work is made of: documents and names with their places."""

from __future__ import annotations

from dataclasses import dataclass

from normalizer.formats.source_map import SourceMap
from normalizer.types import Document


@dataclass(frozen=True, slots=True)
class SourcedDocument:
    """A document and where it stands; `line` is 0 when it is the whole file.

    `source` says where its text stands in the file, where that was asked for and is known.
    """

    document: Document
    path: str
    line: int = 0
    source: SourceMap | None = None


@dataclass(frozen=True, slots=True)
class SourcedName:
    """A name and where it stands; an argument of the command has the path `""`."""

    text: str
    path: str = ""
    line: int = 0
