"""What is recorded of mentions that were met, for whoever has asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MetMention:
    """A surface form that was resolved or annotated.

    `document` is a digest of the document's ID, `""` for a name that was asked for alone.
    `doubtful` says that it could not be resolved, or hardly; `entity_id` is then that of the
    best candidate or `""`. `kind` may be `""`; `snippet` is `""` where none is kept.
    """

    time: datetime
    document: str
    surface: str
    normal: str
    lang: str = ""
    script: str = ""
    kind: str = ""
    doubtful: bool = False
    entity_id: str = ""
    score: float = 0.0
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept: at most so many mentions, and none for longer than so many days."""

    max_mentions: int = 100_000
    max_days: int = 30


class MentionLog(Protocol):
    """A bounded record of mentions. Every method raises StoreError."""

    def add(self, mentions: list[MetMention], retention: Retention) -> None:
        """Record mentions, and remove what is too old or too much."""
        ...

    def met(self, *, doubtful_only: bool = False) -> list[MetMention]:
        """Return all mentions without their snippets, the oldest first."""
        ...

    def snippets(self, normals: list[str], each: int) -> dict[str, list[str]]:
        """Return the newest snippets of some normal forms, `each` at most, of unlike documents."""
        ...

    def forget(self, document: str = "", normal: str = "") -> int:
        """Remove the mentions of a document or a normal form, all without either; count them."""
        ...
