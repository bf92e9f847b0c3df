"""Words of names that are not the name: titles, particles, legal forms, designators, generics.

Read from `data/names/`; a word or phrase has all the uses that its rows give it, in any language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Flag, auto
from functools import cache, lru_cache

from normalizer import tables
from normalizer.inflect import base_forms


class Use(Flag):
    """What a word or phrase can be beside a name."""

    NONE = 0
    TITLE = auto()
    TITLE_AFTER = auto()
    PARTICLE = auto()
    INNER_PARTICLE = auto()
    FUNCTION = auto()
    LEGAL_FORM = auto()
    LEGAL_FORM_LAST = auto()
    DESIGNATOR = auto()
    SETTLEMENT = auto()
    GENERIC = auto()
    INITIAL = auto()


_INFLECTED = Use.TITLE | Use.DESIGNATOR | Use.SETTLEMENT | Use.GENERIC
_MIN_INFLECTED = 5
_HEAD = 3

# A table, its columns behind the language, the first of which tells uses apart, and the use of each
# of its values ("" where there is no such column).
_TABLES: tuple[tuple[str, str, dict[str, Use]], ...] = (
    ("titles", "place", {"before": Use.TITLE, "after": Use.TITLE_AFTER}),
    (
        "particles",
        "use",
        {"name": Use.PARTICLE, "inner": Use.INNER_PARTICLE, "function": Use.FUNCTION},
    ),
    ("legal_forms", "place sort", {"any": Use.LEGAL_FORM, "end": Use.LEGAL_FORM_LAST}),
    (
        "designators",
        "sort",
        {"settlement": Use.DESIGNATOR | Use.SETTLEMENT, "other": Use.DESIGNATOR},
    ),
    ("generic_words", "", {"": Use.GENERIC}),
    ("initials", "", {"": Use.INITIAL}),
)


def uses(phrase: str) -> Use:
    """Return the uses of a word or phrase as it stands in the tables; `Use.NONE` for others."""
    return _entries().get(phrase, Use.NONE)


@lru_cache(maxsize=16_384)
def uses_of_word(word: str) -> Use:
    """Return the uses of a word or, for titles, designators and generics, of its base forms.

    A base form counts in its own language only: "villa" is no Slavic case of French *ville*.
    """
    found = uses(word)
    if found or len(word) < _MIN_INFLECTED or word[:_HEAD] not in _heads():
        return found
    inflected = _inflected()
    for base in base_forms(word):
        if base in inflected and len(base) >= _MIN_INFLECTED - 1 and _is_inflected(word, base):
            found |= inflected[base]
    return found


def _is_inflected(word: str, base: str) -> bool:
    return any(base in base_forms(word, (lang,)) for lang in _languages()[base])


def longest_phrase(first: str) -> int:
    """Return how many words the longest phrase that opens with a word has; 1 for none."""
    return _lengths().get(first, 1)


@cache
def small_words() -> frozenset[str]:
    """Return the words of particles and function words, those inside phrases of such too."""
    small = Use.PARTICLE | Use.INNER_PARTICLE | Use.FUNCTION
    phrases = (phrase for phrase, use in _entries().items() if use & small)
    return frozenset(word for phrase in phrases for word in phrase.split(" "))


@cache
def initial_words() -> frozenset[str]:
    """Return the initials of more than one letter: "dzh", "yu"."""
    return frozenset(phrase for phrase, use in _entries().items() if use & Use.INITIAL)


@cache
def _entries() -> dict[str, Use]:
    found: dict[str, Use] = defaultdict(lambda: Use.NONE)
    for phrase, _, use in _rows():
        found[phrase] |= use
    return dict(found)


@cache
def _heads() -> frozenset[str]:
    """Return how the words begin that may stand inflected: their endings alone change."""
    return frozenset(phrase[:_HEAD] for phrase in _inflected())


@cache
def _inflected() -> dict[str, Use]:
    """Return the words that may stand inflected, each with the uses that it then has."""
    found = {phrase: use & _INFLECTED for phrase, use in _entries().items()}
    return {phrase: use for phrase, use in found.items() if use}


@cache
def _languages() -> dict[str, set[str]]:
    """Return the languages in which a word is a title, a designator or a generic word."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase, lang, use in _rows():
        if use & _INFLECTED:
            found[phrase].add(lang)
    return found


@cache
def _lengths() -> dict[str, int]:
    lengths: dict[str, int] = {}
    for phrase in _entries():
        first, *others = phrase.split(" ")
        if others:
            lengths[first] = max(lengths.get(first, 1), 1 + len(others))
    return lengths


def _rows() -> Iterator[tuple[str, str, Use]]:
    """Yield each phrase with its language and use; raise TableError for a value that has none."""
    for table, columns, meanings in _TABLES:
        name, more = f"names/{table}.tsv", columns.split()
        for line, (word, lang, *value) in tables.numbered_rows(name, ("word", "lang", *more)):
            use = meanings.get(value[0] if value else "")
            if use is None:
                reason = f"{more[0]} is {value[0]!r}, not one of {' '.join(meanings)}"
                raise tables.fault(name, line, reason)
            yield word, lang, use
