"""Two names → the same with tokens joined that the other writes as one: Abdül Aziz, Abdulaziz.

And with initials cut apart that one of them writes as a word (JC).

What is one word in one spelling is two in another: names with Abd and Al, van and de, Korean and
Chinese syllables. Aligned token by token each half would seem to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.distance import plain_similarity
from normalizer.keys import deep_keys, fold
from normalizer.names.given import is_given_name
from normalizer.readings.table import has_readings
from normalizer.text import is_elision

_LEAST_LETTERS = 6
_LETTERS_APART = 3
_MOST_UNSPOKEN = 2
"""How many letters of an article are left out where it takes on the next sound."""
_NEIGHBOURS = (2, 3)
_INITIALS = (2, 3)
_HALF_ALIKE = 0.6
_ARTICLE = re.compile("(?<=[aeiu])l$|(?<=[аеиу])л[ьъ]?$")
_SUN_LETTERS = tuple("tdrzsnтдрзснш")
Tokens = tuple[str, ...]


def rejoined(left: Tokens, right: Tokens) -> tuple[Tokens, Tokens]:
    """Return two names in normal form, neighbours joined that the other name has as one word.

    Joined tokens share a skeleton of consonants with that word. A name that is one word whole is
    left as it is, as are scripts whose words are only proposed by their readings.
    """
    if len(left) < 2 or len(right) < 2 or has_readings(left[0]) or has_readings(right[0]):
        return left, right
    return _joined_like(left, right), _joined_like(right, left)


def initials_apart(left: Tokens, right: Tokens) -> tuple[Tokens, Tokens]:
    """Return two names of people, initials cut apart that the other name spells out."""
    return _initials_of(left, right), _initials_of(right, left)


def _initials_of(name: Tokens, other: Tokens) -> Tokens:
    """Return a name with its first token cut into letters where the other name opens with these.

    JC Juncker, JRR Tolkien.
    """
    first, *rest = name
    spelt = other[: len(first)]
    if len(first) not in _INITIALS or is_given_name(first) or len(spelt) < len(first):
        return name
    begins = all(token.startswith(letter) for token, letter in zip(spelt, first, strict=True))
    return (*first, *rest) if begins and first not in other and len(other) > len(spelt) else name


def _joined_like(name: Tokens, other: Tokens) -> Tokens:
    wholes = [token for token in other if len(token) >= _LEAST_LETTERS and token not in name]
    if not wholes:
        return name
    lengths, sizes = list(map(len, name)), set(map(len, wholes))
    for size in _NEIGHBOURS:
        for place in range(len(name) + 1 - size):
            # Most neighbours are told by their length alone.
            if sizes.isdisjoint(_fitting(sum(lengths[place : place + size]))):
                continue
            parts = name[place : place + size]
            if set(parts).isdisjoint(other) and (word := _one_word(parts, wholes)):
                return (*name[:place], word, *name[place + size :])
    return name


def _fitting(letters: int) -> range:
    """Return how long the words are that parts of so many letters may be, as spoken too."""
    return range(letters - _LETTERS_APART - _MOST_UNSPOKEN, letters + _LETTERS_APART + 1)


def _one_word(parts: Tokens, wholes: Sequence[str]) -> str:
    """Return the parts as one word where one of the words is like it, and like none of them alone.

    `""` where none is. Behind an elided article, which is mostly French, letters are enough: Дестен
    is d'Estaing.
    """
    elided = is_elision(parts[0])
    if min(map(len, parts[elided:])) < 2 or len(parts[0]) < 2 - elided:
        return ""
    return next(
        (
            word
            for word in _spoken(parts)
            for whole in wholes
            if abs(len(word) - len(whole)) <= _LETTERS_APART
            and (_share_bones(word, whole) or (elided and _share_letters(word, whole)))
            and not any(_share_bones(part, whole) for part in parts)
        ),
        "",
    )


def _spoken(parts: Tokens) -> tuple[str, ...]:
    """Return parts as one word, and as spoken where the Arabic article takes on the next sound.

    Before a "sun letter" its l is not heard: Abd al-Rahman is Abdurrahman.
    """
    word = "".join(parts)
    first, *rest = parts
    if not (_ARTICLE.search(first) and rest[0].startswith(_SUN_LETTERS)):
        return (word,)
    return word, "".join((_ARTICLE.sub("", first), *rest))


def _share_letters(left: str, right: str) -> bool:
    return plain_similarity(fold(left), fold(right)) >= _HALF_ALIKE


def _share_bones(left: str, right: str) -> bool:
    return not deep_keys(left).isdisjoint(deep_keys(right))
