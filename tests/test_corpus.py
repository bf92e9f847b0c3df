"""The five texts that the project grew out of: every mention, one ID for each entity.

`tests/cases/belarus_2020.tsv` lists what a careful reader marks in each text.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from normalizer import tsv
from normalizer.engine import Engine
from normalizer.errors import InputError
from normalizer.types import AnnotateOptions, Document

CASES = Path(__file__).parent / "cases" / "belarus_2020.tsv"
COLUMNS = ("text", "surface", "count", "entity_id", "name")


def expected() -> dict[str, Counter[tuple[str, str]]]:
    """Return (surface, entity ID) → count by the number of the text."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for _, (text, surface, count, entity_id, _) in tsv.read_rows(CASES, COLUMNS, InputError):
        found.setdefault(text, Counter())[surface, entity_id] = int(count)
    return found


@pytest.mark.parametrize("text", sorted(expected()))
def test_every_mention_is_found_and_nothing_else(
    engine: Engine, corpus: dict[str, str], text: str
) -> None:
    """Exactly the mentions that a careful reader marks are linked, each to its entity."""
    (name,) = (name for name in corpus if name.startswith(text))
    found = engine.annotate(Document(name, corpus[name], "en"))
    linked = Counter(
        (a.surface, a.match.entity_id if a.match else str(a.decision)) for a in found.annotations
    )
    assert linked == expected()[text]


def test_reading_does_not_depend_on_being_told_the_language(
    engine: Engine, corpus: dict[str, str]
) -> None:
    """The guessed language gives the same annotations as the known one."""
    for name, text in corpus.items():
        told = engine.annotate(Document(name, text, "en"))
        guessed = engine.annotate(Document(name, text))
        assert [(a.start, a.end) for a in told.annotations] == [
            (a.start, a.end) for a in guessed.annotations
        ]


def test_names_of_private_people_are_left_to_the_curators(
    engine: Engine, corpus: dict[str, str]
) -> None:
    """Who is named by a given name alone is a mention of nobody we know."""
    nil = {
        a.surface
        for name, text in corpus.items()
        for a in engine.annotate(
            Document(name, text), AnnotateOptions(include_nil=True)
        ).annotations
        if not a.candidates
    }
    assert {"Alexei", "Eugen", "Alla Georgievna"} <= nil
    assert len(nil) <= 12
