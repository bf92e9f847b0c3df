"""Whether the words of a name can find partners: no name that would be linked is refused."""

from __future__ import annotations

from itertools import islice, permutations

import pytest

from normalizer.annotate.partners import may_be_whole
from normalizer.annotate.sure import is_sure
from normalizer.candidates import without_titles
from normalizer.engine import Engine
from normalizer.resolve import Resolver
from normalizer.score import Hints
from normalizer.text import normalise
from normalizer.types import Kind
from tests.annotate.reading import engine_of

MOST_OF_ENTITY = 24
LEAST_SURE = 500


def test_no_name_that_is_sure_is_refused() -> None:
    """Whatever alias of an entity of the seeds is sure of another one may be whole by it."""
    index = Engine.open().index
    resolver = Resolver(index)
    sure = 0
    for entity_id in dict.fromkeys(entry.entity_id for entry in index):
        entries = [entry for entry in index.entries_of(entity_id) if len(entry.tokens) > 1]
        for asked, entry in islice(permutations(entries, 2), MOST_OF_ENTITY):
            name = without_titles(asked.tokens)
            found = resolver.likeliest(name, [entry], Hints())
            if found is not None and is_sure(found):
                sure += 1
                assert may_be_whole(name, entry), (name, entry.tokens)
    assert sure > LEAST_SURE


@pytest.mark.parametrize(
    ("name", "stored", "kind", "expected"),
    [
        ("майкл оʼлири", "Michael O'Leary", Kind.PERSON, True),
        ("abdul rahman hasan", "Abdurrahman Hasan", Kind.PERSON, True),
        ("j schroeder", "Gerhard Schroeder", Kind.PERSON, True),
        ("ким чен ын", "Kim Jong-un", Kind.PERSON, True),
        ("банк России", "Bank of Russia", Kind.ORGANISATION, True),
        ("герхард шульц", "Gerhard Schroeder", Kind.PERSON, False),
        ("hana šmejkalová", "Hana Al Azbah", Kind.PERSON, False),
        ("ivan ivan", "Ivan Petrov", Kind.PERSON, False),
        ("union golovkin", "Union of Miners", Kind.ORGANISATION, False),
    ],
)
def test_words_without_a_partner(name: str, stored: str, kind: Kind, expected: bool) -> None:
    """A word that is nothing but a name needs a partner of its own, like enough to be linked."""
    (entry,) = engine_of(("e", kind, stored, "")).index.entries_of("e")[:1]
    assert may_be_whole(tuple(normalise(name).split()), entry) is expected
