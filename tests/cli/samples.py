"""Hand-built answers that cover every case a writer meets."""

from __future__ import annotations

import re

from normalizer.types import (
    AliasKind,
    AnnotatedDocument,
    Annotation,
    Candidate,
    Decision,
    Document,
    Entity,
    Evidence,
    Feature,
    Kind,
    OffsetUnit,
    Resolution,
    Stage,
)

REVISION = "r1-5f3a"

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("nn1", Kind.PERSON, "Alexander Lukashenko", "BY", "m", "President of Belarus"),
        Entity("nn2", Kind.PERSON, "Sviatlana Tsikhanouskaya", "BY", "f", "Opposition leader"),
        Entity("nn3", Kind.PLACE, "Minsk", "BY", "", "Capital of Belarus"),
        Entity("nn4", Kind.PLACE, "Belarus", "BY", "", "Country in Eastern Europe"),
        Entity("nn5", Kind.ORGANISATION, "National Guard of Russia", "RU", "", "Interior force"),
        Entity("nn6", Kind.ORGANISATION, "Wagner Group", "RU", "", "Private military company"),
        Entity("nn7", Kind.PERSON, "Dmitry Utkin", "RU", "m", "Commander"),
    )
}

MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")


def evidence(surface: str, entity: Entity, stage: Stage = Stage.FOLDED) -> Evidence:
    """Return evidence as the engine gives it."""
    compared = (surface.casefold(), entity.name.casefold())
    features = (Feature("skeleton", 1.0, 2.5), Feature("length", 0.123456, -0.25))
    return Evidence(stage, entity.name, AliasKind.OFFICIAL, compared, features)


def candidate(surface: str, entity_id: str, score: float = 0.98) -> Candidate:
    """Return a candidate for a surface form."""
    entity = ENTITIES[entity_id]
    return Candidate(entity.id, entity.name, entity.kind, score, evidence(surface, entity))


def annotated(identifier: str, marked: str, lang: str = "") -> tuple[Document, AnnotatedDocument]:
    """Return the document and annotations of a text marked `[surface|id]`.

    `[surface|id,id]` is ambiguous and `[surface|]` is NIL.
    """
    text, annotations, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        annotations.append(_annotation(len(text), mark[1], [i for i in mark[2].split(",") if i]))
        text += mark[1]
        last = mark.end()
    text += marked[last:]
    result = AnnotatedDocument(identifier, tuple(annotations), OffsetUnit.CODEPOINT, REVISION)
    return Document(identifier, text, lang), result


def _annotation(start: int, surface: str, ids: list[str]) -> Annotation:
    end = start + len(surface)
    if not ids:
        return Annotation(start, end, surface, Kind.PERSON, Decision.NIL)
    if len(ids) == 1:
        found = (candidate(surface, ids[0]),)
        return Annotation(start, end, surface, found[0].kind, Decision.MATCH, found)
    found = tuple(candidate(surface, each, 0.55 - n / 10) for n, each in enumerate(ids))
    return Annotation(start, end, surface, found[0].kind, Decision.AMBIGUOUS, found)


def resolution(query: str, *ids: str) -> Resolution:
    """Return the resolution of a name to no, one or several entities."""
    decision = (Decision.NIL, Decision.MATCH, Decision.AMBIGUOUS)[min(len(ids), 2)]
    scores = (0.98,) if len(ids) == 1 else (0.55, 0.45)
    found = tuple(candidate(query, each, score) for each, score in zip(ids, scores, strict=False))
    return Resolution(query, decision, found, REVISION)
