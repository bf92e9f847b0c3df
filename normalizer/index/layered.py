"""An index file and the edits that came after it, as one index.

Edits are the whole new state of each changed entity. Of the file, the entries of these
entities are left out; their new entries stand in a small index in memory. Answers are those of
a file built anew from the edited table: what is found on both sides is put in the order of
entity IDs, and what is counted (who has a token, how many entities there are) is counted over
both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from normalizer.index.meeting import Slot, fill, met
from normalizer.index.nearness import Gains, gains_of, gather, joined, words_of
from normalizer.index.outline import POOL, Outline, fit, outlines_asked, worth_scoring
from normalizer.index.overlay import Edits, Overlay
from normalizer.index.paths import Path
from normalizer.index.protocol import Entry, Near
from normalizer.index.snapshot.dictionary import NONE
from normalizer.index.snapshot.paths import Run
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.vocabulary import Level, reach
from normalizer.remembering import remembered

_KEPT_REACHES = 2_048
_REACHED = struct.Struct("<IId")  # what the kernel holds of a token that is reached


class LayeredIndex:
    """A `CandidateIndex` of an index file with edits laid over it; safe between threads.

    It is immutable: further edits make another one over the same file. Building it takes a time
    that grows with the edits alone.
    """

    def __init__(self, base: Snapshot, edits: Edits, revision: str) -> None:
        """Lay edits over a file; `revision` is that of the edited table."""
        self.base, self.edits, self.revision = base, dict(edits), revision
        self.overlay = Overlay(base, self.edits, revision)
        self._added = self.overlay.added
        self._old, self._new = _OldShelf(base, self.overlay), _NewShelf(self.overlay)
        self._reach = remembered(_KEPT_REACHES, self._reached)

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form."""
        return self._both(self.base.exact_positions(normal), self._added.exact(normal))

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form."""
        return self._both(self.base.folded_positions(folded), self._added.folded(folded))

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the entries of bodies whose name can have this acronym."""
        return self._both(self.base.expansion_positions(acronym), self._added.expansions(acronym))

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Near]:
        """Return (rank, entry) of up to `limit` that share the likeliest tokens, best first."""
        gains = [
            gains_of(self._reach(word, word in tokens), self.rarity) for word in words_of(tokens)
        ]
        size, records = len(tokens), self.base.records
        old, new = self._old.nearest(gains, size), gather(gains, self._new, size, POOL)
        pool = merge(
            ((-nearness, records.id_at(records.owners[at]), at, False) for nearness, at in old),
            ((-nearness, self._added.entry_at(at).entity.id, at, True) for nearness, at in new),
        )
        names = outlines_asked(tokens)
        found = sorted(
            (-fit(-nearness, names, self._outline(at, is_new)), entity_id, at, is_new)
            for nearness, entity_id, at, is_new in islice(pool, POOL)
        )
        sides = records.entry_at, self._added.entry_at
        kept = worth_scoring([-rank for rank, *_ in found[:limit]])
        return [(-rank, sides[is_new](at)) for rank, _, at, is_new in found[:kept]]

    def met(self, slots: Sequence[Slot], as_one: str, limit: int) -> Sequence[Entry] | None:
        """Return the entries that have a word for each slot of a name; None for too many."""
        asked = fill(slots, as_one, self._reach)
        old, new = met(*asked, self._old), met(*asked, self._added)
        if len(old) + len(new) > limit:
            return None
        old_entries = list(map(self.base.records.entry_at, old))
        return _in_order(old_entries, list(map(self._added.entry_at, new)))

    def _reached(self, word: str, is_token: bool) -> Mapping[str, float]:
        return reach(self, self.overlay.scale, word, is_token)

    def _outline(self, position: int, is_new: bool) -> Outline:
        return (self._added if is_new else self.base).outline(position)

    def rarity(self, token: str) -> float:
        """Return how telling a token is: 1 for one entity, falling with the log of their number."""
        return self.overlay.scale.rarity(self.overlay.owners(token))

    def knows(self, token: str) -> bool:
        """Return whether a token in normal form is part of an alias."""
        return self.overlay.owners(token) > 0

    def walk(self) -> LayeredWalk:
        """Return the start of all token paths."""
        return LayeredWalk(self, self.base.walk(), self._added.walk())

    def entries_of(self, entity_id: str) -> Sequence[Entry]:
        """Return the entries of one entity; `()` for an unknown ID."""
        side = self._added if entity_id in self.edits else self.base
        return side.entries_of(entity_id)

    def beginning(self, prefixes: Iterable[str], limit: int) -> Sequence[Entry]:
        """Return entries with a token that begins so, in normal or folded form."""
        asked = tuple(prefixes)
        old = self.base.beginning_positions(asked, limit)
        return self._both(old, self._added.beginning(asked, limit))[:limit]

    def states(self) -> Sequence[Entry]:
        """Return the entries of the entities that have an ISO 3166 code."""
        old = [entry for entry in self.base.states() if entry.entity_id not in self.edits]
        return _in_order(old, self._added.states())

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries in the order of entity IDs."""
        entry_at, is_live = self.base.records.entry_at, self.overlay.is_live
        old = (entry_at(at) for at in range(self.base.records.entries) if is_live(at))
        return merge(old, self._added, key=_id_of)

    def tokens_of(self, level: Level, key: str) -> list[str]:
        """Return the tokens that have a key; `()` for none."""
        found = dict.fromkeys(self.base.lexicon.tokens_of(level, key))
        for token in self.overlay.lost.intersection(found) if self.overlay.lost else ():
            del found[token]
        return [*found, *(t for t in self._added.tokens_of(level, key) if t not in found)]

    def misspelt(self, folded: str, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` folded forms spelt nearly so, with their likeness, best first."""
        old = self.base.lexicon.misspelt(folded, limit + self.overlay.may_lack)
        found = dict(self._added.misspelt(folded, limit))
        found.update(pair for pair in old if self._is_spelt(pair[0]))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _is_spelt(self, form: str) -> bool:
        """Return whether an entry of the file that stands has a token of this folded form."""
        if form not in self.overlay.forms_left:
            return True
        entry_at = self.base.records.entry_at
        return any(
            token in entry_at(at).tokens
            for token in self.base.lexicon.tokens_of(Level.FOLD, form)
            for at in self.overlay.live(self.base.postings(token))
        )

    def _both(self, old: Sequence[int], new: Sequence[Entry]) -> Sequence[Entry]:
        entries = [self.base.records.entry_at(at) for at in self.overlay.live(old)]
        return _in_order(entries, new)


