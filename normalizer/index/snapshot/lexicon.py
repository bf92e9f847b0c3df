"""The distinct tokens of an index file, by key and by spelling; who has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizer.index.snapshot.deletions import Deletions
from normalizer.index.snapshot.dictionary import NONE, Dictionary
from normalizer.index.snapshot.keyed import KeyedLists
from normalizer.index.snapshot.lists import Lists
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.spelling import nearly_spelt
from normalizer.index.vocabulary import Level

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEYS = {Level.FINE: "fine", Level.DEEP: "deep", Level.CODE: "code"}


class FileLexicon:
    """A `Lexicon` over an index file."""

    def __init__(self, file: MappedFile, words: Dictionary, kernel: Kernel | None) -> None:
        self._kernel = kernel
        self._words, self._owners = words, file.numbers("word.owners")
        self._postings = Lists(file, "postings")
        self._by_fold, self._deletions = Lists(file, "fold"), Deletions(file, len(words))
        self._keys = {level: KeyedLists(file, name) for level, name in _KEYS.items()}

    def owners(self, token: str) -> int:
        """Return how many entities have a token."""
        word = self._words.find(token)
        return 0 if word == NONE else self._owners[word]

    def postings(self, token: str) -> Sequence[int]:
        """Return the positions of the entries that have a token; `()` for none."""
        word = self._words.find(token)
        return () if word == NONE else self._postings[word].tolist()

    def tokens_of(self, level: Level, key: str) -> Sequence[str]:
        """Return the tokens that have a key; `()` for none."""
        return [self._words.string(word) for word in self._numbers_of(level, key)]

    def _numbers_of(self, level: Level, key: str) -> Sequence[int]:
        if level in self._keys:
            return self._keys[level][key]
        number = self._words.find(key)
        return () if number == NONE else self._by_fold[number]

    def knows_form(self, folded: str) -> bool:
        """Return whether some token has this folded form."""
        number = self._words.find(folded)
        return number != NONE and self._by_fold.size(number) > 0

    def misspelt(self, folded: str, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` folded forms spelt nearly so, with their likeness, best first."""
        if self._kernel is not None:
            near = self._kernel.misspelt(folded, limit)
            return [(self._words.string(form), likeness) for form, likeness in near]
        numbers = sorted(self._deletions.sharing_a_rest(folded))
        forms = [self._words.string(number) for number in numbers]
        return nearly_spelt(folded, forms, limit)
