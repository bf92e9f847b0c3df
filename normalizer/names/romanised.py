"""Romanised words → the Cyrillic words of a table that they spell: predpriyatiye, предприятие.

Names of bodies are romanised word by word by whatever scheme (Mashinostroitelnyi Zavod), and no
table of words holds all these spellings. Long words alone are told, by their sound and then by
their letters: many a short word sounds like one of another language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from normalizer.distance import plain_similarity
from normalizer.keys import fine_key, fine_keys, fold, sounds
from normalizer.scripts import script_of

_MIN_LETTERS = 7
_ALIKE = 0.75


class Romanised:
    """The long Cyrillic words of a table, by how they sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if _is_long(word, "Cyrl"):
                self._by_sound[fine_key(sounds(word)[0])].append(word)

    def word_of(self, token: str) -> str:
        """Return the word that a token in Latin letters spells, "" for none."""
        if not _is_long(token, "Latn"):
            return ""
        heard = [word for key in sorted(fine_keys(token)) for word in self._by_sound.get(key, ())]
        if not heard:
            return ""
        plain = fold(token)
        likest = max(heard, key=lambda word: plain_similarity(fold(word), plain))
        return likest if plain_similarity(fold(likest), plain) >= _ALIKE else ""


def _is_long(word: str, script: str) -> bool:
    return len(word) >= _MIN_LETTERS and script_of(word[0]) == script