class LayeredWalk:
    """A step along the token paths of the file and of the edits at once."""

    __slots__ = ("_index", "_new", "_old")

    def __init__(self, index: LayeredIndex, old: Run | None, new: Path | None) -> None:
        self._index, self._old, self._new = index, old, new

    def step(self, token: str) -> LayeredWalk | None:
        """Return the walk after one more token, None where no alias that stands goes on so."""
        old = self._old.step(token) if self._old else None
        if old and not any(map(self._index.overlay.is_live, old.positions())):
            old = None
        new = self._new.step(token) if self._new else None
        return LayeredWalk(self._index, old, new) if old or new else None

    def entries(self) -> Sequence[Entry]:
        """Return the entries whose last token this is."""
        old = self._index.overlay.live(self._old.ending()) if self._old else []
        entry_at = self._index.base.records.entry_at
        return _in_order([entry_at(at) for at in old], self._new.entries() if self._new else ())


class _OldShelf:
    """The entries of the file that still stand."""

    def __init__(self, base: Snapshot, overlay: Overlay) -> None:
        self._base, self._overlay = base, overlay
        self.size = overlay.size
        self.tokens_at = base.tokens_at
        self._shifted = _Shifted(base, overlay)

    def postings(self, token: str) -> Sequence[int]:
        return self._overlay.live(self._base.postings(token))

    def nearest(self, gains: Sequence[Gains], length: int) -> list[tuple[float, int]]:
        """Return the nearest of the pool: by the kernel, but for entries whose size has changed.

        The kernel knows sizes as they are in the file. So those entries are gathered here, and
        with those that are gone are left out of its answer, which is longer by their number.
        """
        kernel, overlay = self._base.kernel, self._overlay
        if kernel is None:
            return gather(gains, self, length, POOL)
        reaches = tuple(map(self._packed, gains))
        more = POOL + overlay.gone_entries + len(overlay.shifts)
        found = kernel.near(reaches, (), length, more, more, overlay.scale.log_entities, 0.0)
        near = ((nearness, at) for nearness, at, _ in found)
        kept = [hit for hit in near if hit[1] not in overlay.shifts and overlay.is_live(hit[1])]
        kept += gather(gains, self._shifted, length, POOL)
        return sorted(kept, key=lambda hit: (-hit[0], hit[1]))[:POOL]

    def _packed(self, gains: Gains) -> bytes:
        """Return gains as the kernel takes them; tokens that the file lacks are left out."""
        numbers = ((self._base.words.find(token), gain) for token, gain in gains)
        return b"".join(_REACHED.pack(word, 0, gain) for word, gain in numbers if word != NONE)


class _Shifted:
    """The entries of the file that still stand and whose size has changed."""

    def __init__(self, base: Snapshot, overlay: Overlay) -> None:
        self.size = overlay.size
        self._by_token: dict[str, list[int]] = {}
        for position in sorted(filter(overlay.is_live, overlay.shifts)):
            tokens = base.records.entry_at(position).tokens
            for token in dict.fromkeys((*tokens, *joined(tokens))):
                self._by_token.setdefault(token, []).append(position)

    def postings(self, token: str) -> Sequence[int]:
        return self._by_token.get(token, ())


class _NewShelf:
    """The entries of the edits."""

    def __init__(self, overlay: Overlay) -> None:
        self.postings = overlay.added.postings
        self.size = overlay.added_size


def _in_order(old: Sequence[Entry], new: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries of both sides by entity ID; no entity has entries on both."""
    if not new or not old:
        return old or new
    return list(merge(old, new, key=_id_of))


def _id_of(entry: Entry) -> str:
    return entry.entity_id
