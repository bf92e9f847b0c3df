from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.engine import Engine
from normalizer.types import Kind
from tests import world
from tests.annotate.reading import links, read

WORKS = "the Minsk Tractor Works in Minsk"


def test_names_inside_a_longer_name_are_returned_on_request(small_engine: Engine) -> None:
    """A place in the name of a body is a mention of its own only when asked for, after the body."""
    outer = [("Minsk Tractor Works", world.TRACTORS.id), ("Minsk", world.MINSK.id)]
    assert links(small_engine, WORKS) == outer
    assert links(small_engine, WORKS, nested=True) == [
        ("Minsk Tractor Works", world.TRACTORS.id),
        ("Minsk", world.MINSK.id),
        ("Minsk", world.MINSK.id),
    ]


def test_inflected_names_inside_are_found(small_engine: Engine) -> None:
    """What is inside a longer name is read as any other text, with its cases."""
    text = "a Minsk Tractor Works of Belarus, в Комитете госбезопасности"
    assert ("Minsk", world.MINSK.id) in links(small_engine, text, nested=True)


def test_surname_in_its_own_full_name_is_not_nested(small_engine: Engine) -> None:
    """A part of a name that means the same entity says nothing new."""
    text = "Александр Григорьевич Лукашенко"
    assert [s for s, _ in links(small_engine, text, nested=True)] == [text]


def test_kinds_choose_among_nested_names_too(small_engine: Engine) -> None:
    """Asking for places with nesting finds the place inside a body's name."""
    found = links(small_engine, WORKS, nested=True, kinds=frozenset({Kind.PLACE}))
    assert found == [("Minsk", world.MINSK.id), ("Minsk", world.MINSK.id)]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Minsk", "Tractor", "Works", "Lukashenko", "of", "Belarus", ",", "КГБ"]),
        max_size=12,
    ).map(" ".join)
)
def test_nested_mentions_lie_inside_theirs(small_engine: Engine, text: str) -> None:
    """Mentions are ordered by start, the longer first, and none crosses another."""
    found = read(small_engine, text, nested=True)
    assert found == sorted(found, key=lambda a: (a.start, -a.end))
    for one in found:
        for other in found:
            crosses = one.start < other.start < one.end < other.end
            assert not crosses
