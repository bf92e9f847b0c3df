"""Names of peoples, as names of their countries: for tables that take them so.

"Duńczycy" are Danes and not Denmark, and our own table has no such alias. Where annotators count
both as one, a table made of their work has some of these names, and lacks the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from normalizer.errors import TableError
from normalizer.resources import seeds_dir
from normalizer.scripts import script_of
from normalizer.text import normalise
from normalizer.tsv import read_rows
from normalizer.types import Alias, AliasKind

_TABLE = "peoples.tsv"
_COLUMNS = ("country", "lang", "names")
_MIN_NAMED, _TELLING = 3, 10


def languages_naming_peoples(aliases: Mapping[str, set[tuple[str, str]]]) -> frozenset[str]:
    """Return the languages in which a table may have names of peoples as names of their countries.

    `aliases` are the (name in normal form, language) that it has for countries, by ISO 3166-1 code.
    Those in which it has one, and those of which it has hardly a name of a country, where it has
    three in all; none else. Annotators heed what a language writes with a capital.
    """
    named: Counter[str] = Counter()
    for code, lang, name in _rows():
        named[lang] += (normalise(name), lang) in aliases.get(code, ())
    if named.total() < _MIN_NAMED:
        return frozenset()
    told = Counter(lang for names in aliases.values() for _, lang in names)
    return frozenset(lang for lang in named if named[lang] or told[lang] < _TELLING)


def countries_of_people(name: str, lang: str) -> frozenset[str]:
    """Return the ISO 3166-1 codes of the countries whose people have a name in a language."""
    return _countries().get((normalise(name), lang), frozenset())


def peoples_of(
    country: str, languages: Collection[str], entity_id: str, source: str
) -> Iterator[Alias]:
    """Yield the names of a country's people (ISO 3166-1) in some languages, as an entity's."""
    for code, lang, name in _rows():
        if code == country and lang in languages:
            yield Alias(
                name, entity_id, AliasKind.TRANSLATION, lang, script_of(name[0]), source=source
            )


@cache
def _countries() -> Mapping[tuple[str, str], frozenset[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for code, lang, name in _rows():
        found[normalise(name), lang].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    rows = read_rows(seeds_dir() / _TABLE, _COLUMNS, TableError)
    return tuple((code, lang, name) for _, (code, lang, names) in rows for name in names.split())
