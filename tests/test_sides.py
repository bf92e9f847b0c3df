from __future__ import annotations

import pytest

from normalizer.names.roles import Role
from normalizer.sides import shape_of, side_of
from normalizer.types import Kind


def rare(_token: str) -> float:
    """Return the rarity of what one entity alone has."""
    return 1.0


def weights(name: str, kind: Kind = Kind.PERSON) -> dict[str, float]:
    """Return the weight of each token of a name."""
    side = side_of(shape_of(tuple(name.split()), kind), rare)
    return dict(zip(side.tokens, side.weights, strict=True))


def test_titles_are_left_out_unless_they_are_all() -> None:
    """What remains is the name; a name of nothing but titles is one all the same."""
    assert shape_of(("president", "lukashenko"), Kind.PERSON).tokens == ("lukashenko",)
    assert shape_of(("president",), Kind.PERSON).roles == (Role.NAME,)


def test_a_surname_weighs_more_than_what_stands_beside_it() -> None:
    """Given name, patronymic and particle say less of who is meant."""
    found = weights("александр григорьевич лукашенко")
    assert found["лукашенко"] > found["александр"] > found["григорьевич"] > 0.0
    assert weights("ludwig van beethoven")["van"] < weights("ludwig van beethoven")["ludwig"]


@pytest.mark.parametrize(("middle", "less"), [("stefanus", True), ("jon", False)])
def test_long_middle_names_weigh_little(middle: str, less: bool) -> None:
    """They often go unsaid; short ones are syllables that are all the name's own."""
    found = weights(f"kim {middle} leshchenya")
    assert (found[middle] < found["leshchenya"] / 2) is less


def test_a_common_token_weighs_less() -> None:
    """How rare the table has a token tells with how much it counts."""
    common = side_of(shape_of(("ivanov",), Kind.PERSON), lambda _: 0.2)
    assert common.total < side_of(shape_of(("ivanov",), Kind.PERSON), rare).total


def test_numbers_are_figures_and_ordinals() -> None:
    """A numeral and figures of the same value are the same number."""
    assert shape_of(("innocent", "viii"), Kind.PERSON).numbers == {"8"}
    assert shape_of(("belarus", "2"), Kind.ORGANISATION).numbers == {"2"}
    assert shape_of(("xi", "jinping"), Kind.PERSON).numbers == frozenset()
