"""The index over an index file: what `MemoryIndex` answers, of arrays that processes share."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from normalizer.errors import SnapshotError
from normalizer.index.beginnings import beginning
from normalizer.index.meeting import Slot, fill, met
from normalizer.index.nearness import gains_of, gather, words_of
from normalizer.index.outline import (
    FAR_BELOW,
    POOL,
    Outline,
    outline_of,
    outlines_asked,
    ranked,
    worth_scoring,
)
from normalizer.index.protocol import Entry, Near
from normalizer.index.rarity import Scale
from normalizer.index.snapshot.build import bucket_of
from normalizer.index.snapshot.dictionary import NONE, Dictionary
from normalizer.index.snapshot.lexicon import FileLexicon
from normalizer.index.snapshot.lists import Lists
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.meeting import NativeMeeting
from normalizer.index.snapshot.nearness import NativeNearness
from normalizer.index.snapshot.paths import Paths, Run
from normalizer.index.snapshot.records import Records
from normalizer.index.state import engine_state
from normalizer.index.vocabulary import Level, reach


class Snapshot:
    """A `CandidateIndex` over an index file; safe to share between threads and processes.

    Whatever it tells by position counts entries in the order of entity IDs.
    """

    def __init__(self, path: Path) -> None:
        """Open an index file; raise SnapshotError when it is not sound or not for this engine."""
        self._file = file = opened(path)
        self.path, self.revision = path, file.header.revision
        self.kernel = file.kernel()
        self.words = Dictionary(file, "words", self.kernel.find if self.kernel else None)
        self.records = Records(file, self.words, self.kernel)
        self.lexicon = FileLexicon(file, self.words, self.kernel)
        self.scale = Scale(self.records.entities)
        self._paths = Paths(file, self.words, self.records.entry_at)
        self._tokens, self._folds = Lists(file, "tokens"), file.numbers("word.folds")
        self._exact, self._folded = Lists(file, "exact"), Lists(file, "folded")
        self._acronyms, self._by_acronym = (
            Dictionary(file, "acronyms"),
            Lists(file, "acronyms.lists"),
        )
        self._sizes = file.numbers("entry.sizes")
        self._native: NativeNearness | None = None
        self._meeting: NativeMeeting | None = None
        if self.kernel is not None:
            self._native = NativeNearness(self.kernel, self.lexicon, self.scale.log_entities)
            self._meeting = NativeMeeting(self.kernel, self._native)

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form."""
        return self._entries(self.exact_positions(normal))

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form."""
        return self._entries(self.folded_positions(folded))

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the entries of bodies whose name can have this acronym."""
        return self._entries(self.expansion_positions(acronym))

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Near]:
        """Return (rank, entry) of up to `limit` that share the likeliest tokens, best first."""
        return self.records.told(self.near_positions(tokens, limit))

    def met(self, slots: Sequence[Slot], as_one: str, limit: int) -> Sequence[Entry] | None:
        """Return the entries that have a word for each slot of a name; None for too many."""
        if self._meeting is not None:
            positions = self._meeting.positions(slots, as_one, limit)
        else:
            positions = self.met_in_python(slots, as_one, limit)
        return None if positions is None else self._entries(positions)

    def met_in_python(self, slots: Sequence[Slot], as_one: str, limit: int) -> list[int] | None:
        """Return the positions of the entries that `met` returns; the kernel's oracle."""
        found = met(*fill(slots, as_one, partial(reach, self.lexicon, self.scale)), self)
        return found if len(found) <= limit else None

    def rarity(self, token: str) -> float:
        """Return how telling a token is: 1 for one entity, falling with the log of their number."""
        return self.scale.rarity(self.lexicon.owners(token))

    def knows(self, token: str) -> bool:
        """Return whether a token in normal form is part of an alias."""
        return self.lexicon.owners(token) > 0

    def walk(self) -> Run:
        """Return the start of all token paths."""
        return self._paths.start()

    def entries_of(self, entity_id: str) -> Sequence[Entry]:
        """Return the entries of one entity; `()` for an unknown ID."""
        entity = self.records.find(entity_id)
        return () if entity == NONE else self._entries(self.records.entries_of(entity))

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries in the order of entity IDs."""
        return map(self.records.entry_at, range(self.records.entries))

    def beginning(self, prefixes: Iterable[str], limit: int) -> Sequence[Entry]:
        """Return entries with a token that begins so, in normal or folded form."""
        return self._entries(self.beginning_positions(prefixes, limit))

    def beginning_positions(self, prefixes: Iterable[str], limit: int) -> list[int]:
        """Return the positions of the entries with a token that begins so, in order."""
        found: dict[int, None] = {}
        for prefix in prefixes:
            for word in beginning(self.words, prefix):
                for token in (word.decode(), *self.lexicon.tokens_of(Level.FOLD, word.decode())):
                    found.update(dict.fromkeys(self.postings(token)))
                if len(found) >= limit:
                    break
        return sorted(found)[:limit]

    def states(self) -> Sequence[Entry]:
        """Return the entries of the entities that have an ISO 3166 code."""
        entities = self.records.states
        return [entry for at in entities for entry in self._entries(self.records.entries_of(at))]

    def exact_positions(self, normal: str) -> list[int]:
        """Return the positions of the entries of a normal form, in order."""
        if self.kernel and (found := self.kernel.matching(normal, False)) is not None:
            return found
        return self._matching(self._exact, normal, lambda word: word)

    def folded_positions(self, folded: str) -> list[int]:
        """Return the positions of the entries of a folded form, in order."""
        if self.kernel and (found := self.kernel.matching(folded, True)) is not None:
            return found
        return self._matching(self._folded, folded, self._folds.__getitem__)

    def expansion_positions(self, acronym: str) -> Sequence[int]:
        """Return the positions of the entries that can have an acronym, in order."""
        number = self._acronyms.find(acronym)
        return () if number == NONE else self._by_acronym[number].tolist()

    def postings(self, token: str) -> Sequence[int]:
        """Return the positions of the entries that have a token; `()` for none."""
        return self.lexicon.postings(token)

    def near_positions(self, tokens: Sequence[str], limit: int) -> list[tuple[float, int, str]]:
        """Return (rank, position, entity ID) of what `near` tells."""
        if self._native:
            return self._native.ranked(tokens, limit, FAR_BELOW)
        found = self._ranked_in_python(tokens)[:limit]
        kept = found[: worth_scoring([rank for rank, _ in found])]
        id_at, owners = self.records.id_at, self.records.owners
        return [(rank, at, id_at(owners[at])) for rank, at in kept]

    def tokens_at(self, position: int) -> Sequence[str]:
        """Return the tokens of an entry."""
        return self.records.tokens_of(position)

    def size(self, position: int) -> float:
        """Return how telling the tokens of an entry are together."""
        return self.scale.weight(*self.levels(position))

    def levels(self, position: int) -> tuple[int, int]:
        """Return how many tokens an entry has, and what their levels add up to."""
        return divmod(self._sizes[position], 1 << 16)

    def outline(self, position: int) -> Outline:
        """Return the outline of an entry's folded form."""
        forms = [self._folds[word] for word in self._tokens[position]]
        return outline_of([self.words.string(form) for form in forms if form != NONE])

    def _ranked_in_python(self, tokens: Sequence[str]) -> list[tuple[float, int]]:
        """Return (rank, position) of the nearest; what the kernel does, and its oracle."""
        reached = (
            reach(self.lexicon, self.scale, word, word in tokens) for word in words_of(tokens)
        )
        gains = [gains_of(each, self.rarity) for each in reached]
        pool = gather(gains, self, len(tokens), POOL)
        return ranked(pool, outlines_asked(tokens), self.outline)

    def _entries(self, positions: Iterable[int]) -> list[Entry]:
        return [self.records.entry_at(position) for position in positions]

    def _matching(self, lists: Lists, form: str, folded: Callable[[int], int]) -> list[int]:
        """Return what the kernel's `matching` does: entries whose words are just these."""
        numbers = array("I", map(self.words.find, form.split(" ")))
        if NONE in numbers:
            return []
        wanted = numbers.tolist()
        bucket = lists[bucket_of(numbers, len(lists))]
        return [at for at in bucket if [folded(word) for word in self._tokens[at]] == wanted]


def opened(path: Path, always_verify: bool = False) -> MappedFile:
    """Return an index file that this engine can answer from; raise SnapshotError."""
    file = MappedFile(path, always_verify)
    if file.header.state != engine_state():
        made = f"was built by engine {file.header.engine} with other linguistic tables"
        raise SnapshotError(str(path), f"{made}: build it again")
    return file
