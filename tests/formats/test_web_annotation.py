from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalizer.formats.names import Format
from normalizer.formats.web_annotation import CONTEXT, document_iri
from normalizer.types import AnnotatedDocument, OffsetUnit
from tests.cli.samples import annotated
from tests.formats.written import HARD, hard, surfaces, text_of

OA = "http://www.w3.org/ns/oa#"
VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
PLAIN_TERMS = (
    "Annotation Choice SpecificResource TextualBody TextPositionSelector TextQuoteSelector "
    "exact prefix suffix identifying classifying"
)
# The terms of the published context that we use: https://www.w3.org/TR/annotation-vocab/
TERMS: dict[str, Any] = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "value": VALUE,
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    **{term: f"oa:{term}" for term in PLAIN_TERMS.split()},
}


@pytest.fixture
def expanded(tmp_path: Path) -> list[dict[str, Any]]:
    """Return the items of the hard text as another library's reader of JSON-LD sees them."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="pyld (extra `dev`) is not installed")

    def load(url: str, options: object) -> dict[str, Any]:
        assert url == CONTEXT
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}

    page = json.loads(text_of(Format.JSONLD, tmp_path, hard()))
    (read,) = jsonld.expand(page, {"documentLoader": load, "base": "http://e.org/"})
    items: list[dict[str, Any]] = read[f"{TERMS['as']}items"][0]["@list"]
    return items


def _selectors(item: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (target,) = item[f"{OA}hasTarget"]
    return {each["@type"][0].removeprefix(OA): each for each in target[f"{OA}hasSelector"]}


def test_selectors_find_the_mentions(expanded: list[dict[str, Any]]) -> None:
    """Positions cut the surface form from the text, and so do the quotation's surroundings."""
    document, result = hard()
    for item, surface in zip(expanded, surfaces(result), strict=True):
        found = _selectors(item)
        position, quote = found["TextPositionSelector"], found["TextQuoteSelector"]
        start, end = (position[f"{OA}{name}"][0]["@value"] for name in ("start", "end"))
        prefix, exact, suffix = (
            quote[f"{OA}{name}"][0]["@value"] for name in ("prefix", "exact", "suffix")
        )
        assert document.text[start:end] == exact == surface
        assert document.text.count(prefix + exact + suffix) == 1


def test_bodies_identify(expanded: list[dict[str, Any]]) -> None:
    """A match has its entity, an ambiguous mention a choice, and one of nobody its kind alone."""
    bodies = [item[f"{OA}hasBody"] for item in expanded]
    assert [body[0]["@type"][0].removeprefix(OA) for body in bodies[1:4]] == [
        "SpecificResource",
        "Choice",
        "TextualBody",
    ]
    entity = bodies[1][0][f"{OA}hasSource"][0]
    assert entity["@id"] == "urn:namenorm:entity:nn1"
    assert [each["@id"] for each in bodies[1][0][f"{OA}hasPurpose"]] == [f"{OA}identifying"]
    (score,) = bodies[1][0]["urn:namenorm:vocabulary:score"]
    assert score["@value"] == 0.98


def test_no_member_is_lost(tmp_path: Path, expanded: list[dict[str, Any]]) -> None:
    """Every member has a term in the context: a reader of JSON-LD drops what has none."""
    page = json.loads(text_of(Format.JSONLD, tmp_path, hard()))
    own = page["@context"][1]
    names = {name for item in page["items"] for name in _members(item)}
    assert names - TERMS.keys() - own.keys() == set()


def _members(value: object) -> set[str]:
    if isinstance(value, list):
        return {name for each in value for name in _members(each)}
    if isinstance(value, dict):
        return set(value) | {name for each in value.values() for name in _members(each)}
    return set()


def test_page_of_nothing(tmp_path: Path) -> None:
    """Without mentions there is a page without items."""
    page = json.loads(text_of(Format.JSONLD, tmp_path, annotated("d", "Nothing.")))
    assert (page["type"], page["items"]) == ("AnnotationPage", [])


def test_ids_differ(tmp_path: Path) -> None:
    """No two annotations of several documents have one ID."""
    samples = [annotated(name, HARD) for name in ("a", "b", "a b")]
    page = json.loads(text_of(Format.JSONLD, tmp_path, *samples))
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == 15


@pytest.mark.parametrize(
    ("identifier", "iri"),
    [
        ("docs/a b.txt", "docs/a%20b.txt"),
        ("a.jsonl:3", "a.jsonl%3A3"),
        ("https://e.org/a?b=c#d", "https://e.org/a?b=c#d"),
        ("urn:isbn:0", "urn:isbn:0"),
        ("Мінск", "%D0%9C%D1%96%D0%BD%D1%81%D0%BA"),
        ("", "."),
    ],
)
def test_document_iri(identifier: str, iri: str) -> None:
    """An absolute IRI stays, anything else becomes a path that names no scheme."""
    assert document_iri(identifier) == iri


def test_other_offsets_are_refused(tmp_path: Path) -> None:
    """The standard counts code points; other offsets would point elsewhere."""
    document, _ = annotated("d", "x")
    with pytest.raises(ValueError, match="code points"):
        text_of(
            Format.JSONLD, tmp_path, (document, AnnotatedDocument("d", (), OffsetUnit.UTF8, "r"))
        )
