"""SKOS: one concept an entity; prefLabel and altLabel are names, hiddenLabel misspellings.

Turtle, RDF/XML, N-Triples or JSON-LD by the suffix of the file. Read whole, since statements of a
concept stand in any order. Needs `rdflib`, the extra `[skos]`.
Source: https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from normalizer.errors import FieldError
from normalizer.exchange.records import OWN, Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import gender_of, kind_of, language_of
from normalizer.types import AliasKind, Kind

SCHEME = "skos"
URN = "urn:namenorm:"
SCHEMA_ORG = "https://schema.org/"
_FORMATS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".nt": "nt", ".jsonld": "json-ld"}
_LABELS = (
    ("prefLabel", AliasKind.OFFICIAL),
    ("altLabel", AliasKind.OFFICIAL),
    ("hiddenLabel", AliasKind.MISSPELLING),
    ("notation", AliasKind.CODE),
)
_KNOWN = (
    (re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)"), "wikidata"),
    (re.compile(r"https?://(?:www|sws)\.geonames\.org/([0-9]+)/?"), "geonames"),
    (re.compile(r"urn:namenorm:xref:([a-z][a-z0-9_-]*):(.+)"), ""),
)


def read_skos(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each concept by its address, or the fault of the file.

    Raises ModuleNotFoundError where rdflib is not installed.
    """
    graph = _graph(path)
    if isinstance(graph, Fault):
        yield graph
        return
    from rdflib.namespace import RDF, SKOS

    for concept in sorted(set(graph.subjects(RDF.type, SKOS.Concept))):
        try:
            yield _item(path, graph, concept, settings)
        except FieldError as failure:
            yield Fault(path, 0, f"{concept}: {failure}")


def key_of(address: str, scheme: str) -> Key:
    """Return the key of a concept's address: ours, one of a catalogue that we know, or itself."""
    for pattern, known in _KNOWN:
        if found := pattern.fullmatch(address):
            return Key(known, found[1]) if known else Key(found[1], found[2])
    if address.startswith(URN):
        return Key(OWN, address.removeprefix(URN))
    return Key(scheme, address)


def _graph(path: str) -> Any:
    from rdflib import Graph
    from rdflib.exceptions import ParserError

    suffix = path[path.rfind(".") :].lower()
    if suffix not in _FORMATS:
        return Fault(path, 0, f"suffix is none of {', '.join(_FORMATS)}")
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a path that may be any file
            return Graph().parse(stream, format=_FORMATS[suffix])
    except OSError as failure:
        return Fault(path, 0, failure.strerror or "cannot be read")
    except (ParserError, SyntaxError, ValueError) as failure:
        return Fault(path, _line_of(failure), f"malformed RDF: {_in_short(failure)}")
    except Exception as failure:  # the parser of XML raises errors of its own
        return Fault(path, _line_of(failure), f"malformed RDF: {_in_short(failure)}")


def _line_of(failure: Exception) -> int:
    """Return the line that a parser of rdflib complains of, 0 when it says none."""
    lines = getattr(failure, "lines", None)
    if isinstance(lines, int):
        return lines + 1
    position = getattr(failure, "getLineNumber", None)
    return int(position() or 0) if position else 0


def _in_short(failure: Exception) -> str:
    """Return the line of a parser's message that says what is wrong."""
    lines = str(failure).strip().splitlines() or [type(failure).__name__]
    said = next((line for line in lines if line.startswith("Bad syntax")), lines[0])
    return said.partition(" at ^")[0][:200]


def _item(path: str, graph: Any, concept: Any, settings: ReadSettings) -> Item:
    from rdflib.namespace import RDF, SKOS

    kind = _kind([str(each) for each in graph.objects(concept, RDF.type)]) or settings.kind
    if kind is None:
        return PassedOver(path, 0, f"{concept} is of no kind that we know")
    labels = sorted(
        (str(label), language_of(label.language or ""), alias_kind)
        for name, alias_kind in _LABELS
        for label in graph.objects(concept, SKOS[name])
    )
    preferred = sorted(graph.objects(concept, SKOS.prefLabel), key=_english_first)
    if not preferred:
        raise FieldError("prefLabel", "is missing")
    about = sorted(graph.objects(concept, SKOS.definition), key=_english_first)
    facts = Facts(
        kind=kind,
        name=str(preferred[0]),
        country=_plain(graph, concept, "addressCountry"),
        gender=gender_of(_plain(graph, concept, "gender")),
        description=str(about[0]) if about else "",
        xrefs=_xrefs(graph, concept),
        named_in=language_of(preferred[0].language or ""),
    )
    key = key_of(str(concept), settings.scheme or SCHEME)
    spellings = tuple(Spelling(text, alias_kind, lang) for text, lang, alias_kind in labels)
    return Record(path, 0, key, facts, spellings)


def _english_first(label: Any) -> tuple[bool, str, str]:
    return label.language != "en", label.language or "", str(label)


def _kind(types: list[str]) -> Kind | None:
    for each in sorted(types):
        for start in (SCHEMA_ORG, SCHEMA_ORG.replace("https", "http")):
            if each.startswith(start):
                return kind_of(each.removeprefix(start))
    return None


def _plain(graph: Any, concept: Any, name: str) -> str:
    from rdflib import URIRef

    return next(map(str, sorted(graph.objects(concept, URIRef(SCHEMA_ORG + name)))), "")


def _xrefs(graph: Any, concept: Any) -> dict[str, str]:
    from rdflib.namespace import SKOS

    keys = [key_of(str(each), SCHEME) for each in sorted(graph.objects(concept, SKOS.exactMatch))]
    return {key.scheme: key.value for key in keys if not key.is_own and key.scheme != SCHEME}
