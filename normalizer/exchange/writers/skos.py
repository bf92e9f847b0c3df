"""A table as SKOS in N-Triples: one statement a line, sorted by entity; needs the extra `[skos]`.

The canonical name is the English prefLabel; the first official alias of any other language is
that language's; misspellings are hiddenLabels, codes notations, all others altLabels. Kinds,
genders and countries are those of schema.org. What SKOS has no word for (kinds of aliases,
sources, schemes) is left behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from normalizer.exchange.readers.skos import SCHEMA_ORG, URN
from normalizer.exchange.writers.jsonl import Write, entities_with_aliases
from normalizer.store.protocol import AliasStore
from normalizer.types import Alias, AliasKind, Entity, Kind

_TYPES = {Kind.PERSON: "Person", Kind.PLACE: "Place", Kind.ORGANISATION: "Organization"}
_GENDERS = {"f": "Female", "m": "Male"}
_ADDRESSES = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
_ENGLISH = "en"


def write_skos(store: AliasStore, write: Write) -> int:
    """Write each entity's statements and return how many entities there were.

    Raises ModuleNotFoundError where rdflib is not installed.
    """
    from rdflib import Graph

    count = 0
    for entity, aliases in entities_with_aliases(store):
        graph = Graph()
        for statement in _statements(entity, aliases):
            graph.add(statement)
        lines = graph.serialize(format="nt").splitlines(keepends=True)
        write("".join(sorted(line for line in lines if line.strip())))
        count += 1
    return count


def _statements(entity: Entity, aliases: Iterable[Alias]) -> Iterator[tuple[Any, Any, Any]]:
    from rdflib import Literal, URIRef
    from rdflib.namespace import RDF, SKOS

    concept = URIRef(URN + entity.id)
    yield concept, RDF.type, SKOS.Concept
    yield concept, RDF.type, URIRef(SCHEMA_ORG + _TYPES[entity.kind])
    yield concept, SKOS.prefLabel, Literal(entity.name, lang=_ENGLISH)
    for name, alias in _labels(aliases):
        lang = alias.lang if name != "notation" else ""
        yield concept, SKOS[name], Literal(alias.text, lang=lang or None)
    if entity.description:
        yield concept, SKOS.definition, Literal(entity.description, lang=_ENGLISH)
    if entity.country:
        yield concept, URIRef(SCHEMA_ORG + "addressCountry"), Literal(entity.country)
    if entity.gender:
        yield concept, URIRef(SCHEMA_ORG + "gender"), Literal(_GENDERS[entity.gender])
    for scheme, value in entity.xrefs.items():
        yield concept, SKOS.exactMatch, URIRef(_address(scheme, value))


def _labels(aliases: Iterable[Alias]) -> Iterator[tuple[str, Alias]]:
    """Yield (label, alias): SKOS allows one prefLabel a language."""
    preferred = {_ENGLISH, ""}
    for alias in aliases:
        if alias.kind is AliasKind.MISSPELLING:
            yield "hiddenLabel", alias
        elif alias.kind is AliasKind.CODE:
            yield "notation", alias
        elif alias.kind is AliasKind.OFFICIAL and alias.lang not in preferred:
            preferred.add(alias.lang)
            yield "prefLabel", alias
        else:
            yield "altLabel", alias


def _address(scheme: str, value: str) -> str:
    from urllib.parse import quote

    known = _ADDRESSES.get(scheme)
    return known.format(quote(value)) if known else f"urn:namenorm:xref:{scheme}:{quote(value)}"
