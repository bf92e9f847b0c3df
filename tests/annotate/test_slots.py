"""What may answer to each word of a name: no entry that is sure goes unmet."""

from __future__ import annotations

from normalizer.annotate.slots import slot_of, slots_of
from normalizer.annotate.sure import is_sure
from normalizer.candidates import without_titles
from normalizer.engine import Engine
from normalizer.index.nearness import joined
from normalizer.resolve import Resolver
from normalizer.score import Hints

MOST_OF_ENTITY, LEAST_SURE = 4, 1_000
ENOUGH = 0.97
"""Of aliases by which an entity is sure without them, for how many one of its others is met."""


def test_an_entity_that_is_sure_is_met() -> None:
    """Nearly every alias meets another alias of its entity that makes it sure without the alias."""
    index = Engine.open().index
    resolver = Resolver(index)
    sure, unmet = 0, []
    for entity_id in dict.fromkeys(entry.entity_id for entry in index):
        entries = [entry for entry in index.entries_of(entity_id) if len(entry.tokens) > 1]
        for asked in entries[:MOST_OF_ENTITY]:
            others = [entry for entry in entries if entry.tokens != asked.tokens]
            name = without_titles(asked.tokens)
            slots = slots_of(name)
            found = resolver.likeliest(name, others, Hints())
            if slots is None or found is None or not is_sure(found):
                continue
            sure += 1
            met = index.met(slots, "".join(joined(name)), 10_000)
            if met is not None and not any(entry in met for entry in others):
                unmet.append((name, found.evidence.alias))
    assert sure > LEAST_SURE
    assert len(unmet) <= (1.0 - ENOUGH) * sure, unmet


def test_words_without_a_slot() -> None:
    """Initials, legal forms and words that are read or cut in many ways are not asked for."""
    assert [slot_of(word) for word in ("k", "plc", "oʼleary", "東京")] == [None] * 4
    assert slots_of(("k", "plc")) is None


def test_what_answers_by_meaning() -> None:
    """A word is met by its English meaning, words of the same meaning, numerals and initials."""
    bank = slot_of("банк")
    assert bank is not None
    assert "bank" in (*bank.reached_by, *bank.tokens)
    second = slot_of("второй")
    assert second is not None
    assert {"2", "ii", "two"} <= set(second.tokens)
    karl = slot_of("karl")
    assert karl is not None
    assert {"k", "c", "к"} <= set(karl.initials)
