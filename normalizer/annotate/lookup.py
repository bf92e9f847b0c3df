"""The entities that words of a document may mean, each distinct name looked up once.

Documents repeat their names, so answers are kept, over documents too. A name is judged beside
few entries: the nearest, in a script that is read as the name's own is, since every entity has
a name in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from normalizer.index.protocol import Entry
from normalizer.keys import fold
from normalizer.languages import primary
from normalizer.readings.table import has_readings
from normalizer.resolve import Resolver, without_titles
from normalizer.score import Hints
from normalizer.types import Candidate

_NEAR = 48
_JUDGED = 16
_KEPT = 65_536
_JUDGED_OF_ENTITY = 8


class Lookup:
    """Looks names up with one resolver; safe to share between threads."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._index = resolver, resolver.index
        self.name = lru_cache(maxsize=_KEPT)(self._name)
        self.of_entity = lru_cache(maxsize=_KEPT)(self._of_entity)

    def _name(self, name: tuple[str, ...], languages: tuple[str, ...]) -> tuple[Candidate, ...]:
        """Return the entities that a name may mean, likeliest first."""
        form = without_titles(name)
        found = {id(e): e for e in self._near(form)}
        return self._resolver.judge(form, found.values(), Hints(frozenset(), primary(languages)))

    def _near(self, name: tuple[str, ...]) -> Iterator[Entry]:
        exact = self._index.exact(" ".join(name)) or self._index.folded(" ".join(map(fold, name)))
        yield from exact
        judged = 0
        foreign = any(map(has_readings, name))
        for entry in () if exact else self._index.near(name, _NEAR):
            same_size = len(name) == 1 or len(entry.tokens) > 1
            if same_size and foreign >= has_readings(entry.tokens[0]):
                yield entry
                judged += 1
                if judged == _JUDGED:
                    return

    def _of_entity(
        self, name: tuple[str, ...], entity_id: str, languages: tuple[str, ...]
    ) -> tuple[Candidate, ...]:
        """Return one entity as the candidate for a name that it is known to bear."""
        entries = list(_likely(name, self._index.entries_of(entity_id)))
        return self._resolver.judge(name, entries, Hints(frozenset(), primary(languages)))


def _likely(name: tuple[str, ...], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries that are worth comparing with a name: of its length, and then others."""
    foreign = any(map(has_readings, name))
    size, folded = len(name), set(map(fold, name))
    ranked = sorted(
        (e for e in entries if foreign >= has_readings(e.tokens[0])),
        key=lambda e: (-len(folded.intersection(map(fold, e.tokens))), abs(len(e.tokens) - size)),
    )
    yield from ranked[:_JUDGED_OF_ENTITY]
