"""Numbers in names of bodies and places, however written, as figures: 1st, First, Forty-Four.

Roman numerals of two letters and more count too, but for those that are words of their own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from normalizer import tables
from normalizer.names.ordinals import ordinal

_TABLE = "names/numbers.tsv"
_ORDINAL_FIGURE = re.compile(r"(\d+)(?:st|nd|rd|th|er|ère|e|ème|[ªº]|й|я|е|го|ый|ой|ая|ої)")
_WORDS_TOO = frozenset({"vi", "xi"})
_TENS, _LEAST_TENS = range(1, 10), 20
_MOST_ROMAN = 29
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@lru_cache(maxsize=16_384)
def in_figures(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's tokens with numbers in figures; tens and ones are one number.

    A name that is a number whole stays as it is.

    >>> in_figures(("brigade", "forty", "four")), in_figures(("first", "bank"))
    (('brigade', '44'), ('1', 'bank'))
    """
    if len(tokens) < 2:
        return tokens
    found: list[str] = []
    tens = 0
    for token in tokens:
        number = _number(token)
        if tens and number in _TENS:
            found[-1] = str(tens + number)
            tens = 0
            continue
        found.append(token if number < 0 or token.isdigit() else str(number))
        tens = number if token in _words() and number >= _LEAST_TENS and number % 10 == 0 else 0
    return tuple(found)


def is_number(token: str) -> bool:
    """Return whether a token is a number, in figures or not."""
    return _number(token) >= 0


def numerals(token: str) -> tuple[str, ...]:
    """Return the words, Roman numerals and figures that count what a token does; `()` for none.

    >>> numerals("second")[:2], numerals("minsk")
    (('two', 'second'), ())
    """
    return _numerals().get(_number(token), ())


@cache
def _numerals() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word, number in _words().items():
        found.setdefault(number, []).append(word)
    for number in range(1, _MOST_ROMAN + 1):
        tens, ones = divmod(number, 10)
        found.setdefault(number, []).append("x" * tens + _ROMAN_ONES[ones])
    return {number: (*words, str(number)) for number, words in found.items()}


def _number(token: str) -> int:
    """Return what a token counts, -1 for one that is no number."""
    if token in _words():
        return _words()[token]
    if token[:1].isdigit() and (found := _ORDINAL_FIGURE.fullmatch(token)):
        return int(found[1])
    if token.isascii() and token.isdigit():
        return int(token)
    roman = token.isascii() and len(token) > 1 and token not in _WORDS_TOO
    return (ordinal(token) or -1) if roman else -1


@cache
def _words() -> dict[str, int]:
    """Return the number of each word; raise TableError for a row without one."""
    found: dict[str, int] = {}
    for line, (number, words) in tables.numbered_rows(_TABLE, ("number", "words")):
        if not number.isdigit():
            raise tables.fault(_TABLE, line, f"number is {number!r}, not a number from 0")
        found.update(dict.fromkeys(words.split(), int(number)))
    return found
