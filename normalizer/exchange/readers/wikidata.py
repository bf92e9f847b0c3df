"""Wikidata: entities as JSON lines or as the array of a dump, and the CSV of a SPARQL answer.

Which class is which kind, and which statements are read, stands in `data/exchange/`. Deprecated
statements are passed over. Source: https://www.wikidata.org/wiki/Help:Data_type and
https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from normalizer import tables
from normalizer.errors import FieldError
from normalizer.exchange.lines import json_objects
from normalizer.exchange.readers.columns import Dialect, read_rows
from normalizer.exchange.readers.own import text_of
from normalizer.exchange.records import Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import language_of
from normalizer.types import AliasKind, Kind

SCHEME = "wikidata"
# The names that the label service of the query service gives to the variables of an item.
_SPARQL = Dialect(
    ",",
    csv.QUOTE_MINIMAL,
    {
        "item": "wikidata",
        "itemLabel": "name",
        "itemAltLabel": "alias",
        "itemDescription": "description",
    },
)
_TEXTS = ("en", "mul")


def read_wikidata(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each item of a kind that we know, or the fault of a line."""
    for item in json_objects(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, value = item
        try:
            yield _item(path, number, value, settings)
        except FieldError as failure:
            yield Fault(path, number, str(failure))


def read_sparql(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each row of a SPARQL answer in CSV, or its fault.

    The item is `?item`; the variables of the label service are known; others are named as the
    columns of CSV are. `?itemAltLabel` holds all aliases of an item, parted by a comma and a space.
    """
    for item in read_rows(path, settings, _SPARQL):
        yield _parted(item) if isinstance(item, Record) else item


def _parted(record: Record) -> Record:
    """Return a record whose joined aliases are taken apart, and an absent label left out."""
    spellings = tuple(
        spelling._replace(text=text)
        for spelling in record.spellings
        for text in spelling.text.split(", ")
        if text
    )
    facts = record.facts
    if facts is not None and facts.name == record.key.value:  # the label of an item without one
        facts = None
    return replace(record, facts=facts, spellings=spellings)


def _item(path: str, line: int, value: dict[str, Any], settings: ReadSettings) -> Item:
    identifier = text_of(value, "id")
    if not identifier:
        raise FieldError("id", "is missing")
    claims = _object(value, "claims")
    kind = _kind(claims) or settings.kind
    if kind is None:
        return PassedOver(path, line, f"{identifier} is of no kind that we know")
    labels = _terms(value, "labels")
    if not labels:
        return PassedOver(path, line, f"{identifier} has no label")
    named_in = next((lang for lang in _TEXTS if lang in labels), min(labels))
    facts = Facts(
        kind=kind,
        name=labels[named_in][0],
        gender=_gender(claims) if kind is Kind.PERSON else "",
        description=_terms(value, "descriptions").get("en", [""])[0],
        xrefs=_xrefs(claims),
        named_in=language_of(named_in),
    )
    spellings = (*_labels(labels), *_labels(_terms(value, "aliases")), *_named(claims))
    return Record(path, line, Key(SCHEME, identifier), facts, tuple(dict.fromkeys(spellings)))


def _object(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a member that is an object; an empty array stands for one in Wikidata's JSON."""
    found = value.get(name) or {}
    if not isinstance(found, dict):
        raise FieldError(name, "must be an object")
    return found


def _terms(value: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    """Return language → texts of the labels, aliases or descriptions of an item."""
    found: dict[str, list[str]] = {}
    for lang, terms in _object(value, name).items():
        listed = terms if isinstance(terms, list) else [terms]
        texts = [each.get("value") for each in listed if isinstance(each, dict)]
        if len(texts) != len(listed) or not all(isinstance(text, str) for text in texts):
            raise FieldError(name, f"{lang}: no text in `value`")
        found[lang] = [str(text) for text in texts]
    return {lang: texts for lang, texts in found.items() if texts}


def _labels(terms: Mapping[str, list[str]]) -> Iterator[Spelling]:
    for lang, texts in terms.items():
        tag = language_of(lang)
        for text in texts:
            yield Spelling(text, AliasKind.OFFICIAL, tag)


def _values(claims: Mapping[str, Any], name: str) -> Iterator[Any]:
    """Yield the values of a statement's claims that are not deprecated."""
    for claim in claims.get(name, ()):
        try:
            if claim.get("rank") != "deprecated":
                yield claim["mainsnak"]["datavalue"]["value"]
        except (KeyError, TypeError, AttributeError):
            continue  # "unknown value" and "no value" have none


def _items(claims: Mapping[str, Any], name: str) -> Iterator[str]:
    for value in _values(claims, name):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"]


def _kind(claims: Mapping[str, Any]) -> Kind | None:
    found = [_classes()[item] for item in _items(claims, "P31") if item in _classes()]
    return found[0] if found else None


def _gender(claims: Mapping[str, Any]) -> str:
    found = {_genders().get(item, "") for item in _items(claims, "P21")}
    return found.pop() if len(found) == 1 else ""


def _xrefs(claims: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, use, scheme in _statements():
        value = next(_values(claims, name), None) if use == "xref" else None
        if isinstance(value, str):
            found[scheme] = value
    return found


def _named(claims: Mapping[str, Any]) -> Iterator[Spelling]:
    """Yield the names that stand in statements: texts with a language, or plain ones."""
    for name, use, kind in _statements():
        if use != "alias":
            continue
        for value in _values(claims, name):
            if isinstance(value, dict) and isinstance(value.get("text"), str):
                lang = language_of(str(value.get("language", "")))
                yield Spelling(value["text"], AliasKind(kind), lang)
            elif isinstance(value, str):
                yield Spelling(value, AliasKind(kind))


@cache
def _classes() -> dict[str, Kind]:
    rows = tables.rows("exchange/wikidata_classes.tsv", ("item", "kind", "label"))
    return {item: Kind(kind) for item, kind, _ in rows}


@cache
def _genders() -> dict[str, str]:
    return dict(tables.rows("exchange/wikidata_genders.tsv", ("item", "gender")))


@cache
def _statements() -> tuple[tuple[str, str, str], ...]:
    rows = tables.rows("exchange/wikidata_statements.tsv", ("property", "use", "value"))
    return tuple((name, use, value) for name, use, value in rows)
