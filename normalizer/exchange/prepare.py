"""What a reader gives → rows that the table would take, or the fault of the line.

Order, for each record:
1. texts are tidied: NFC, no layout characters, no white space at the ends;
2. each spelling gets its script, and the source and licence of the file where it has none;
3. an entity gets a canonical name in Latin letters: its own, a spelling, or its romanisation;
4. every field is judged by the judges of the table itself.

A record with a fault in any part is a fault as a whole: half an entity is not what a file said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from normalizer import scripts
from normalizer.errors import FieldError, UnknownSchemeError
from normalizer.exchange.forms import form_of
from normalizer.exchange.provenance import cell_of
from normalizer.exchange.records import Facts, Fault, Item, Key, Record, Spelling
from normalizer.romanise import romanisation
from normalizer.store import fields
from normalizer.store.planning.checks import MAX_TEXT, check_key
from normalizer.text import check_name
from normalizer.types import AliasKind, Kind

LATIN = "Latn"
# Soft hyphens, marks of direction and joiners of words: layout, and no part of a spelling.
_LAYOUT = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WHITE = re.compile(r"[\t\n\r\f\v]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
# Well within every limit on names, in bytes too.
_SHORT = 400
_LATIN_LANGUAGES = ("en", "", "mul")


@dataclass(frozen=True, slots=True)
class Terms:
    """What rows take over from the file as a whole: where it comes from, on which licence."""

    source: str = ""
    licence: str = ""


def prepare(items: Iterable[Item], terms: Terms) -> Iterator[Item]:
    """Yield each item as the table would take it; a record that it would not is a fault."""
    preparation = _Preparation(terms)
    for item in items:
        if not isinstance(item, Record):
            yield item
            continue
        try:
            yield preparation.of(item)
        except FieldError as failure:
            yield Fault(item.path, item.line, str(failure))


class _Preparation:
    """Prepares records; facts that are said again, as in a file of an alias a row, but once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._last: tuple[Facts, Facts] | None = None

    def of(self, record: Record) -> Record:
        key = Key(record.key.scheme, tidy(record.key.value))
        _refuse("id" if key.is_own else "key", _key_fault(key.is_own, key.scheme, key.value))
        spellings = tuple(_spelling(each, self._terms) for each in record.spellings)
        facts = record.facts
        if facts is not None:
            found = self._prepared(facts)
            facts, named = _named(found, spellings, self._terms, is_own=key.is_own)
            spellings += named
        return Record(record.path, record.line, key, facts, spellings)

    def _prepared(self, facts: Facts) -> Facts:
        if self._last is None or self._last[0] != facts:
            self._last = facts, _facts(facts)
        return self._last[1]


def tidy(text: str) -> str:
    """Return a text in NFC, without layout characters, on one line, without outer white space."""
    if text.isascii():
        if text.isprintable():
            return text.strip()
    else:
        text = _LAYOUT.sub("", unicodedata.normalize("NFC", text))
    return _WHITE.sub(" ", text).strip()


def script_of(text: str, lang: str) -> str:
    """Return the ISO 15924 code of a spelling; `Zyyy` for one without letters.

    Japanese has a code of its own for its mixture of scripts, which its kana give away.
    """
    if text.isascii():
        return LATIN if _ASCII_LETTER.search(text) else "Zyyy"
    counts = scripts.script_counts(text)
    if not counts:
        return "Zyyy"
    if lang.partition("-")[0] == "ja" and counts.keys() <= scripts.members_of("Jpan"):
        return "Jpan"
    return counts.most_common(1)[0][0]


def _refuse(name: str, reason: str) -> None:
    if reason:
        raise FieldError(name, reason)


@lru_cache(maxsize=16_384)
def _key_fault(is_own: bool, scheme: str, value: str) -> str:
    if is_own:
        return fields.entity_id(value)
    return fields.xref_scheme(scheme) or fields.text(value, required=True)[1]


