"""Chinese and Korean names, syllable by syllable, in the spellings of several systems.

Letters do not tell that Си Цзиньпин is Xi Jinping, Mao Tse-tung Mao Zedong, or Ким Чен Ын Kim
Jong-un: each system spells whole syllables by rules of its own. So a name is cut into syllables
by one system, and may be compared, and looked up, as another spells these. Only names that open
(or, in Western order, close) with a family name and are syllables throughout are read so, since
many a European name has such syllables too.

Tables: `data/names/syllables_zh.tsv` (pinyin, Wade-Giles, Palladius) and `syllables_ko.tsv`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

from normalizer import tables
from normalizer.scripts import script_of
from normalizer.text import APOSTROPHE

Tokens = tuple[str, ...]

_COLUMNS = ("syllable", "surname", "latin", "other_latin", "cyrillic")
_LEAST = {"zh": 2, "ko": 3}
"""How many syllables a name has at least: shorter Korean ones are rare and read as Chinese."""
_MOST = 4
_MOST_LETTERS = 6
_MOST_READINGS = 256
_MOST_FORMS = 2
# Ukrainian and Belarusian spell by the same systems with vowels of their own.
_NEIGHBOURS = (str.maketrans("иэыё", "іеио"), str.maketrans("и", "і"))


@dataclass(frozen=True, slots=True, eq=False)
class _Spellings:
    """The syllables that each spelling of a system stands for, and how each is spelt first."""

    syllables: Mapping[str, tuple[str, ...]]
    first: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Language:
    least: int
    surnames: frozenset[str]
    latin: _Spellings
    other_latin: _Spellings
    cyrillic: _Spellings


@lru_cache(maxsize=16_384)
def respelt(query: Tokens, stored: Tokens) -> Tokens:
    """Return the stored name where the query spells the same syllables by another system.

    Else the query, in normal form like both. Names in one script are of two systems only where one
    of them is no pinyin: Wang Pin may be Wang Bin's Wade-Giles, but hardly ever is.

    >>> respelt(("си", "цзиньпин"), ("xi", "jinping")), respelt(("wang", "pin"), ("wang", "bin"))
    (('xi', 'jinping'), ('wang', 'pin'))
    """
    if query == stored or not (is_read(query) and _may_be_read(stored)):
        return query
    for language in _languages():
        if _share_readings(language, query, stored):
            return stored
    return query


@lru_cache(maxsize=16_384)
def respellings(name: Tokens) -> tuple[Tokens, ...]:
    """Return a name in normal form as other systems spell it, to look it up by; mostly `()`."""
    if not is_read(name):
        return ()
    return tuple(dict.fromkeys(form for each in _languages() for form in _other_forms(each, name)))


@lru_cache(maxsize=16_384)
def is_read(name: Tokens) -> bool:
    """Return whether a name has readings by some system: most names of the world have none."""
    if not _may_be_read(name):
        return False
    in_latin = script_of(name[0][0]) == "Latn"
    return any(
        _readings(language, by, name)
        for language in _languages()
        for by in ((language.latin, language.other_latin) if in_latin else (language.cyrillic,))
    )


def _may_be_read(name: Tokens) -> bool:
    script = script_of(name[0][0])
    return script in ("Latn", "Cyrl") and len(name) <= _MOST


def _share_readings(language: _Language, query: Tokens, stored: Tokens) -> bool:
    if script_of(query[0][0]) == script_of(stored[0][0]):
        ours, theirs = _older(language, query), _older(language, stored)
        if not (ours or theirs):
            return False
        ours = ours or _readings(language, language.latin, query)
        theirs = theirs or _readings(language, language.latin, stored)
    else:
        ours, theirs = _any(language, query), _any(language, stored)
    return not ours.isdisjoint(theirs)


def _any(language: _Language, name: Tokens) -> frozenset[Tokens]:
    if script_of(name[0][0]) == "Cyrl":
        return _readings(language, language.cyrillic, name)
    return _readings(language, language.latin, name) or _older(language, name)


def _older(language: _Language, name: Tokens) -> frozenset[Tokens]:
    """Return the readings of a Latin name that is spelt by the other system beyond doubt."""
    if script_of(name[0][0]) != "Latn" or _readings(language, language.latin, name):
        return frozenset()
    return _readings(language, language.other_latin, name)


def _other_forms(language: _Language, name: Tokens) -> Iterator[Tokens]:
    if script_of(name[0][0]) == "Cyrl":
        yield from _forms(language, name, language.cyrillic, language.latin)
    elif _older(language, name):
        yield from _forms(language, name, language.other_latin, language.latin)
        yield from _forms(language, name, language.other_latin, language.cyrillic)
    elif _readings(language, language.latin, name):
        yield from _forms(language, name, language.latin, language.cyrillic)
        yield from _forms(language, name, language.latin, language.other_latin)


def _forms(
    language: _Language, name: Tokens, by: _Spellings, wanted: _Spellings
) -> Iterator[Tokens]:
    """Yield a name as another system spells its likeliest readings, its words where they were."""
    if not wanted.first or not _readings(language, by, name):
        return
    cuts = product(*(_cuts(by, token) for token in name))
    forms = (tuple(_spelt(token, wanted) for token in cut) for cut in islice(cuts, _MOST_FORMS))
    yield from (form for form in forms if form != name)


def _spelt(syllables: Tokens, wanted: _Spellings) -> str:
    return "".join(wanted.first[syllable] for syllable in syllables)


@lru_cache(maxsize=16_384)
def _readings(language: _Language, by: _Spellings, name: Tokens) -> frozenset[Tokens]:
    """Return the syllables that a name may be, family name first; none for other names."""
    if len(name) < min(_LEAST.values()) or not _has_surname(language, by, name):
        return frozenset()
    cut = []
    for token in name:
        cuts = _cuts(by, token)
        if not cuts:
            return frozenset()
        cut.append(cuts)
    ways = list(islice(product(*cut), _MOST_READINGS))
    return _named(language, ways) or _named(language, [(way[-1], *way[:-1]) for way in ways])


def _has_surname(language: _Language, by: _Spellings, name: Tokens) -> bool:
    """Return whether a name opens or closes with a family name, as most of the world's do not."""
    ends = (name[0].replace(APOSTROPHE, ""), name[-1].replace(APOSTROPHE, ""))
    read = (syllable for end in ends for syllable in by.syllables.get(end, ()))
    return any(syllable in language.surnames for syllable in read)


