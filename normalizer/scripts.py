"""Which writing system letters belong to, by ISO 15924 code (`data/text/scripts.tsv`).

The standard library knows no Unicode script property, but the Unicode name of a letter opens
with its script ("CYRILLIC SMALL LETTER A"), which is what the table reads.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

from normalizer import tables

_TABLE = "text/scripts.tsv"
_COLUMNS = ("script", "unicode_word", "members")


@cache
def script_of(character: str) -> str:
    """Return the ISO 15924 code of one letter; `""` for anything else and for unknown scripts.

    >>> script_of("ў"), script_of("3")
    ('Cyrl', '')
    """
    if not character.isalpha():
        return ""
    word = unicodedata.name(character, "").partition(" ")[0].partition("-")[0]
    return _words().get(word, "")


def script_counts(text: str) -> Counter[str]:
    """Return how many letters of each script a text has; empty for a text without letters."""
    found = Counter(map(script_of, text))
    del found[""]
    return found


def main_script(text: str) -> str:
    """Return the script of most letters of a text (of equals the first); `""` for no letters.

    >>> main_script("Канал NEXTA")
    'Cyrl'
    """
    found = set(map(script_of, text))
    found.discard("")
    if len(found) == 1:
        return found.pop()
    counts = script_counts(text)
    return counts.most_common(1)[0][0] if counts else ""


def is_script(code: str) -> bool:
    """Return whether an ISO 15924 code is one that the table knows."""
    return code in _members()


def members_of(code: str) -> frozenset[str]:
    """Return the scripts whose letters a text in script `code` has.

    Empty for "Zyyy", which is for texts without letters, and for an unknown code.

    >>> sorted(members_of("Jpan")), sorted(members_of("Latn"))
    (['Hani', 'Hira', 'Kana'], ['Latn'])
    """
    return _members().get(code, frozenset())


@cache
def _words() -> dict[str, str]:
    return {word: script for script, word, _ in tables.rows(_TABLE, _COLUMNS) if word}


@cache
def _members() -> dict[str, frozenset[str]]:
    return {
        script: frozenset(members.split() or ([script] if word else ()))
        for script, word, members in tables.rows(_TABLE, _COLUMNS)
    }
