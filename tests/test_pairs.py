from __future__ import annotations

import pytest

from normalizer.errors import InvalidTextError
from normalizer.pairs import compare_names
from normalizer.types import Kind


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Alexander Lukashenko", "Александр Лукашенко", Kind.PERSON),
        ("Lukashenko, Alexander", "Alexander Lukashenko", Kind.PERSON),
        ("Kiev", "Киев", Kind.PLACE),
        ("Минский тракторный завод", "Минского тракторного завода", Kind.ORGANISATION),
    ],
)
def test_names_of_one_entity_are_likely(left: str, right: str, kind: Kind) -> None:
    """Script, order and case of the words do not part two names."""
    assert compare_names(left, right, kind) >= 0.75


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Alexander Lukashenko", "Alla Lukashenko", Kind.PERSON),
        ("Iran", "Iraq", Kind.PLACE),
        ("Austria", "Australia", Kind.PLACE),
        ("Belarus 1", "Belarus 2", Kind.ORGANISATION),
    ],
)
def test_names_of_two_entities_are_unlikely(left: str, right: str, kind: Kind) -> None:
    """A small difference that tells is held to tell."""
    assert compare_names(left, right, kind) < 0.5


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Лукашенко", "Лукашенки"),
        ("Minister Makei", "Uladzimir Makei"),
        ("МТЗ", "Минский тракторный завод"),
        ("Iran", "Иракский"),
    ],
)
def test_order_of_the_names_does_not_count(left: str, right: str, kind: Kind) -> None:
    """Neither name is the query: the comparison is symmetric and a probability."""
    there, back = compare_names(left, right, kind), compare_names(right, left, kind)
    assert there == back
    assert 0.0 < there < 1.0


def test_common_tokens_count_less() -> None:
    """Who knows how telling tokens are may say so."""
    rare = compare_names("Kim Min", "Kim Minh", Kind.PERSON)
    assert compare_names("Kim Min", "Kim Minh", Kind.PERSON, lambda _: 0.1) < rare


@pytest.mark.parametrize("name", ["", "  ", "\x00", "…"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """An empty name is an error, not a bad match, on either side."""
    with pytest.raises(InvalidTextError):
        compare_names(name, "Minsk", Kind.PLACE)
    with pytest.raises(InvalidTextError):
        compare_names("Minsk", name, Kind.PLACE)
