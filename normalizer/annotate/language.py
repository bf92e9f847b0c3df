"""What a document's words tell without names: its language, and which capitals mean nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from normalizer import tables
from normalizer.languages import primary

# Callers give languages as hints; a cache without bound would be theirs to fill.
_KEPT_HINTS = 1_024

_MIN_EVIDENCE = 2
_MIN_RELATIONAL = 4
_MIN_STEM = 2
_FEMININE = "text/feminine_surnames.tsv"


def guess_language(words: Iterable[str]) -> str:
    """Return the language whose function words stand oftenest among `words`; `""` for too few.

    Words are in normal form. A word of several languages counts for each; a tie is `""`.
    """
    votes: Counter[str] = Counter()
    owners = _owners()
    for word in words:
        for lang in owners.get(word, ()):
            votes[lang] += 1
    if not votes:
        return ""
    (lang, count), *others = votes.most_common(2)
    tied = bool(others) and others[0][1] == count
    return "" if tied or count < _MIN_EVIDENCE else lang


def is_common_word(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a capital on this word in normal form says little: a month, an opener.

    Function words count in the given languages (BCP 47), or in all when none is given.
    """
    return word in function_words(languages) or word in _common()


@lru_cache(maxsize=_KEPT_HINTS)
def function_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the function words of some languages (BCP 47); of all when none is given."""
    wanted = primary(languages)
    owners = _owners().items()
    return frozenset(word for word, langs in owners if not wanted or wanted & langs)


def is_relational(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word in normal form ends as an adjective made from a name does.

    By the endings of the given languages (BCP 47), or of all when none is given.
    """
    return len(word) > _MIN_RELATIONAL and word.endswith(_adjective_endings(languages))


@lru_cache(maxsize=16_384)
def masculine_surnames(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the surnames that a woman's may stand for in some languages (BCP 47).

    "Haleyové" is Haley's in Czech. `()` for no language, and for a word without such an ending.
    """
    found: dict[str, None] = {}
    for ending, masculine in _feminine(languages):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            stem = word[: -len(ending)]
            found.update(dict.fromkeys(stem + own for own in masculine))
    return tuple(found)


@lru_cache(maxsize=16_384)
def womens_surname(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a case of a woman's surname stands for: hers in the nominative, and his.

    "Bibiové" is Bibiová, of Bibi. `()` for a word without such an ending.
    """
    nominative = [
        word[: -len(ending)] + first
        for first, ending in _feminine_cases(languages)
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM
    ]
    return (*dict.fromkeys(nominative), *masculine_surnames(word, languages))


@lru_cache(maxsize=_KEPT_HINTS)
def _feminine_cases(languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the endings of women's surnames in some languages, each after its nominative."""
    wanted = primary(languages)
    rows = tables.rows(_FEMININE, ("lang", "feminine", "masculine"))
    listed = [feminine.split() for lang, feminine, _ in rows if lang in wanted]
    return tuple((endings[0], ending) for endings in listed for ending in endings)


@lru_cache(maxsize=_KEPT_HINTS)
def _feminine(languages: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the endings of women's surnames in some languages, with what stands for them."""
    wanted = primary(languages)
    rows = tables.rows(_FEMININE, ("lang", "feminine", "masculine"))
    return tuple(
        (ending, tuple(own.replace("0", "") for own in masculine.split()))
        for lang, feminine, masculine in rows
        if lang in wanted
        for ending in feminine.split()
    )


@lru_cache(maxsize=_KEPT_HINTS)
def _adjective_endings(languages: tuple[str, ...]) -> tuple[str, ...]:
    wanted = primary(languages)
    rows = tables.rows("text/adjective_endings.tsv", ("lang", "endings"))
    chosen = (endings.split() for lang, endings in rows if not wanted or lang in wanted)
    return tuple(sorted({ending for endings in chosen for ending in endings}))


@lru_cache(maxsize=16_384)
def is_possessive(word: str, name: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word is the adjective that says that a thing is a name's: "Trumpova".

    Both in normal form; by the endings of the given languages (BCP 47), never without one.
    """
    return any(word == name + ending for ending in _possessive_endings(languages))


@lru_cache(maxsize=_KEPT_HINTS)
def _possessive_endings(languages: tuple[str, ...]) -> tuple[str, ...]:
    wanted = primary(languages)
    rows = tables.rows("text/possessive_endings.tsv", ("lang", "endings"))
    return tuple(ending for lang, endings in rows if lang in wanted for ending in endings.split())


@cache
def words_before_dates() -> frozenset[str]:
    """Return the words after which a month that may be a surname is the month, in any language."""
    rows = tables.rows("text/before_dates.tsv", ("lang", "words"))
    return frozenset(word for _, words in rows for word in words.split())


@cache
def genitive_words() -> frozenset[str]:
    """Return the words between what a thing is and its name ("city of"), in any language."""
    rows = tables.rows("text/genitive_words.tsv", ("lang", "words"))
    return frozenset(word for _, words in rows for word in words.split())


@lru_cache(maxsize=_KEPT_HINTS)
def abbreviated_titles(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the one-letter titles of some languages (BCP 47); none for no language."""
    wanted = primary(languages)
    rows = tables.rows("text/abbreviated_titles.tsv", ("title", "lang"))
    return frozenset(title for title, lang in rows if lang in wanted)


@lru_cache(maxsize=_KEPT_HINTS)
def capitalises_nouns(languages: tuple[str, ...]) -> bool:
    """Return whether one of some languages (BCP 47) writes every noun with a capital."""
    rows = tables.rows("text/noun_capitals.tsv", ("lang",))
    return not primary(languages).isdisjoint(lang for (lang,) in rows)


@cache
def _owners() -> dict[str, frozenset[str]]:
    owners: dict[str, set[str]] = {}
    for lang, words in tables.rows("text/function_words.tsv", ("lang", "words")):
        for word in words.split():
            owners.setdefault(word, set()).add(lang)
    return {word: frozenset(langs) for word, langs in owners.items()}


@cache
def _common() -> frozenset[str]:
    rows = tables.rows("text/common_words.tsv", ("lang", "words"))
    return frozenset(word for _, words in rows for word in words.split())
