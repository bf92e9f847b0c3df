"""Romanisation schemes as data: the files of `data/schemes/`, read and checked.

A scheme file is one JSON object. `mapping` gives the output of each letter; `rules` are tried
in order at each place of a lower-case word before the mapping is; `sets` names groups of
letters that the rules write as `{name}`; `capitals` lists letters whose capital is not the
usual one (Turkish i). `samples` are pairs of an original and what the standard makes of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from normalizer import tables
from normalizer.errors import UnknownSchemeError
from normalizer.scripts import is_script

MIN_SAMPLES = 6
NO_LETTER = "-"

_FOLDER = "schemes"
_TEXTS = ("id", "name", "description", "lang", "script", "url", "source", "licence", "date", "note")
_MAY_BE_EMPTY = frozenset({"lang", "note"})
_TABLES = ("mapping", "rules", "samples")
_OPTIONAL = ("sets", "capitals")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SET_NAME = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class SchemeInfo:
    """What a romanisation scheme is.

    `lang` is BCP 47, `""` for a scheme of several languages; `script` is the ISO 15924 code
    of the script that it reads, `""` for all scripts.
    """

    id: str
    lang: str
    script: str
    name: str
    description: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a regular expression over a lower-case word becomes."""

    match: str
    out: str


@dataclass(frozen=True, slots=True)
class SchemeTable:
    """A scheme file that passed every check; the sets of its rules are filled in."""

    info: SchemeInfo
    mapping: Mapping[str, str]
    rules: tuple[Rule, ...]
    capitals: Mapping[str, str]
    samples: tuple[tuple[str, str], ...]


def scheme_ids() -> tuple[str, ...]:
    """Return the IDs of all scheme files, sorted."""
    return tables.names_in(_FOLDER, ".json")


@cache
def load_scheme(scheme: str) -> SchemeTable:
    """Return one scheme; raise UnknownSchemeError for no such file, TableError for a bad one."""
    if scheme not in scheme_ids():
        raise UnknownSchemeError(scheme)
    return _Reader(f"{_FOLDER}/{scheme}.json").table(scheme)


@cache
def standins() -> Mapping[str, tuple[str, ...]]:
    """Return the spellings to try for each letter that a scheme may lack, best first.

    `NO_LETTER` among them drops the letter. Raises TableError.
    """
    name = "romanise/standins.tsv"
    found = {}
    for line, (letter, standins) in tables.numbered_rows(name, ("letter", "standins")):
        if len(letter) != 1 or letter != letter.lower() or not standins:
            raise tables.fault(name, line, "a row is one lower-case letter and its stand-ins")
        found[letter] = tuple(standins.split())
    return found


class _Reader:
    """Reads one scheme file; every complaint names it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._fields = tables.json_object(name)

    def table(self, scheme: str) -> SchemeTable:
        self._check_fields()
        texts = {field: self._text(field) for field in _TEXTS}
        if texts["id"] != scheme:
            self._refuse(f"id is {texts['id']!r} but the file is named {scheme!r}")
        self._check_texts(texts)
        return SchemeTable(
            info=SchemeInfo(**{field: texts[field] for field in SchemeInfo.__slots__}),
            mapping=self._letters("mapping"),
            rules=self._rules(),
            capitals=self._letters("capitals"),
            samples=self._samples(),
        )

    def _refuse(self, reason: str) -> None:
        raise tables.fault(self._name, 0, reason)

    def _check_fields(self) -> None:
        for field in (*_TEXTS, *_TABLES):
            if field not in self._fields:
                self._refuse(f"field {field!r} is missing")
        for field in self._fields:
            if field not in (*_TEXTS, *_TABLES, *_OPTIONAL):
                self._refuse(f"field {field!r} is not known")

    def _text(self, field: str) -> str:
        return self._checked(self._fields[field], field)

    def _checked(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            self._refuse(f"{where} must be a string")
        if not unicodedata.is_normalized("NFC", value):
            self._refuse(f"{where} is not NFC: {value!r}")
        return str(value)

    def _check_texts(self, texts: Mapping[str, str]) -> None:
        for field, value in texts.items():
            if not value.strip() and field not in _MAY_BE_EMPTY:
                self._refuse(f"field {field!r} is empty")
        if not is_script(texts["script"]):
            self._refuse(f"script {texts['script']!r} is not a known ISO 15924 code")
        if not texts["url"].startswith("https://"):
            self._refuse(f"url {texts['url']!r} must open with https://")
        if not _DATE.fullmatch(texts["date"]):
            self._refuse(f"date {texts['date']!r} must be written YYYY-MM-DD")

    def _pairs(self, field: str) -> dict[str, str]:
        value = self._fields.get(field, {})
        if not isinstance(value, dict):
            self._refuse(f"{field} must be an object")
        return {key: self._checked(out, f"{field}[{key!r}]") for key, out in value.items()}

    def _letters(self, field: str) -> dict[str, str]:
        pairs = self._pairs(field)
        if field == "mapping" and not pairs:
            self._refuse("mapping is empty")
        for key in pairs:
            if len(key) != 1 or not key.isalpha() or key != key.lower():
                self._refuse(f"{field}[{key!r}]: the key must be one lower-case letter")
            self._checked(key, f"{field}: the key {key!r}")
        return pairs

    def _rules(self) -> tuple[Rule, ...]:
        found = self._fields["rules"]
        if not isinstance(found, list):
            self._refuse("rules must be a list")
        sets = self._pairs("sets")
        return tuple(self._rule(rule, number, sets) for number, rule in enumerate(found, 1))

    def _rule(self, rule: Any, number: int, sets: Mapping[str, str]) -> Rule:
        where = f"rule {number}"
        if not isinstance(rule, dict) or set(rule) != {"match", "out"}:
            self._refuse(f"{where} must have the fields match and out alone")
        match, out = (self._checked(rule[field], f"{where}, {field}") for field in ("match", "out"))
        for name in _SET_NAME.findall(match):
            if name not in sets:
                self._refuse(f"{where}: no set is named {name!r}")
        match = _SET_NAME.sub(lambda found: sets[found[1]], match)
        try:
            groups = re.compile(match).groups
        except re.error as failure:
            self._refuse(f"{where}: {match!r} is no regular expression: {failure}")
        else:
            if groups:
                self._refuse(f"{where}: {match!r} has a capturing group; write (?:…)")
        if not match:
            self._refuse(f"{where}: match is empty")
        return Rule(match, out)

    def _samples(self) -> tuple[tuple[str, str], ...]:
        found = self._fields["samples"]
        if not isinstance(found, list) or len(found) < MIN_SAMPLES:
            self._refuse(f"samples must be a list of {MIN_SAMPLES} pairs or more")
        return tuple(self._sample(pair, number) for number, pair in enumerate(found, 1))

    def _sample(self, pair: Any, number: int) -> tuple[str, str]:
        where = f"sample {number}"
        if not isinstance(pair, list) or len(pair) != 2:
            self._refuse(f"{where} must be a pair of strings")
        original, romanised = (self._checked(text, where) for text in pair)
        if not original or not romanised:
            self._refuse(f"{where} has an empty side")
        return original, romanised
