"""The plain recipes that stand beside us: each a few lines that anyone would write first.

All take the longest name at each place, over words, and the entity that has it oftenest.

- `exact`: the name as it is written in the table;
- `folded`: casefolded and through unidecode on both sides;
- `guarded`: folded, and the first word of the span has a capital where the name has one;
- `fuzzy 85`: guarded, and then capitalised spans of up to four words by the ratio of the folded
  strings, at least 85, to names that open with the same letter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from unidecode import unidecode

from normalizer.types import Document
from tests.bench.annotation_links import Link
from tests.bench.annotation_sets import Table

RECIPES = ("exact", "folded", "guarded", "fuzzy 85")
_WORD = re.compile(r"\w+")
_MAX_WORDS = 12
_FUZZY_WORDS = 4
_CUT = 85
_MIN_FUZZY = 4

Span = tuple[int, int]


class Recipe:
    """One recipe over one table."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self._key: Callable[[str], str] = str if name == "exact" else _folded
        self._guards = name in ("guarded", "fuzzy 85")
        self._owner: dict[str, str] = {}
        self._capital: set[str] = set()
        self._by_initial: defaultdict[str, list[str]] = defaultdict(list)
        self._fuzzy = lru_cache(maxsize=None)(self._nearest)
        self._learn(table)

    def _learn(self, table: Table) -> None:
        counts: dict[str, dict[str, int]] = {}
        for alias in table.store.aliases():
            key = self._key(" ".join(_WORD.findall(alias.text)))
            entity = table.entity_of[alias.entity_id]
            have = table.owners.get(alias.text.casefold(), {}).get(entity, 1)
            counts.setdefault(key, defaultdict(int))[entity] += have
            if alias.text[:1].isupper():
                self._capital.add(key)
        for key, owners in counts.items():
            self._owner[key] = max(owners, key=lambda entity: (owners[entity], entity))
            self._by_initial[key[:1]].append(key)

    def annotate(self, document: Document) -> Iterator[Link]:
        """Yield the links of a document, from left to right."""
        spans = [found.span() for found in _WORD.finditer(document.text)]
        words = [document.text[start:end] for start, end in spans]
        at = 0
        while at < len(words):
            size, entity, rule = self._at(words, at)
            if entity:
                start, end = spans[at][0], spans[at + size - 1][1]
                yield Link(document.id, start, end, document.text[start:end], entity, rule)
            at += max(size, 1)

    def _at(self, words: Sequence[str], at: int) -> tuple[int, str, str]:
        for size in range(min(_MAX_WORDS, len(words) - at), 0, -1):
            key = self._key(" ".join(words[at : at + size]))
            if key in self._owner and self._allowed(words[at], key):
                return size, self._owner[key], self.name
        if self.name == "fuzzy 85" and words[at][0].isupper():
            for size in range(min(_FUZZY_WORDS, len(words) - at), 0, -1):
                if all(word[0].isupper() for word in words[at : at + size]):
                    near = self._fuzzy(_folded(" ".join(words[at : at + size])))
                    if near:
                        return size, self._owner[near], "fuzzy"
        return 0, "", ""

    def _allowed(self, word: str, key: str) -> bool:
        return not self._guards or key not in self._capital or word[0].isupper()

    def _nearest(self, folded: str) -> str:
        if len(folded) < _MIN_FUZZY:
            return ""
        names = self._by_initial[folded[:1]]
        best = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=_CUT)
        return best[0] if best else ""


@lru_cache(maxsize=200_000)
def _folded(text: str) -> str:
    return " ".join(unidecode(text.casefold()).split())
