"""Nearness by the native kernel: what `index/nearness.py` and `index/vocabulary.py` do, in C."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from normalizer.index.derived import codes
from normalizer.index.nearness import words_of
from normalizer.index.outline import POOL, outlines_asked
from normalizer.index.snapshot.keyed import checks_of
from normalizer.index.snapshot.lexicon import FileLexicon
from normalizer.index.vocabulary import ESTIMATES, FUZZY_LIMIT, Level, forms, spelt, ways
from normalizer.inflect import respelling_for
from normalizer.keys import (
    fold,
    latin_letters,
    native_graphemes,
    sounds,
    spellings_read,
)
from normalizer.names.gender import masculine_respelling
from normalizer.native.kernel import native

if TYPE_CHECKING:
    from normalizer.native._kernel import Alphabet, Kernel

_KEPT_REACHES = 2_048
_KEY = struct.Struct("<dII")
_CHECKS = struct.Struct("<dIIII")
_FILLED_TO = 8


class Reaching:
    """What words reach, by the kernel over an index file, as bytes that it takes again."""

    def __init__(self, kernel: Kernel, lexicon: FileLexicon, log_entities: float) -> None:
        self._kernel, self._lexicon, self._log_entities = kernel, lexicon, log_entities

    def of(self, word: str, is_token: bool) -> bytes:
        """Return what a word reaches: one in Latin letters, by one call."""
        found = self.by_letters(word, is_token)
        return self.by_keys(word, is_token) if found is None else found

    def by_letters(self, word: str, is_token: bool) -> bytes | None:
        """Return what a word reaches, None for one in other than Latin letters."""
        letters, limit, log = alphabet(), FUZZY_LIMIT, self._log_entities
        if letters is None:
            return None
        return self._kernel.reach_word(letters, word, is_token, codes(word), limit, log)

    def by_keys(self, word: str, is_token: bool) -> bytes:
        """Return what a word reaches, whose keys Python packs."""
        is_known = not is_token or self._lexicon.knows_form(fold(word))
        return self._kernel.reach(
            packed_keys(word, is_known), spelt(word), FUZZY_LIMIT, self._log_entities
        )


class NativeNearness:
    """The entries near to a name, by the kernel over an index file."""

    def __init__(self, kernel: Kernel, lexicon: FileLexicon, log_entities: float) -> None:
        self._kernel, self._log_entities = kernel, log_entities
        self.reaching = Reaching(kernel, lexicon, log_entities)
        # What is remembered keeps no more alive than what it was told by.
        self.reach = lru_cache(_KEPT_REACHES)(self.reaching.of)

    def ranked(
        self, tokens: Sequence[str], limit: int, least: float = 0.0
    ) -> list[tuple[float, int, str]]:
        """Return (rank, position, entity ID) of the nearest, the best first, ties in order.

        Those below the share `least` of the best rank are left out.
        """
        if not tokens:
            return []
        reaches = tuple([self.reach(word, word in tokens) for word in words_of(tokens)])
        lines = tuple(chain.from_iterable(outlines_asked(tokens)))
        return self._kernel.near(
            reaches, lines, len(tokens), POOL, limit, self._log_entities, least
        )


def packed_keys(word: str, is_known: bool) -> bytes:
    """Return the keys to ask for a word, as the kernel takes them; `ways` is the oracle."""
    letters = alphabet()
    if letters is None:
        return packed(ways(word, is_known).keys)
    told = tuple([_told(form, form == word or not is_known) for form in forms(word)])
    found = letters.keys(told, is_known, codes(word))
    return packed(ways(word, is_known).keys) if found is None else found


def _told(form: str, with_sounds: bool) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the folded form, and the sounds or else the Latin spellings that are read."""
    folded = fold(form)
    if not with_sounds:
        return folded, (), ()
    latin = spellings_read(form)
    return (folded, (), latin) if latin else (folded, sounds(form), ())


@cache
def alphabet() -> Alphabet | None:
    """Return the Latin letters as the native kernel has them, None where it cannot have them."""
    graphemes = native_graphemes()
    base, masculine = respelling_for("Latn").native, masculine_respelling().native
    if native is None or graphemes is None:
        return None
    found: Alphabet = native.Alphabet(latin_letters(), graphemes, base, masculine, ESTIMATES)
    return found


def packed(keys: Iterable[tuple[Level, str, float]]) -> bytes:
    """Return keys as the kernel takes them: folded forms as they stand, checksums of the others."""
    found = []
    for level, key, estimate in keys:
        if level is Level.FOLD:
            coded = key.encode()
            found.append(_KEY.pack(estimate, level, len(coded)))
            found.append(coded + b"\0" * (-len(coded) % _FILLED_TO))
        else:
            found.append(_CHECKS.pack(estimate, level, _FILLED_TO, *checks_of(key)))
    return b"".join(found)
