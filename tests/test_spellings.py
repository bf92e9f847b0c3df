"""Spellings that the seeds do not have meet their entity by rule; near names of others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizer import tsv
from normalizer.engine import Engine
from normalizer.errors import InputError
from normalizer.types import Decision

CASES = Path(__file__).parent / "cases"


def cases(name: str, *columns: str) -> list[list[str]]:
    """Return the rows of a file of cases."""
    return [fields for _, fields in tsv.read_rows(CASES / name, columns, InputError)]


@pytest.mark.parametrize(
    ("spelling", "entity_id", "name"),
    cases("unseeded_spellings.tsv", "spelling", "entity_id", "name"),
)
def test_unseeded_spelling_meets_its_entity(
    engine: Engine, spelling: str, entity_id: str, name: str
) -> None:
    """A scheme, a case ending or an order that no row has is reached by rule."""
    found = engine.resolve(spelling)
    assert found.match is not None, name
    assert found.match.entity_id == entity_id


def test_the_spellings_are_not_in_the_seeds(engine: Engine) -> None:
    """A row in the seeds would make its case say nothing of the rules."""
    known = {alias.text for alias in engine.store.aliases()}
    rows = cases("unseeded_spellings.tsv", "spelling", "entity_id", "name")
    assert [spelling for spelling, _, _ in rows if spelling in known] == []
    assert len({name for _, _, name in rows}) >= 20


@pytest.mark.parametrize(("spelling", "not_name"), cases("near_names.tsv", "spelling", "not_name"))
def test_near_name_is_nobody(engine: Engine, spelling: str, not_name: str) -> None:
    """A name that only resembles a known one is not linked to it."""
    assert engine.resolve(spelling).decision is Decision.NIL, not_name


@pytest.mark.parametrize(
    ("spelling", "not_name"), cases("known_failures.tsv", "spelling", "not_name")
)
@pytest.mark.xfail(strict=True, reason="told apart only by knowing more surnames than ours")
def test_known_failure(engine: Engine, spelling: str, not_name: str) -> None:
    """A case that we get wrong fails until we get it right."""
    assert engine.resolve(spelling).decision is Decision.NIL, not_name
