"""The distinct tokens of the alias table, and every way to reach one from a misspelt token.

A token is reached by itself, its folded form, the base form of an inflected token, a masculine
surname, a shared fine or deep sound key, a shared NYSIIS code (for Latin spellings that no
romanisation scheme explains), or a small edit distance. Each way has an estimate of how likely
the reached token is the one meant; the estimates only order candidates for the scorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import Indel

from normalizer.inflect import base_forms
from normalizer.keys import deep_keys, fine_keys, fold
from normalizer.names.gender import masculine_forms

FUZZY_CUTOFF = 0.72
FUZZY_LIMIT = 24
MIN_FUZZY_LENGTH = 4
_FOLDED, _BASE, _FINE, _DEEP, _CODE = 1.0, 0.95, 0.9, 0.75, 0.55


class Vocabulary:
    """The distinct tokens, with lazily built tables of their forms, keys and codes."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        self._known = frozenset(self.tokens)
        self.reach = lru_cache(maxsize=16_384)(self._reach)

    def __contains__(self, token: str) -> bool:
        return token in self._known

    def _reach(self, token: str) -> Mapping[str, float]:
        """Return the tokens that `token` may mean, with an estimate in (0, 1] for each."""
        reached: dict[str, float] = {}
        for form, trust in self._forms(token):
            self._add(reached, self._by_fold.get(fold(form), ()), trust * _FOLDED)
            for key in fine_keys(form):
                self._add(reached, self._by_fine.get(key, ()), trust * _FINE)
            for key in deep_keys(form):
                self._add(reached, self._by_deep.get(key, ()), trust * _DEEP)
        for code in _codes(token):
            self._add(reached, self._by_code.get(code, ()), _CODE)
        self._add_misspelt(reached, fold(token))
        return reached

    @staticmethod
    def _forms(token: str) -> Iterable[tuple[str, float]]:
        yield token, 1.0
        for form in dict.fromkeys((*base_forms(token), *masculine_forms(token))):
            yield form, _BASE

    @staticmethod
    def _add(reached: dict[str, float], found: Iterable[str], estimate: float) -> None:
        for other in found:
            if reached.get(other, 0.0) < estimate:
                reached[other] = estimate

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
            self._add(reached, self._by_fold[form], likeness * likeness)

    @cached_property
    def _folded(self) -> list[str]:
        return [form for form in self._by_fold if len(form) >= MIN_FUZZY_LENGTH]

    @cached_property
    def _by_fold(self) -> dict[str, list[str]]:
        return self._grouped(lambda token: (fold(token),))

    @cached_property
    def _by_fine(self) -> dict[str, list[str]]:
        return self._grouped(fine_keys)

    @cached_property
    def _by_deep(self) -> dict[str, list[str]]:
        return self._grouped(deep_keys)

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        return self._grouped(_codes)

    def _grouped(self, keys_of: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for token in self.tokens:
            for key in keys_of(token):
                groups.setdefault(key, []).append(token)
        return groups


def _codes(token: str) -> tuple[str, ...]:
    """Return the NYSIIS code of a token of plain Latin letters, else none.

    Chosen because it never raises, unlike the match rating codex, and never gives an empty
    code for letters, unlike Metaphone.
    """
    if len(token) < MIN_FUZZY_LENGTH or not (token.isascii() and token.isalpha()):
        return ()
    return (jellyfish.nysiis(token),)
