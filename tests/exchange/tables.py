"""A table made of differences, without a store: the oracle for what an import applies."""

from __future__ import annotations

from collections.abc import Iterable

from normalizer.exchange.differences import About, Difference
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, Entity


def built(differences: Iterable[Difference]) -> MemoryStore:
    """Return the table of all that is new in differences from an empty one, under its own IDs."""
    entities, aliases = [], []
    for each in differences:
        assert each.is_edit, each.in_words()
        if each.about is About.ENTITY:
            facts = each.facts
            assert facts is not None
            about = (facts.country, facts.gender, facts.description, facts.xrefs)
            entities.append(Entity(each.handle, facts.kind, facts.name, *about))
        else:
            row = each.spelling
            assert row is not None
            about_row = (row.lang, row.script, row.scheme, row.source, row.note)
            aliases.append(Alias(row.text, each.handle, row.kind, *about_row))
    return MemoryStore(entities, aliases)
