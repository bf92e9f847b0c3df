"""Plain names of an index file compared as they lie there, against the same names as others."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.comparer import KINDS, LATIN, comparer, made_word
from normalizer.filed import filed_names
from normalizer.index.memory import MemoryIndex
from normalizer.index.protocol import Entry
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.nearness import alphabet
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.names.plain import Trait, traits
from normalizer.native.kernel import native
from normalizer.query import Query, formed
from normalizer.score import Hints, score
from normalizer.store.memory import MemoryStore
from normalizer.store.seeds import load_seeds
from normalizer.text import normalise
from normalizer.types import Entity, Kind

pytestmark = pytest.mark.skipif(native is None, reason="the native kernel was not built")

NO_HINTS = Hints()
ODD = ("Ivo Van Tuyl", "Tuyl", "Vantuyl Ivo", "JC Barclay", "Joel Clarke Barclay", "Valmora")
ODD += ("Val Mora", "Ωδείον", "七海", "Li", "Müller Bergen", "Mueller Bergen", "Nord 2", "x" * 60)
ODD += ("Pavlová Jana", "Павлова Яна", "Karel Novák Dvořák Horák", "a " * 18, "Valmora Gorst")
ODD += ("Val Mora Gorst", "Gorst Tuyl Val Mora", "Jo Clarke Barclay", "Paul II", "NATLAS", "Natlas")
"""Names that others join, cut or tell apart, and some that the kernel has no room for."""
MARKS = {"a": "á", "e": "é", "s": "š", "n": "ň", "и": "й"}
UNMET = (
    "Jana Rasputin",
    "VMG",
    "JCB",
    "JC Barclay",
    "Jo Cl Barclay",
    "Valmora II",
    "Vladimír Tuyl",
)
"""Names that the table lacks."""


@cache
def snapshot() -> Snapshot:
    """Return an index file of the seeds, each name as a name of every kind, and of odd ones."""
    texts = list(dict.fromkeys((*ODD, *(alias.text for alias in load_seeds().aliases()))))
    entities = [
        Entity(f"{kind}{number:06}", kind, text)
        for kind in Kind
        for number, text in enumerate(texts)
    ]
    entities.sort(key=lambda entity: entity.id)
    folder = Path(tempfile.mkdtemp())
    build_snapshot(MemoryStore(entities, []), folder / "names.idx")
    return Snapshot(folder / "names.idx")


def spoilt(tokens: tuple[str, ...], draw: st.DrawFn) -> tuple[str, ...]:
    """Return a name with a letter or a word changed, joined or left out, or as it is."""
    found = list(tokens)
    place = draw(st.integers(0, len(found) - 1))
    way = draw(st.integers(0, 7))
    if way == 0:
        return tuple(found[::-1])
    if way == 1 and len(found) > 1:
        return tuple(found[:place] + found[place + 1 :])
    if way == 2 and len(found) > 1:
        return ("".join(found[:2]), *found[2:])
    if way == 3 and len(found[place]) > 5:
        found[place : place + 1] = [found[place][:3], found[place][3:]]
    if way == 4:
        found[place] = "".join(MARKS.get(letter, letter) for letter in found[place])
    if way == 5:
        found[place] = found[place][0]
    if way == 6 and len(found[place]) > 2:
        found[place] = found[place][:-1]
    return tuple(found)


@st.composite
def asked(draw: st.DrawFn) -> tuple[tuple[str, ...], Entry]:
    """Return a name, and an entry that is near to it or any other."""
    index = snapshot()
    kinds = len(Kind)
    texts = index.records.entries // kinds
    at = draw(st.integers(0, len(ODD) - 1) | st.integers(0, texts - 1))
    entry = index.records.entry_at(at + texts * draw(st.integers(0, kinds - 1)))
    name = spoilt(entry.tokens, draw)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(ODD) - 1))
        return name, index.records.entry_at(at + texts * draw(st.integers(0, kinds - 1)))
    near = index.near(name, 20)
    if near and draw(st.booleans()):
        return name, draw(st.sampled_from(near))[1]
    return name, entry


@settings(max_examples=600)
@given(asked())
def test_filed_names_are_compared_alike(names: tuple[tuple[str, ...], Entry]) -> None:
    """Stage, features and compared strings are the same, and so are the odds."""
    assert_same(*names)


def test_odd_names_are_compared_alike() -> None:
    """So are names that others join, cut or abbreviate."""
    index = snapshot()
    odd = [entry for text in ODD for entry in index.exact(normalise(text))]
    for text in (*ODD, *UNMET):
        for entry in odd:
            assert_same(tuple(normalise(text).split()), entry)


def assert_same(name: tuple[str, ...], entry: Entry) -> None:
    """Compare a name with an entry both ways."""
    index = snapshot()
    known = index.rarity, index.knows
    found = score(Query(name, *known, filed_names(index)), entry, NO_HINTS, agrees=False)
    oracle = score(Query(name, *known), entry, NO_HINTS, agrees=False)
    assert found.found.stage is oracle.found.stage
    assert found.values == oracle.values
    assert found.compared == oracle.compared
    assert found.log_odds == oracle.log_odds


def test_plain_names_are_compared_as_they_lie() -> None:
    """The kernel answers for a plain name, and leaves one with a word of a table to Python."""
    index = snapshot()
    filed, (entry,) = filed_names(index), index.exact("lida")[:1]
    assert filed is not None
    left = formed(("lyda",), Kind.PLACE).kernel
    place = KINDS[Kind.PLACE]
    more = left, (1.0,), b"\0", b"\0", 0.0, lambda _: False
    assert all(traits(token) & Trait.IN_BODY for token in entry.tokens)
    assert filed.compare(entry.position, place, *more) is not None
    (other,) = index.exact("minsk tractor works")[:1]
    assert filed.compare(other.position, place, *more) is None
    assert filed.compare(index.records.entries + 5, place, *more) is None


def test_python_is_asked_whether_names_join() -> None:
    """Two words beside one are left to Python unless it says that they stay two."""
    index = snapshot()
    filed, (entry,) = filed_names(index), index.exact("val mora")[:1]
    assert filed is not None
    left = formed(("valmura",), Kind.PERSON).kernel
    told: list[tuple[str, ...]] = []

    def stays(stored: tuple[str, ...]) -> bool:
        told.append(stored)
        return len(told) > 1

    more = KINDS[Kind.PERSON], left, (1.0,), b"\0", b"\0", 0.0, stays
    assert filed.compare(entry.position, *more) is None
    assert filed.compare(entry.position, *more) is not None
    assert told == [("val", "mora")] * 2


def test_indexes_in_memory_have_no_filed_names() -> None:
    """They are compared as they come."""
    index = MemoryIndex(MemoryStore([Entity("a", Kind.PLACE, "Lida")], []), keep=False)
    assert filed_names(index) is None
    assert {entry.position for entry in index} == {-1}


def test_bad_arguments_are_refused() -> None:
    """Wrong words and sizes give errors of Python."""
    assert native is not None
    index, letters = snapshot(), alphabet()
    given = index.kernel, comparer(), letters, LATIN
    with pytest.raises(ValueError, match="log_entities"):
        native.Filed(*given, made_word, index.rarity, 0.0)
    (latin,), (greek,) = index.exact("lida")[:1], index.exact("ωδείον")[:1]
    left = formed(("lyda",), Kind.PLACE).kernel
    rest = KINDS[Kind.PLACE], left, (1.0,), b"\0", b"\0", 0.0, bool
    filed = native.Filed(*given, lambda *_: 1, index.rarity, 1.0)
    with pytest.raises(TypeError, match="tokens"):
        filed.compare(greek.position, *rest)
    with pytest.raises(ValueError, match="rarity"):
        filed.compare(latin.position, rest[0], left, (), *rest[3:])


def test_tokens_are_read_alike() -> None:
    """The kernel reads the tokens of each entry as Python does, and none of one beyond the last."""
    records = snapshot().records
    for position in range(0, records.entries, 7):
        assert records.tokens_of(position) == records.tokens_read(position)
    assert snapshot().kernel is not None
    assert snapshot().kernel.tokens(records.entries + 1) == ()
