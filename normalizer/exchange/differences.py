"""What a file would change: one difference for each entity and alias that it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from normalizer.exchange.records import Facts, Key, Spelling


class Verdict(StrEnum):
    """How a row of a file stands to the table.

    ADDED is new; PRESENT is there already; CHANGED is there with other values; REMOVED is there
    and not in the files; COLLIDES is new and leads to another entity too; PROPOSED looks like an
    entity that is there; UNKNOWN is the name of an entity that neither the table nor the file
    has; SKIPPED says nothing that the table keeps; MALFORMED cannot be read.
    """

    ADDED = "added"
    PRESENT = "present"
    CHANGED = "changed"
    REMOVED = "removed"
    COLLIDES = "collides"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    MALFORMED = "malformed"


_NO_KEY = Key("", "")


class About(StrEnum):
    """What a difference is about."""

    ENTITY = "entity"
    ALIAS = "alias"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the diff.

    `handle` is the entity's ID, or for one that is new and gets its ID from the store `+` and
    its key. `others` are (the first of) the entities that a collision
    or proposal speaks of. `held` says
    that the policy keeps the row from being applied. What would be written is `facts` for a
    new entity, `values` (field → value, `xrefs.SCHEME` → identifier) for a changed one, and
    `spelling` for an alias.
    """

    verdict: Verdict
    about: About
    path: str
    line: int
    key: Key = _NO_KEY
    handle: str = ""
    name: str = ""
    reason: str = ""
    others: tuple[str, ...] = ()
    held: bool = False
    facts: Facts | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    spelling: Spelling | None = None

    @property
    def entity_id(self) -> str:
        """Return the ID of the entity, `""` while it has none."""
        return "" if self.handle.startswith("+") else self.handle

    @property
    def is_edit(self) -> bool:
        """Return whether an import that is applied writes something for this row."""
        return not self.held and self.verdict in _EDITS

    def in_words(self) -> str:
        """Return one sentence for a person."""
        subject = f" “{self.name}”" if self.name else f" {self.key}" if self.key.value else ""
        whose = f" of {self.entity_id or self.key}" if self.about is About.ALIAS else ""
        held = ", held back" if self.held else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.about}{subject}{whose} {_WORDS[self.verdict]}{held}{reason}"


_EDITS = frozenset({Verdict.ADDED, Verdict.CHANGED, Verdict.REMOVED, Verdict.COLLIDES})
_WORDS = {
    Verdict.ADDED: "is new",
    Verdict.PRESENT: "is there already",
    Verdict.CHANGED: "differs",
    Verdict.REMOVED: "is gone",
    Verdict.COLLIDES: "collides",
    Verdict.PROPOSED: "looks like one that is there",
    Verdict.UNKNOWN: "belongs to nobody known",
    Verdict.SKIPPED: "is passed over",
    Verdict.MALFORMED: "is malformed",
}


class Tally:
    """How many differences there are of each verdict, about entities, aliases and lines."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[About, Verdict]] = Counter()
        self.held = 0

    def add(self, difference: Difference) -> None:
        """Count one difference; what is new and held back is not counted as added."""
        self.held += difference.held
        if not (difference.held and difference.verdict is Verdict.ADDED):
            self.counts[difference.about, difference.verdict] += 1

    @property
    def malformed(self) -> int:
        """Return how many lines cannot be taken."""
        return self.counts[About.LINE, Verdict.MALFORMED]

    def in_words(self) -> str:
        """Return one sentence: what is new, what is there, and so on; "nothing" for no rows."""
        parts = [
            f"{self.counts[about, verdict]:,} {_plural(about, self.counts[about, verdict])} "
            f"{verdict}"
            for verdict in Verdict
            for about in About
            if self.counts[about, verdict]
        ]
        held = [f"{self.held:,} held back"] if self.held else []
        return ", ".join([*parts, *held]) or "nothing"


def _plural(about: About, number: int) -> str:
    if number == 1:
        return about.value
    return {About.ENTITY: "entities", About.ALIAS: "aliases", About.LINE: "lines"}[about]


def tally_of(differences: Iterable[Difference]) -> Tally:
    """Return the tally of some differences."""
    found = Tally()
    for difference in differences:
        found.add(difference)
    return found
