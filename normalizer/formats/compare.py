"""Two annotation runs side by side: which mentions came, went or changed.

Order of the steps: the documents of both runs are paired by ID as they come, so that runs over
the same input need memory for one document and not for all; within a document, mentions of the
same span are paired first, then what is left and overlaps; the rest came or went.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, zip_longest
from operator import attrgetter

# Smaller differences of a probability change nothing for anybody.
LEAST_SCORE_CHANGE = 0.01


@dataclass(frozen=True, slots=True)
class RunMention:
    """A mention as a run has it. `entities` has one ID for a match, several when ambiguous."""

    document: str
    start: int
    end: int
    surface: str
    decision: str
    entities: tuple[str, ...] = ()
    name: str = ""
    score: float | None = None


class Change(StrEnum):
    """What became of a mention."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A mention that is not the same in both runs.

    `what` names what changed: `span`, `decision`, `entity`, `score`; it is empty for a mention
    that one of the runs does not have.
    """

    before: RunMention | None
    after: RunMention | None
    what: tuple[str, ...] = ()

    @property
    def change(self) -> Change:
        """Return what became of the mention."""
        if self.before is None:
            return Change.ADDED
        return Change.REMOVED if self.after is None else Change.CHANGED

    @property
    def mention(self) -> RunMention:
        """Return the mention as it is now, or as it was when it is gone."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(slots=True)
class Totals:
    """How much was compared and how much differs, by change, by document and by entity."""

    documents: int = 0
    mentions_before: int = 0
    mentions_after: int = 0
    by_document: dict[str, Counter[Change]] = field(default_factory=dict)
    by_entity: dict[str, Counter[Change]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def count(self, difference: Difference) -> None:
        """Add one difference: an entity that loses a mention to another has it removed."""
        document, change = difference.mention.document, difference.change
        self.by_document.setdefault(document, Counter())[change] += 1
        before, after = _entities(difference.before), _entities(difference.after)
        self.names |= {**before, **after}
        for entity in before | after:
            came, went = entity not in before, entity not in after
            own = Change.ADDED if came else Change.REMOVED if went else Change.CHANGED
            self.by_entity.setdefault(entity, Counter())[own] += 1

    def number(self, change: Change) -> int:
        """Return how many mentions were added, removed or changed."""
        return sum(each[change] for each in self.by_document.values())


def _entities(mention: RunMention | None) -> dict[str, str]:
    """Return ID → name; the name of an ambiguous mention's candidates is not known."""
    if mention is None:
        return {}
    return dict.fromkeys(mention.entities, mention.name if len(mention.entities) == 1 else "")


def differences(
    before: Iterable[RunMention],
    after: Iterable[RunMention],
    totals: Totals,
    least_score_change: float = LEAST_SCORE_CHANGE,
) -> Iterator[Difference]:
    """Yield what differs, document by document, and count it in `totals`.

    The mentions of a document stand together in a run. Documents without mentions are not
    seen. A score that changes by less than `least_score_change` is the same.
    """
    for old, new in _paired(before, after):
        totals.documents += 1
        totals.mentions_before += len(old)
        totals.mentions_after += len(new)
        for difference in _of_document(old, new, least_score_change):
            totals.count(difference)
            yield difference


Mentions = Sequence[RunMention]


def _paired(
    before: Iterable[RunMention], after: Iterable[RunMention]
) -> Iterator[tuple[Mentions, Mentions]]:
    waiting: tuple[dict[str, deque[Mentions]], ...] = ({}, {})
    for both in zip_longest(_documents(before), _documents(after)):
        for side, mentions in enumerate(both):
            if mentions is None:
                continue
            document = mentions[0].document
            if partner := waiting[1 - side].get(document):
                other = partner.popleft()
                yield (mentions, other) if side == 0 else (other, mentions)
            else:
                waiting[side].setdefault(document, deque()).append(mentions)
    for left in waiting[0].values():
        yield from ((mentions, ()) for mentions in left)
    for right in waiting[1].values():
        yield from (((), mentions) for mentions in right)


def _documents(run: Iterable[RunMention]) -> Iterator[Mentions]:
    for _, mentions in groupby(run, attrgetter("document")):
        yield list(mentions)


def _of_document(old: Mentions, new: Mentions, least: float) -> list[Difference]:
    spans = {(each.start, each.end): each for each in new}
    pairs: list[tuple[RunMention | None, RunMention | None]] = []
    for mention in old:
        pairs.append((mention, spans.pop((mention.start, mention.end), None)))
    left = deque(sorted(spans.values(), key=attrgetter("start")))
    pairs = [(a, b or _overlapping(a, left)) for a, b in pairs]
    pairs += [(None, each) for each in left]
    found = [Difference(a, b, _what(a, b, least) if a and b else ()) for a, b in pairs]
    kept = [each for each in found if each.what or each.change is not Change.CHANGED]
    return sorted(kept, key=lambda each: (each.mention.start, each.mention.end))


def _overlapping(mention: RunMention | None, left: deque[RunMention]) -> RunMention | None:
    """Take the first of those that are left that overlaps with a mention."""
    for other in left:
        if mention and other.start < mention.end and mention.start < other.end:
            left.remove(other)
            return other
    return None


def _what(before: RunMention, after: RunMention, least: float) -> tuple[str, ...]:
    changed = {
        "span": (before.start, before.end) != (after.start, after.end),
        "decision": before.decision != after.decision,
        "entity": set(before.entities) != set(after.entities),
        "score": _differ(before.score, after.score, least),
    }
    return tuple(name for name, is_so in changed.items() if is_so)


def _differ(before: float | None, after: float | None, least: float) -> bool:
    if before is None or after is None:
        return before is not after
    return before != after and abs(before - after) >= least
