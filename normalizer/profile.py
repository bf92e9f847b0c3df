"""What words stand for an entity beside its names: its description, its country's names."""

from __future__ import annotations

from functools import cached_property

from normalizer.index.protocol import COUNTRY_CODE, CandidateIndex
from normalizer.keys import fold
from normalizer.remembering import remembered
from normalizer.text import tokenise
from normalizer.types import Entity

_MIN_LENGTH = 4
_KEPT = 16_384


class Profiles:
    """Words that speak for an entity when they stand near its name."""

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self._profile = remembered(_KEPT, self._words_of)

    def agrees(self, entity: Entity, words: frozenset[str]) -> bool:
        """Return whether folded `words` hold one that speaks for the entity; False for none."""
        return bool(words) and not words.isdisjoint(
            self._profile(entity.description, entity.country)
        )

    def _words_of(self, description: str, country: str) -> frozenset[str]:
        own = {fold(token.text) for token in tokenise(description)}
        found = frozenset(w for w in own if len(w) >= _MIN_LENGTH)
        return found | self._countries.get(country, frozenset())

    @cached_property
    def _countries(self) -> dict[str, frozenset[str]]:
        """Return the folded one-word names of each country, by ISO 3166-1 code."""
        names: dict[str, set[str]] = {}
        for entry in self._index.states():
            code = entry.entity.xrefs[COUNTRY_CODE]
            if code and len(entry.tokens) == 1 and len(entry.tokens[0]) >= _MIN_LENGTH:
                names.setdefault(code, set()).add(fold(entry.tokens[0]))
        return {code: frozenset(found) for code, found in names.items()}
