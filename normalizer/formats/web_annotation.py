"""W3C Web Annotation as JSON-LD: one page of annotations, an item a line.

Each item identifies a mention: its target is the document with the position in code points and
the quotation in its surroundings, its body the entity, or a choice of entities when the mention
is ambiguous, or a tag alone when nobody is known. The score, the decision and the table's
revision have no terms of their own in the vocabulary, so that the context of the page adds them.
See https://www.w3.org/TR/annotation-model/ (sections 3.2.3, 4.2.4 and 4.2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote

from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import json_line
from normalizer.types import (
    AnnotatedDocument,
    Annotation,
    Candidate,
    Decision,
    Document,
    OffsetUnit,
)
from normalizer.version import ENGINE_VERSION

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:namenorm:vocabulary:"
ENTITY = "urn:namenorm:entity:"

_TERMS = {
    "namenorm": VOCABULARY,
    "score": {"@id": f"{VOCABULARY}score", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    "decision": f"{VOCABULARY}decision",
    "revision": f"{VOCABULARY}revision",
    "evidence": f"{VOCABULARY}evidence",
}
_GENERATOR = {
    "id": f"urn:namenorm:engine:{ENGINE_VERSION}",
    "type": "Software",
    "name": f"namenorm {ENGINE_VERSION}",
}
_ABSOLUTE = re.compile(r"(?:https?|file|ftp)://|urn:", re.IGNORECASE)
# Enough words to find the quotation again in a text that was changed elsewhere.
_SURROUNDINGS = 32


class WebAnnotations:
    """Writes the page; documents need offsets in code points, as the standard counts."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._empty = True

    def begin(self) -> None:
        """Write the head of the page."""
        head = {"@context": [CONTEXT, _TERMS], "type": "AnnotationPage"}
        self._out.write(json_line(head).removesuffix("}\n") + ', "items": [')

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write the items of one document; raise ValueError for other offsets."""
        if annotated.offsets is not OffsetUnit.CODEPOINT:
            raise ValueError("Web Annotation counts in code points")
        for item in _items(document, annotated):
            self._out.write("\n" if self._empty else ",\n")
            self._out.write(json_line(item).removesuffix("\n"))
            self._empty = False

    def end(self) -> None:
        """Write the end of the page."""
        self._out.write("\n]}\n")


def document_iri(identifier: str) -> str:
    """Return a document's ID as an IRI: as it is when absolute, else a relative reference.

    What cannot stand in a path is escaped, a colon included, which would name a scheme.

    >>> document_iri("press/17 May.jsonl:3")
    'press/17%20May.jsonl%3A3'
    """
    if _ABSOLUTE.match(identifier):
        return quote(identifier, safe="%/:?#[]@!$&'()*+,;=~")
    return quote(identifier, safe="/~") or "."


def _items(document: Document, annotated: AnnotatedDocument) -> Iterator[dict[str, Any]]:
    iri = document_iri(document.id)
    for annotation in annotated.annotations:
        yield {
            "id": f"urn:namenorm:mention:{quote(document.id, safe='/')}"
            f":{annotation.start}-{annotation.end}",
            "type": "Annotation",
            "motivation": "identifying",
            "generator": _GENERATOR,
            "decision": annotation.decision.value,
            "revision": annotated.revision,
            "body": _body(annotation),
            "target": {"source": iri, "selector": _selectors(document.text, annotation)},
        }


def _body(annotation: Annotation) -> list[dict[str, Any]]:
    if annotation.decision is Decision.AMBIGUOUS:
        return [{"type": "Choice", "items": [_entity(each) for each in annotation.candidates]}]
    bodies = [_entity(annotation.match)] if annotation.match else []
    if annotation.kind:
        kind = annotation.kind.value
        bodies.append({"type": "TextualBody", "purpose": "classifying", "value": kind})
    return bodies


def _entity(candidate: Candidate) -> dict[str, Any]:
    return {
        "type": "SpecificResource",
        "purpose": "identifying",
        "source": {"id": f"{ENTITY}{candidate.entity_id}", "label": candidate.name},
        "score": round(candidate.score, 4),
        "evidence": candidate.evidence.in_words(),
    }


def _selectors(text: str, annotation: Annotation) -> list[dict[str, Any]]:
    start, end = annotation.start, annotation.end
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": annotation.surface,
            "prefix": text[max(0, start - _SURROUNDINGS) : start],
            "suffix": text[end : end + _SURROUNDINGS],
        },
    ]
