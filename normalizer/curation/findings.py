"""What a curator should know before an edit is saved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a finding is about, the gravest first.

    `COLLISION`: a name that is added leads to another entity already. `AMBIGUITY`: a name that
    meant one entity would mean several. `NEAR_COLLISION`: a name that is added sounds like one of
    another entity. `TRAFFIC`: mentions that were met lately would be read otherwise.
    """

    COLLISION = "collision"
    AMBIGUITY = "ambiguity"
    NEAR_COLLISION = "near-collision"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know: what it is about, whom it concerns, and the same in words.

    `mentions` and `documents` count what was met lately; 0 where that is not recorded.
    """

    kind: FindingKind
    text: str
    entity_ids: tuple[str, ...]
    sentence: str
    mentions: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What edits would do at a revision; no findings when nothing stands against them."""

    findings: tuple[Finding, ...]
    revision: int
