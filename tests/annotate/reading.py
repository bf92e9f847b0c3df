"""Reads texts with an engine, for tests: what was linked, each span checked against the text."""

from __future__ import annotations

from normalizer.engine import Engine
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, AnnotateOptions, Annotation, Document, Entity, Kind


def engine_of(*rows: tuple[str, Kind, str, str]) -> Engine:
    """Return an engine over aliases given as (entity ID, kind, alias, language).

    The first alias of an entity is its canonical name.
    """
    entities = {}
    aliases = []
    for entity_id, kind, text, lang in rows:
        entities.setdefault(entity_id, Entity(entity_id, kind, text))
        aliases.append(Alias(text, entity_id, AliasKind.OFFICIAL, lang))
    return Engine(MemoryStore(entities.values(), aliases))


def read(engine: Engine, text: str, lang: str = "", **options: object) -> list[Annotation]:
    """Return the annotations of a text, each checked against the original."""
    found = engine.annotate(Document("d", text, lang), AnnotateOptions(**options))  # type: ignore[arg-type]
    for annotation in found.annotations:
        assert text[annotation.start : annotation.end] == annotation.surface
    return list(found.annotations)


def links(engine: Engine, text: str, lang: str = "", **options: object) -> list[tuple[str, str]]:
    """Return (surface form, entity ID or decision) for each annotation of a text."""
    return [
        (a.surface, a.match.entity_id if a.match else str(a.decision))
        for a in read(engine, text, lang, **options)
    ]
