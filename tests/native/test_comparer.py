"""Comparison of names by the kernel against `features.compare_sides`, its oracle."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from normalizer.align import likeness
from normalizer.annotate.resemblance import looks_alike, looks_alike_in_python
from normalizer.comparer import HOWS, comparer, word_of
from normalizer.native.kernel import INTERFACE, checked, native
from normalizer.query import Query
from normalizer.score import FEATURES, weigh, weights
from normalizer.store.seeds import load_seeds
from normalizer.text import normalise
from normalizer.types import Feature, Kind

pytestmark = pytest.mark.skipif(native is None, reason="the native kernel was not built")

Tokens = tuple[str, ...]
KINDS = st.sampled_from(Kind)
# Few letters, so that like tokens abound; of scripts with sounds, with readings and with neither.
TOKEN = st.text("abdivz'\u02bc1ščaўлнавы김Φλოא七ア", min_size=1, max_size=10)
LONG = st.text("ab", min_size=40, max_size=70)


@cache
def entities() -> list[list[Tokens]]:
    """Return the names of each seeded entity as tokens in normal form."""
    names: dict[str, list[Tokens]] = {}
    for alias in load_seeds().aliases():
        if tokens := tuple(normalise(alias.text).split()):
            names.setdefault(alias.entity_id, []).append(tokens)
    return list(names.values())


@st.composite
def pair(draw: st.DrawFn) -> tuple[Tokens, Tokens]:
    """Return two real names, often of one entity, the first with words changed or left out."""
    own = draw(st.sampled_from(entities()))
    other = own if draw(st.booleans()) else draw(st.sampled_from(entities()))
    left, right = list(draw(st.sampled_from(own))), draw(st.sampled_from(other))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(left) - 1))
        at = draw(st.integers(0, len(left[place]) - 1))
        spoilt = (
            left[place][:at] + draw(st.sampled_from(["", "a", "n", "x"])) + left[place][at + 1 :]
        )
        left[place] = spoilt or left[place]
    if draw(st.booleans()):
        left = left[1:] + left[:1]
    return tuple(left), right


def assert_same(left: Tokens, right: Tokens, kind: Kind) -> None:
    """Compare two names both ways."""
    for query, stored in ((left, right), (right, left)):
        found, oracle = Query(query, _rarity, _knows), Query(query, _rarity, _knows)
        oracle._comparer = None
        assert found.compare(stored, kind) == oracle.compare(stored, kind)


def _rarity(token: str) -> float:
    return 1.0 - len(token) % 7 / 9


def _knows(token: str) -> bool:
    return len(token) % 2 == 0


@settings(max_examples=400)
@given(pair(), KINDS)
def test_real_names(names: tuple[Tokens, Tokens], kind: Kind) -> None:
    """Every feature and the stage are the same to the last bit."""
    assert_same(*names, kind)


@settings(max_examples=200)
@given(
    st.lists(TOKEN, min_size=1, max_size=4).map(tuple),
    st.lists(TOKEN | LONG, min_size=1, max_size=4).map(tuple),
    KINDS,
)
def test_arbitrary_names(left: Tokens, right: Tokens, kind: Kind) -> None:
    """So they are whatever the tokens are, those too that the kernel has no room for."""
    assert_same(left, right, kind)


@settings(max_examples=300)
@given(TOKEN, TOKEN)
def test_likeness_of_tokens(left: str, right: str) -> None:
    """Two tokens are as alike, and for the same reason."""
    ours, theirs, found = word_of(left), word_of(right), comparer()
    assert found is not None
    assume(ours is not None and theirs is not None)
    alike, how = found.likeness(ours, theirs)
    assert (alike, HOWS[how]) == likeness(left, right)


@settings(max_examples=300)
@given(TOKEN, TOKEN)
def test_resemblance_of_tokens(left: str, right: str) -> None:
    """The first look at two tokens sees the same."""
    assume(word_of(left) is not None and word_of(right) is not None)
    assert looks_alike(left, right) == looks_alike_in_python(left, right)


def test_more_tokens_than_are_compared() -> None:
    """Of names of more than sixteen tokens the first are compared."""
    name = tuple(f"word{number}" for number in range(20))
    assert_same(name, (*name[3:], "other"), Kind.ORGANISATION)


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-(10**7), 10**7).map(lambda n: n / 2e4)))
def test_weighing(features: list[float]) -> None:
    """What features add is rounded as `round` has it, those half-way between two as well."""
    model = weights()[Kind.PERSON]
    names = list(model)[1 : 1 + len(features)]
    kept = tuple(features[: len(names)])
    expected = model["bias"] + sum(
        round(model[name] * value, 4) for name, value in zip(names, kept, strict=True)
    )
    assert weigh(model, kept) == expected


@given(st.data())
def test_telling_of_features(data: st.DataObject) -> None:
    """The features of an answer are told alike: those that are not 0, rounded."""
    number = st.floats(-1e6, 1e6) | st.integers(-(10**7), 10**7).map(lambda n: n / 2e4) | st.just(0)
    values = tuple(data.draw(st.lists(number, min_size=len(FEATURES), max_size=len(FEATURES))))
    model = weights()[Kind.PLACE]
    expected = [
        (name, round(value, 4), round(model[name] * value, 4))
        for name, value in zip(FEATURES, values, strict=True)
        if value
    ]
    in_order = tuple([model[name] for name in ("bias", *FEATURES)])
    assert native is not None
    found = native.told(Feature, FEATURES, in_order, values)
    assert list(found) == expected
    assert all(isinstance(each, Feature) for each in found)


def test_bad_arguments_are_refused() -> None:
    """Wrong types and sizes give errors of Python."""
    assert native is not None
    word, found = word_of("minsk"), comparer()
    assert found is not None
    with pytest.raises(ValueError, match="room"):
        native.Token("a" * 99, "a", "a", "a", ("a",), 1, 0)
    with pytest.raises(TypeError, match="strings"):
        native.Token("a", "a", "a", "a", (1,), 1, 0)
    with pytest.raises(TypeError, match="resembles"):
        word.resembles("minsk")
    with pytest.raises(ValueError, match="shape"):
        native.Shape((word,), b"", b"", ())
    with pytest.raises(TypeError, match="words"):
        native.Shape(("minsk",), b"\0", b"\0", (1.0,))
    shape = native.Shape((word,), b"\x08", b"\0", (1.0,))
    with pytest.raises(ValueError, match="rarity"):
        found.compare(0, shape, (), b"\0", shape, (1.0,), 0.0, 0, 0.0, 0.0, False)
    with pytest.raises(ValueError, match="model"):
        native.weighed((1.0,), (1.0,))
    with pytest.raises(ValueError, match="features"):
        native.told(Feature, ("a",), (1.0,), (1.0,))
    with pytest.raises(ValueError, match="features"):
        native.told(dict, ("a",), (1.0, 1.0), (1.0,))
    with pytest.raises(ValueError, match="questions"):
        native.Comparer(native.Costs({}, {}), ())


def test_kernel_of_another_package_is_refused() -> None:
    """Who forgets to build again is told so, instead of meeting what is missing in the midst."""
    assert native is not None
    assert checked(native).INTERFACE == INTERFACE

    class Older:
        __file__ = "_kernel.so"

    with pytest.raises(ImportError, match="pip install -e"):
        checked(Older)  # type: ignore[arg-type]
