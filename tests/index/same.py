"""Asserts that two indexes answer alike, whatever they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizer.index.meeting import Slot
from normalizer.index.protocol import CandidateIndex, Entry, Walk
from normalizer.keys import fold
from normalizer.names.acronym import acronyms

MISSING = ("kvyat", "zz", "лукашэнка")


def assert_same(found: CandidateIndex, oracle: CandidateIndex, asked: Iterable[str] = ()) -> None:
    """Ask both indexes about every entry of the oracle, and about the names `asked`."""
    entries = list(oracle)
    assert list(found) == entries
    assert found.revision == oracle.revision
    assert list(found.states()) == list(oracle.states())
    names = dict.fromkeys([e.tokens for e in entries if e.tokens])
    names.update(dict.fromkeys(tuple(name.split()) for name in asked))
    for name in names:
        _same_forms(found, oracle, name)
        _same_paths(found, oracle, name)
        assert list(found.near(name, 12)) == list(oracle.near(name, 12)), name
        if len(name) > 1:
            misspelt = (name[0][:-1] + "x", *name[1:])
            assert list(found.near(misspelt, 5)) == list(oracle.near(misspelt, 5)), misspelt
            _same_met(found, oracle, name)
            _same_met(found, oracle, misspelt)
    for token in {*(token for name in names for token in name), *MISSING}:
        assert found.rarity(token) == oracle.rarity(token), token
        assert found.knows(token) == oracle.knows(token), token
    for entity in {entry.entity.id for entry in entries} | {"nn999999"}:
        assert list(found.entries_of(entity)) == list(oracle.entries_of(entity)), entity


def _same_forms(found: CandidateIndex, oracle: CandidateIndex, name: Sequence[str]) -> None:
    normal, folded = " ".join(name), " ".join(map(fold, name))
    assert list(found.exact(normal)) == list(oracle.exact(normal)), normal
    assert list(found.folded(folded)) == list(oracle.folded(folded)), folded
    for acronym in acronyms(name):
        assert list(found.expansions(acronym)) == list(oracle.expansions(acronym)), acronym


def _same_met(found: CandidateIndex, oracle: CandidateIndex, name: Sequence[str]) -> None:
    slots = [Slot((token,), (), (token[0],)) for token in name]
    for asked in (slots, [slots[0]._replace(initials=()), *slots[1:]], slots[:1], []):
        for limit in (1, 40):
            ours, theirs = (index.met(asked, "".join(name), limit) for index in (found, oracle))
            assert (ours is None) == (theirs is None), name
            assert list(ours or ()) == list(theirs or ()), name


def _same_paths(found: CandidateIndex, oracle: CandidateIndex, name: Sequence[str]) -> None:
    for tokens in (name, [fold(token) for token in name], (*name, MISSING[0]), name[1:]):
        assert _ends(found.walk(), tokens) == _ends(oracle.walk(), tokens), tokens


def _ends(walk: Walk | None, tokens: Sequence[str]) -> list[list[Entry] | None]:
    """Return the entries at each step of a walk, None from where no path leads on."""
    ends: list[list[Entry] | None] = []
    for token in tokens:
        walk = walk.step(token) if walk else None
        ends.append(None if walk is None else list(walk.entries()))
    return ends
