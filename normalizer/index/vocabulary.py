"""The distinct tokens of the alias table, and every way to reach one from a misspelt token.

A token is reached by itself, its folded form, the base form of an inflected token, a masculine
surname, a shared fine or deep sound key, a shared NYSIIS code (for Latin spellings that no
romanisation scheme explains), or a small edit distance. Each way has an estimate of how likely
the reached token is the one meant; the estimates only order candidates for the scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from normalizer.index.derived import Derived, codes
from normalizer.inflect import base_forms
from normalizer.keys import deep_keys, fine_keys, fold
from normalizer.names.gender import masculine_forms
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings

FUZZY_CUTOFF = 0.72
FUZZY_LIMIT = 24
MIN_FUZZY_LENGTH = 4
MOST_SPELLINGS = 2
_FOLDED, _BASE, _FINE, _DEEP, _CODE = 1.0, 0.95, 0.9, 0.75, 0.55


class Vocabulary:
    """The ways from any token to the tokens of the table."""

    def __init__(self, derived: Derived) -> None:
        self._tables = derived
        self._folded = [form for form in derived.by_fold if len(form) >= MIN_FUZZY_LENGTH]
        self.reach = lru_cache(maxsize=16_384)(self._reach)

    def _reach(self, token: str) -> Mapping[str, float]:
        """Return the tokens that `token` may mean, with an estimate in (0, 1] for each."""
        reached: dict[str, float] = {}
        tables = self._tables
        for form, trust in _forms(token):
            _add(reached, tables.by_fold.get(fold(form), ()), trust * _FOLDED)
            for key in fine_keys(form):
                _add(reached, tables.by_fine.get(key, ()), trust * _FINE)
            for key in deep_keys(form):
                _add(reached, tables.by_deep.get(key, ()), trust * _DEEP)
        for code in codes(token):
            _add(reached, tables.by_code.get(code, ()), _CODE)
        for spelt in _spelt(token):
            self._add_misspelt(reached, spelt)
        return reached

    def _add_misspelt(self, reached: dict[str, float], folded: str) -> None:
        if len(folded) < MIN_FUZZY_LENGTH or folded.isdigit():
            return
        near = process.extract(
            folded,
            self._folded,
            scorer=Indel.normalized_similarity,
            score_cutoff=FUZZY_CUTOFF,
            limit=FUZZY_LIMIT,
        )
        for form, likeness, _ in near:
            _add(reached, self._tables.by_fold[form], likeness * likeness)


def _spelt(token: str) -> tuple[str, ...]:
    """Return the Latin spellings of a token that misspelt ones are looked for around."""
    return spellings(token)[:MOST_SPELLINGS] if has_readings(token) else (fold(token),)


def _forms(token: str) -> Iterable[tuple[str, float]]:
    yield token, 1.0
    for form in dict.fromkeys((*base_forms(token), *masculine_forms(token))):
        yield form, _BASE


def _add(reached: dict[str, float], found: Iterable[str], estimate: float) -> None:
    for other in found:
        if reached.get(other, 0.0) < estimate:
            reached[other] = estimate