def _spelling(given: Spelling, terms: Terms) -> Spelling:
    text = tidy(given.text)
    _judge_name("alias", text)
    script = given.script or script_of(text, given.lang)
    _judge_tags(given.lang, script, given.scheme)
    if given.script and (found := fields.stronger_script(text, scripts.members_of(script))):
        raise FieldError("script", f"{text!r} is in {found}, declared {script}")
    source = cell_of(tidy(given.source) or terms.source, terms.licence)
    note = tidy(given.note)
    _judge_plain("source", source)
    _judge_plain("note", note)
    return Spelling(text, given.kind, given.lang, script, given.scheme, source, note)


def _judge_name(name: str, text: str) -> None:
    if not (text and text.isprintable()):
        _refuse(name, fields.text(text, required=True)[1])
    # As `check_name` would, by way of the normal form, which the diff needs too.
    if len(text) > _SHORT or not form_of(text):
        check_name(text, name)
        check_key(name, text)


@lru_cache(maxsize=16_384)
def _judge_tags(lang: str, script: str, scheme: str) -> None:
    _refuse("lang", fields.lang(lang))
    _refuse("script", fields.script(script))
    _refuse("scheme", fields.scheme(scheme))


@lru_cache(maxsize=16_384)
def _judge_plain(name: str, text: str) -> None:
    _refuse(name, fields.text(text, required=False)[1])
    if len(text) > MAX_TEXT:
        raise FieldError(name, f"has more than {MAX_TEXT:,} characters")


def _facts(given: Facts) -> Facts:
    xrefs = {scheme: tidy(value) for scheme, value in given.xrefs.items()}
    found = replace(given, name=tidy(given.name), description=tidy(given.description), xrefs=xrefs)
    if found.name:
        _judge_name("name", found.name)
    _judge_plain("description", found.description)
    _judge_about(found.kind, found.country, found.gender)
    _judge_xrefs(xrefs)
    return found


@lru_cache(maxsize=4_096)
def _judge_about(kind: Kind, country: str, gender: str) -> None:
    _refuse("country", fields.country(country))
    _refuse("gender", fields.gender(gender))
    if gender and kind is not Kind.PERSON:
        raise FieldError("gender", f"gender {gender!r} of a {kind}")


def _judge_xrefs(xrefs: Mapping[str, str]) -> None:
    for scheme, value in xrefs.items():
        _refuse("xrefs", _key_fault(False, scheme, value))
        if scheme == "wikidata":
            _refuse("wikidata", fields.wikidata(value))


def _named(
    facts: Facts, spellings: tuple[Spelling, ...], terms: Terms, *, is_own: bool
) -> tuple[Facts, tuple[Spelling, ...]]:
    """Return the facts under a name in Latin letters, and the spellings that the names give.

    So the name that the file has is an alias with its source, whatever becomes canonical.
    """
    name = facts.name
    if is_own or not name:
        if not _is_latin(name):
            raise FieldError("name", f"{name!r} is not in Latin letters")
        return facts, ()
    source = cell_of(terms.source, terms.licence)
    found: list[Spelling] = []
    if not any(each.text == name for each in spellings):
        script = script_of(name, facts.named_in)
        found.append(Spelling(name, AliasKind.OFFICIAL, facts.named_in, script, "", source))
    if not _is_latin(name):
        latin = _latin_spelling(spellings)
        if not latin:
            latin = _romanised(name, facts.named_in)
            found.append(Spelling(latin, AliasKind.ROMANISATION, "", LATIN, "", source))
        facts = replace(facts, name=latin)
    return facts, tuple(found)


def _latin_spelling(spellings: tuple[Spelling, ...]) -> str:
    """Return the spelling that serves best as a canonical name: English, of no language, any."""
    latin = [each for each in spellings if each.script == LATIN and each.kind is AliasKind.OFFICIAL]
    for lang in _LATIN_LANGUAGES:
        if found := next((each.text for each in latin if each.lang == lang), ""):
            return found
    return latin[0].text if latin else ""


def _romanised(name: str, lang: str) -> str:
    try:
        found = romanisation(name, lang=lang)
    except UnknownSchemeError:
        found = romanisation(name)
    text = tidy(found.text)
    if not _is_latin(text) or not text:
        raise FieldError("name", f"{name!r} cannot be written in Latin letters")
    return text


def _is_latin(text: str) -> bool:
    return text.isascii() or not fields.stronger_script(text, {LATIN})
