"""Enumerations of the domain ↔ those of the contract, whose names agree but for a prefix."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from normalizer.types import AliasKind, Decision, Kind, OffsetUnit, Stage
from normalizer.v1 import types_pb2

Member = TypeVar("Member", bound=StrEnum)


class Pairs(Generic[Member]):
    """The members of an enumeration of ours beside the numbers of the contract's."""

    def __init__(self, ours: type[Member], theirs: Any, prefix: str) -> None:
        self.number = {member: theirs.Value(f"{prefix}_{member.name}") for member in ours}
        self.member = {number: member for member, number in self.number.items()}


KINDS = Pairs(Kind, types_pb2.Kind, "KIND")
DECISIONS = Pairs(Decision, types_pb2.Decision, "DECISION")
ALIAS_KINDS = Pairs(AliasKind, types_pb2.AliasKind, "ALIAS_KIND")
STAGES = Pairs(Stage, types_pb2.Stage, "STAGE")
OFFSET_UNITS = Pairs(OffsetUnit, types_pb2.OffsetUnit, "OFFSET_UNIT")
