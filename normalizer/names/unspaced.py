"""Names of bodies and places whose words are written together → their words.

1. A token is cut where its script changes, katakana from Han: イオニア海 is イオニア and 海.
2. From the end of each piece, then from its beginning, words that the table of meanings knows
   are cut off, the longest first; what is left is the name itself: 室蘭 of 室蘭工業大学.
3. In other scripts a compound of two known words is cut in two: Ober and Österreich.

Names of people are not cut: their syllables are all their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby

from normalizer.names.lexicon import Use, uses
from normalizer.names.meanings import cyrillic, meanings, senses, words
from normalizer.names.numbers import in_figures, is_number
from normalizer.names.shortened import expanded, may_stand_for_several, spelt_out
from normalizer.scripts import script_of

LONGEST_WORD = 6
UNSPACED = frozenset({"Hani", "Hang"})
_WRITTEN_TOGETHER = frozenset({*UNSPACED, "Kana", "Hira"})
_KANA = frozenset({"Kana", "Hira"})
_MIN_FOR_ONE = 3
_MIN_COMPOUND, _MIN_OF_COMPOUND = 9, 4


@lru_cache(maxsize=16_384)
def parted(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's tokens with those of scripts without spaces cut into words.

    The name itself when nothing can be cut. Letters are neither lost nor moved.

    >>> parted(("東京大学",))
    ('東京', '大学')
    """
    return tuple(part for token in tokens for part in _parts(token))


@lru_cache(maxsize=16_384)
def in_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name of a body or place.

    Letters that stand alone in a row are one word (G.m.b.H., A.B.C.), words without spaces are told
    apart (`parted`), acronyms of common words spelt out (`shortened.expanded`), and numbers written
    in figures (`numbers.in_figures`).
    """
    if all(map(is_whole, tokens)):
        return tokens
    return in_figures(expanded(parted(_undotted(tokens))))


@lru_cache(maxsize=16_384)
def is_whole(token: str) -> bool:
    """Return whether a token is a word as it stands, whatever stands beside it."""
    return (
        len(token) > 1
        and not may_stand_for_several(token)
        and not is_number(token)
        and _parts(token) == (token,)
    )


def _undotted(tokens: tuple[str, ...]) -> tuple[str, ...]:
    words: list[str] = []
    for is_letter, run in groupby(tokens, key=lambda token: len(token) == 1 and token.isalpha()):
        letters = list(run)
        words.extend(["".join(letters)] if is_letter else letters)
    return tuple(words)


@lru_cache(maxsize=16_384)
def translated(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name cut into words, each replaced by its likeliest meaning where it has one.

    Only to look for candidates by: word order and small words stay those of the language.

    >>> translated(("東京大学",))
    ('tokyo', 'university')
    """
    return tuple(map(in_english, in_words(tokens)))


def in_english(word: str) -> str:
    """Return the surest English word that a word means, itself where none is known."""
    return max(meanings(word).items(), key=lambda item: item[1], default=(word, 0.0))[0]


def pieces(token: str) -> list[tuple[str, str]]:
    """Return the script and letters of each stretch of a token that is in one script.

    Marks and digits belong to what stands before them, both kinds of kana are one.
    """
    found: list[tuple[str, str]] = []
    for script, letters in groupby(token, key=_script):
        if not script and found:
            found[-1] = (found[-1][0], found[-1][1] + "".join(letters))
        elif found and found[-1][0] == script:
            found[-1] = (script, found[-1][1] + "".join(letters))
        else:
            found.append((script, "".join(letters)))
    return found


def _script(letter: str) -> str:
    script = script_of(letter)
    if letter == "\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}" or script in _KANA:
        return "Kana"
    return script


@lru_cache(maxsize=16_384)
def _parts(token: str) -> tuple[str, ...]:
    if script_of(token[0]) not in _WRITTEN_TOGETHER:
        return _compound(token)
    found: list[str] = []
    for script, letters in pieces(token):
        found.extend(cut(letters, _is_known) if script in UNSPACED else [letters])
    return tuple(found)


def _compound(token: str) -> tuple[str, ...]:
    """Return the two words of a compound of which both are known: Ober, Österreich; else itself."""
    if len(token) < _MIN_COMPOUND or words().get(token) or spelt_out(token) or cyrillic(token):
        return (token,)
    for place in range(_MIN_OF_COMPOUND, len(token) - _MIN_OF_COMPOUND + 1):
        first, second = token[:place], token[place:]
        # The second word is asked for first: its table holds no cases, which take long to try.
        if (known := words().get(second)) and known.meanings and senses(first):
            return first, second
    return (token,)


def cut(letters: str, is_word: Callable[[str], bool]) -> list[str]:
    """Return the words of a stretch of one script; at least one letter stays a name.

    A stretch that is a word as it stands is not cut.
    """
    if is_word(letters):
        return [letters]
    before: list[str] = []
    after: list[str] = []
    while size := _size(letters, is_word, -1):
        after.insert(0, letters[-size:])
        letters = letters[:-size]
    while size := _size(letters, is_word, 1):
        before.append(letters[:size])
        letters = letters[size:]
    return [*before, letters, *after]


def _size(letters: str, is_word: Callable[[str], bool], side: int) -> int:
    """Return the length of the longest word at the end (-1) or beginning, 0 for none.

    A word of one letter is cut off the end alone, and only where two letters stay.
    """
    for size in range(min(LONGEST_WORD, len(letters) - 1), 0, -1):
        if size == 1 and (side > 0 or len(letters) < _MIN_FOR_ONE):
            return 0
        if is_word(letters[-size:] if side < 0 else letters[:size]):
            return size
    return 0


def _is_known(letters: str) -> bool:
    return bool(meanings(letters) or uses(letters) & Use.DESIGNATOR)
