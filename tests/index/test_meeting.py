"""Entries that have a word for each slot of a name."""

from __future__ import annotations

import pytest

from normalizer.index.meeting import Slot
from normalizer.index.memory import MemoryIndex
from normalizer.store.memory import MemoryStore
from normalizer.types import Entity, Kind

NAMES = ("Karl Turner", "C. Turner", "C. T.", "Karla Tourner Smith", "Wizz Air", "Ivan Petrov")


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    """Return an index of a few people."""
    people = [Entity(f"p{at}", Kind.PERSON, name) for at, name in enumerate(NAMES)]
    return MemoryIndex(MemoryStore(people, ()), keep=False)


def met(index: MemoryIndex, *slots: Slot, as_one: str = "", limit: int = 9) -> list[str] | None:
    """Return the names that are met, None for too many."""
    found = index.met(slots, as_one, limit)
    return None if found is None else [entry.entity.name for entry in found]


def test_each_slot_needs_a_word(index: MemoryIndex) -> None:
    """Who has a word near to each is met, whatever else it has; who lacks one is not."""
    found = met(index, Slot(("karl",)), Slot(("turner",)))
    assert found == ["Karl Turner", "Karla Tourner Smith"]
    assert met(index, Slot(("karl",)), Slot(("petrov",))) == []


def test_one_word_may_be_an_initial(index: MemoryIndex) -> None:
    """One slot is filled by an initial, but never both, and never the only one."""
    slots = Slot(("karl",), (), ("c", "k")), Slot(("turner",), (), ("t",))
    assert met(index, *slots) == ["Karl Turner", "C. Turner", "Karla Tourner Smith"]
    assert met(index, Slot(("zzyzx",), (), ("c",))) == []


def test_tokens_answer_as_they_stand(index: MemoryIndex) -> None:
    """What means the same fills a slot though nothing is spelt alike."""
    assert met(index, Slot(("johann",), ("ivan",)), Slot(("petrov",))) == ["Ivan Petrov"]


def test_a_name_written_as_one(index: MemoryIndex) -> None:
    """An alias is listed under itself as one word, which fills all slots, or the only one."""
    assert met(index, as_one="wizzair") == ["Wizz Air"]
    assert met(index, Slot(("wizzair",))) == ["Wizz Air"]
    assert met(index, Slot(("zzyzx",)), Slot(("air",)), as_one="wizzair") == ["Wizz Air"]


def test_too_many(index: MemoryIndex) -> None:
    """More than the limit are none of them told; without slots nobody is met."""
    assert met(index, Slot(("turner",)), limit=2) is None
    assert met(index) == []
