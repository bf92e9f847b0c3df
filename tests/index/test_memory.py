from __future__ import annotations

import pytest

from normalizer.index.memory import MemoryIndex
from tests import world

INDEX = MemoryIndex(world.WORLD)


def test_exact_form() -> None:
    """An alias is found by its normal form alone."""
    assert {e.entity.id for e in INDEX.exact("кгб")} == {world.KGB_BELARUS.id, world.KGB_USSR.id}
    assert INDEX.exact("кг") == ()


def test_folded_form_crosses_scripts() -> None:
    """Latin letters reach a Cyrillic alias of the same romanisation."""
    assert {e.alias.text for e in INDEX.folded("rosgvardiya")} == {"Rosgvardiya", "Росгвардия"}


@pytest.mark.parametrize(
    ("query", "entity"),
    [
        ("loukachenko", world.PRESIDENT),  # sound key
        ("тихановской", world.LEADER),  # inflected
        ("lukashenkp", world.PRESIDENT),  # typing error
        ("minskij traktornyj zavod", world.TRACTORS),  # scheme
        ("rosgvardia", world.GUARD),
        ("ros gvardiya", world.GUARD),  # written apart
    ],
)
def test_near_reaches_the_entity(query: str, entity: world.Entity) -> None:
    """Every way of reaching a token brings its entity to the candidates."""
    found = INDEX.near(query.split(), 10)
    assert entity.id in {entry.entity.id for _, entry in found}


def test_near_keeps_to_its_limit() -> None:
    """Never more entries than asked for, the likeliest first."""
    near = INDEX.near(["lukashenko"], 2)
    assert len(near) == 2
    assert {entry.alias.text for _, entry in near} == {"Lukashenko", "Лукашенко"}


def test_rarity_falls_with_the_number_of_owners() -> None:
    """A token of two entities tells less than a token of one, an unknown one tells most."""
    assert 0.0 < INDEX.rarity("belarus") < INDEX.rarity("tractor") <= INDEX.rarity("unknown") == 1.0


def test_paths_lead_through_every_alias() -> None:
    """Each alias can be walked token by token to its end."""
    for entry in INDEX:
        walk = INDEX.walk()
        for token in entry.tokens:
            step = walk.step(token)
            assert step is not None
            walk = step
        assert entry in walk.entries()


def test_the_index_carries_the_revision_of_its_store() -> None:
    """The index says what it was made from."""
    assert INDEX.revision == world.WORLD.revision
