from __future__ import annotations

from normalizer.engine import Engine
from normalizer.rulings import Ruling, RulingKind, Rulings
from normalizer.types import AnnotateOptions, Decision, Document
from tests.world import KGB_USSR, LEADER, PRESIDENT, WORLD

TEXT = "Лукашенко встретил Тихановскую. Сегодня о Лукашенке молчат."
NIL_TOO = AnnotateOptions(include_nil=True)


def _engine(*rulings: Ruling) -> Engine:
    return Engine(WORLD, rulings=Rulings(rulings))


def test_what_is_no_name_is_not_found() -> None:
    """Neither resolved, nor annotated, nor reported as a name of nobody known."""
    engine = _engine(Ruling(RulingKind.NOT_A_NAME, "лукашенко"))
    assert engine.resolve("Лукашенко").decision is Decision.NIL
    found = engine.annotate(Document("one", TEXT), NIL_TOO).annotations
    assert [annotation.surface for annotation in found] == ["Тихановскую", "Лукашенке"]


def test_a_surface_never_means_who_was_ruled_out() -> None:
    """The very form alone is meant: other forms of the name stand."""
    engine = _engine(Ruling(RulingKind.NEVER, "лукашенке", PRESIDENT.id))
    entities = [c.entity_id for c in engine.resolve("Лукашенке").candidates]
    assert PRESIDENT.id not in entities
    assert engine.resolve("Лукашенко").match is not None
    found = engine.annotate(Document("one", TEXT), NIL_TOO).annotations
    by_surface = {annotation.surface: annotation for annotation in found}
    assert by_surface["Лукашенко"].match is not None
    assert by_surface["Тихановскую"].match is not None
    assert by_surface["Лукашенке"].decision is Decision.NIL


def test_of_two_the_other_is_left() -> None:
    """An ambiguous form is decided once all others are ruled out."""
    assert Engine(WORLD).resolve("КГБ").decision is Decision.AMBIGUOUS
    engine = _engine(Ruling(RulingKind.NEVER, "кгб", KGB_USSR.id))
    match = engine.resolve("КГБ").match
    assert match is not None
    assert match.entity_id != KGB_USSR.id


def test_rulings_on_others_change_nothing() -> None:
    """What is said of one form and entity does not touch the rest."""
    engine = _engine(Ruling(RulingKind.NEVER, "тихановская", PRESIDENT.id))
    document = Document("one", TEXT)
    assert engine.annotate(document) == Engine(WORLD).annotate(document)
    assert engine.resolve("Тихановская").match is not None
    assert engine.resolve("Тихановская").candidates[0].entity_id == LEADER.id
