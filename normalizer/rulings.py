"""What curators have ruled that is no row of the table: who is never meant, what is no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class RulingKind(StrEnum):
    """What a ruling says.

    `NEVER`: the surface form never means the entity. `APART`: two entities are not one.
    `NOT_A_NAME`: the surface form names nobody. `SKIPPED`: the inbox need not ask about the
    surface form until it has been seen more often than `right` times.
    """

    NEVER = "never"
    APART = "apart"
    NOT_A_NAME = "not-a-name"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class Ruling:
    """One ruling: `left` is a surface form in normal form, or the lesser ID of `APART`.

    `right` is the entity of `NEVER`, the greater ID of `APART`, the number of mentions that
    `SKIPPED` was decided on, `""` for `NOT_A_NAME`.
    """

    kind: RulingKind
    left: str
    right: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(left=self.left, right=self.right)


_SENTENCES = {
    RulingKind.NEVER: "“{left}” never means {right}",
    RulingKind.APART: "{left} and {right} are not one",
    RulingKind.NOT_A_NAME: "“{left}” is not a name",
    RulingKind.SKIPPED: "“{left}” was skipped at {right} mentions",
}


class Rulings:
    """The rulings in force at one revision, immutable and quick to ask."""

    __slots__ = ("_all", "_never", "_not_names")

    def __init__(self, rulings: Iterable[Ruling] = ()) -> None:
        self._all = frozenset(rulings)
        self._never = frozenset((r.left, r.right) for r in self._all if r.kind is RulingKind.NEVER)
        self._not_names = frozenset(r.left for r in self._all if r.kind is RulingKind.NOT_A_NAME)

    def __bool__(self) -> bool:
        return bool(self._never or self._not_names)

    def __iter__(self) -> Iterator[Ruling]:
        return iter(sorted(self._all))

    def __contains__(self, ruling: Ruling) -> bool:
        return ruling in self._all

    def may_mean(self, normal: str, entity_id: str) -> bool:
        """Return whether a surface form in normal form may mean an entity."""
        return (normal, entity_id) not in self._never

    def may_be_name(self, normal: str) -> bool:
        """Return whether a surface form in normal form may be a name at all."""
        return normal not in self._not_names


NO_RULINGS = Rulings()
