"""What a page's documents speak of: entities with their spellings and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from normalizer.cli.writers.page_text import style_of
from normalizer.types import Annotation, Decision

# The order of the groups, of the counts and of the legend.
STYLES = ("person", "place", "organisation", "ambiguous", "nil")


@dataclass
class Entry:
    """One entity, one set of candidates, or one unknown name.

    `spellings` has for each surface form the anchors of its mentions, in order.
    """

    anchor: str
    style: str
    name: str
    entity_ids: tuple[str, ...]
    spellings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def mentions(self) -> int:
        """Return how often it is mentioned."""
        return sum(map(len, self.spellings.values()))


class PageIndex:
    """Gathers the entries as documents pass, and numbers the mentions."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._mentions = 0

    def add(self, annotation: Annotation) -> tuple[str, str]:
        """Return (the mention's own anchor, its entry's anchor)."""
        self._mentions += 1
        own = f"m{self._mentions}"
        entry = self._entry(annotation)
        entry.spellings.setdefault(" ".join(annotation.surface.split()), []).append(own)
        return own, entry.anchor

    def group(self, style: str) -> list[Entry]:
        """Return the entries of a style, the most often mentioned first."""
        found = [entry for entry in self._entries.values() if entry.style == style]
        return sorted(found, key=lambda entry: (-entry.mentions, entry.name.casefold()))

    def mentions(self, style: str) -> int:
        """Return how many mentions have this style."""
        return sum(entry.mentions for entry in self.group(style))

    def groups(self) -> Iterator[tuple[str, list[Entry]]]:
        """Yield (style, entries) for each style that occurs, in the order of `STYLES`."""
        for style in STYLES:
            if entries := self.group(style):
                yield style, entries

    def _entry(self, annotation: Annotation) -> Entry:
        key = _key(annotation)
        if key not in self._entries:
            ids = key[1:] if annotation.decision is not Decision.NIL else ()
            anchor = f"e{len(self._entries) + 1}"
            self._entries[key] = Entry(anchor, style_of(annotation), _name(annotation), ids)
        return self._entries[key]


def _key(annotation: Annotation) -> tuple[str, ...]:
    if annotation.match:
        return ("match", annotation.match.entity_id)
    if annotation.decision is Decision.AMBIGUOUS:
        return ("ambiguous", *sorted(each.entity_id for each in annotation.candidates))
    return ("nil", " ".join(annotation.surface.split()))


def _name(annotation: Annotation) -> str:
    if annotation.match:
        return annotation.match.name
    if annotation.decision is Decision.AMBIGUOUS:
        return " or ".join(candidate.name for candidate in annotation.candidates)
    return " ".join(annotation.surface.split())