def _named(language: _Language, ways: Iterable[tuple[Tokens, ...]]) -> frozenset[Tokens]:
    """Return the syllables of the ways to cut a name whose first word is a family name."""
    wholes = (
        tuple(syllable for token in way for syllable in token)
        for way in ways
        if len(way[0]) == 1 and way[0][0] in language.surnames
    )
    return frozenset(whole for whole in wholes if language.least <= len(whole) <= _MOST)


def _cuts(by: _Spellings, token: str) -> tuple[Tokens, ...]:
    """Return the syllables that a token may be cut into, at most as many ways as are read."""
    return tuple(islice(_cut(by, token.replace(APOSTROPHE, "")), _MOST_READINGS))


def _cut(by: _Spellings, letters: str) -> Iterator[Tokens]:
    if not letters:
        yield ()
    for size in range(min(_MOST_LETTERS, len(letters)), 0, -1):
        for syllable in by.syllables.get(letters[:size], ()):
            for rest in _cut(by, letters[size:]):
                yield (syllable, *rest)


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(map(_language, _LEAST))


def _language(tag: str) -> _Language:
    """Return the systems of a language; raise TableError for a surname marked otherwise than x."""
    name = f"names/syllables_{tag}.tsv"
    surnames: set[str] = set()
    spelt: list[dict[str, list[str]]] = [{}, {}, {}]
    for line, (syllable, surname, *listed) in tables.numbered_rows(name, _COLUMNS):
        if surname not in ("", "x"):
            raise tables.fault(name, line, f"surname is {surname!r}, not x or empty")
        if surname:
            surnames.add(syllable)
        for system, words in zip(spelt, listed, strict=True):
            if words:
                system[syllable] = words.split()
    latin, other_latin, cyrillic = map(_spellings, spelt)
    return _Language(_LEAST[tag], frozenset(surnames), latin, other_latin, cyrillic)


def _spellings(spelt: Mapping[str, list[str]]) -> _Spellings:
    ranked: dict[str, dict[str, int]] = defaultdict(dict)
    for syllable, words in spelt.items():
        for rank, word in enumerate(words):
            ranked[word][syllable] = rank
            for vowels in _NEIGHBOURS:
                ranked[word.translate(vowels)].setdefault(syllable, rank + len(words))
    first = {syllable: words[0] for syllable, words in spelt.items()}
    syllables = {
        word: tuple(sorted(found, key=found.__getitem__)) for word, found in ranked.items()
    }
    return _Spellings(syllables, first)
