"""What readers yield: a document or a name with its place, or the InputError in its stead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from normalizer.types import Document


class InputFormat(StrEnum):
    """How a file of documents is read."""

    AUTO = "auto"
    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and how; the path `-` is standard input."""

    path: str
    format: InputFormat


@dataclass(frozen=True, slots=True)
class SourcedDocument:
    """A document and where it stands; `line` is 0 when it is the whole file."""

    document: Document
    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class SourcedName:
    """A name and where it stands; an argument of the command has the path `""`."""

    text: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class JsonFields:
    """Which members of a JSON line hold a document.

    `text` must be there. An empty `id` means: take `id` if it is there, else `PATH:LINE`; a
    name given here must be there. An empty `lang` means: take `lang` if it is there.
    """

    text: str = "text"
    id: str = ""
    lang: str = ""
