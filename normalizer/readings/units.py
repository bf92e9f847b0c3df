"""A token of a script with a table of readings → its units, the pieces that are read as one.

1. Hiragana is read as katakana, and letters that only look different as one
   (`data/readings/same_letters.tsv`).
2. A Hangul syllable loses its last consonant to a unit of its own, and Greek its accents, by
   Unicode's canonical decomposition.
3. A small kana belongs to the kana before it and an apostrophe to its letter; so do letters
   that are read together (`data/readings/digraphs.tsv`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from normalizer import tables
from normalizer.scripts import script_of
from normalizer.text import APOSTROPHE

_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SMALL_KANA = "\u30a1\u30a3\u30a5\u30a7\u30a9\u30e3\u30e5\u30e7\u30ee"
_UNSPACED = frozenset({"Hang", "Hani"})
_MOST_SYLLABLES = 5
_SYLLABLE = "[\u1100-\u1112][\u1161-\u1175]"  # a Hangul syllable without its last consonant
_COMPOSED = re.compile("[\u0370-\u03ff\u1f00-\u1fff\uac00-\ud7a3]")
_ACCENTS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=16_384)
def units(token: str) -> tuple[str, ...]:
    """Return the units of a token in normal form, in order; `()` for `""`."""
    letters = token.translate(_HIRAGANA).translate(_same_letters())
    if _COMPOSED.search(letters):
        letters = _ACCENTS.sub("", unicodedata.normalize("NFD", letters))
        found = _pattern().findall(letters)
        return tuple(unicodedata.normalize("NFC", unit) for unit in found)
    return tuple(_pattern().findall(letters))


def unspaced_parts(token: str) -> tuple[str, ...]:
    """Return what a Han or Hangul token may consist of: a family name and a given name.

    Family names have one syllable, or two before at least one more; `()` for a token of
    another script, of one syllable or of more than five.

    >>> unspaced_parts("김정은")
    ('김', '정은', '김정', '은')
    """
    if not 2 <= len(token) <= _MOST_SYLLABLES or script_of(token[0]) not in _UNSPACED:
        return ()
    cuts = range(1, min(3, len(token)))
    return tuple(part for cut in cuts for part in (token[:cut], token[cut:]))


@cache
def _pattern() -> re.Pattern[str]:
    rows = tables.rows("readings/digraphs.tsv", ("letters", "place"))
    joined = [
        ("^" if place == "start" else "") + letters
        for letters, place in sorted(rows, key=lambda row: (-len(row[0]), row))
    ]
    return re.compile("|".join([*joined, _SYLLABLE, f".[{_SMALL_KANA}{APOSTROPHE}]?"]))


@cache
def _same_letters() -> dict[int, str]:
    rows = tables.rows("readings/same_letters.tsv", ("letter", "as"))
    return {ord(letter): taken for letter, taken in rows}
