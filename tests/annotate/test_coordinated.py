"""Two sides that share one place."""

from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind
from tests.annotate.reading import engine_of, links


@pytest.fixture(scope="module")
def names() -> Engine:
    """Return an engine of parts of Europe."""
    return engine_of(
        ("mid", Kind.PLACE, "Центральная Европа", "ru"),
        ("east", Kind.PLACE, "Восточная Европа", "ru"),
        ("eu", Kind.PLACE, "Европа", "ru"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Страны Центральной и Восточной Европы тут.",
            [("Центральной", "mid"), ("Восточной Европы", "east")],
        ),
        ("Страны Северной и Восточной Европы тут.", [("Восточной Европы", "east")]),
        ("Страны Центральной, Восточной Европы тут.", [("Восточной Европы", "east")]),
        ("Страны Центральной и далёкой Европы тут.", [("Европы", "eu")]),
    ],
)
def test_first_side_shares_the_place(
    names: Engine, text: str, expected: list[tuple[str, str]]
) -> None:
    """The first side is linked where both are sides, and the table knows it with that place."""
    assert links(names, text, "ru") == expected
