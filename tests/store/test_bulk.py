from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from normalizer.errors import InvalidEditError, RequestReusedError
from normalizer.store.operations import AddAlias, CreateEntity, Operation
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import MINSK

IMPORT = replace(ANNA, request_id="import of towns")


def _towns(number: int) -> Iterator[Operation]:
    for each in range(number):
        name = Alias(f"Горад {each}", "", AliasKind.OFFICIAL, "be")
        yield CreateEntity(Entity("", Kind.PLACE, f"Town {each}"), (name,))


def test_a_bulk_is_made_in_chunks(store: SqlStore) -> None:
    """Each chunk is a batch of its own with its own answer."""
    chunks = list(store.apply_many(_towns(25), IMPORT, chunk=10))
    assert [len(chunk.changes) for chunk in chunks] == [10, 10, 5]
    assert [len(chunk.created) for chunk in chunks] == [10, 10, 5]
    assert store.record(chunks[2].created[4]).aliases[0].text == "Горад 24"


def test_a_broken_off_bulk_goes_on(store: SqlStore) -> None:
    """The chunks that were committed are not made again, and the rest is."""
    list(islice(store.apply_many(_towns(25), IMPORT, chunk=10), 2))
    revision = store.revision
    chunks = list(store.apply_many(_towns(25), IMPORT, chunk=10))
    assert [chunk.repeated for chunk in chunks] == [True, True, False]
    assert store.revision == revision + 5
    assert chunks[1].created[0] == "nn1000011"


def test_another_bulk_needs_another_id(store: SqlStore) -> None:
    """Other operations under the same ID are not taken for those of before."""
    list(store.apply_many(_towns(5), IMPORT, chunk=10))
    with pytest.raises(RequestReusedError):
        list(store.apply_many(_towns(6), IMPORT, chunk=10))
    with pytest.raises(InvalidEditError, match="request_id"):
        list(store.apply_many(_towns(5), ANNA))


def test_a_bad_operation_ends_a_bulk_before_its_chunk(store: SqlStore) -> None:
    """The chunks before stand, of that with the bad one nothing does."""

    def operations() -> Iterator[Operation]:
        yield from _towns(12)
        yield AddAlias(Alias("—", MINSK.id, AliasKind.OFFICIAL))
        yield from _towns(3)

    before = store.revision
    with pytest.raises(InvalidEditError):
        list(store.apply_many(operations(), IMPORT, chunk=10))
    assert store.revision == before + 10


def test_an_id_of_many_digits_counts(store: SqlStore) -> None:
    """After an import that brings its own IDs, those given out are above them."""
    store.apply([CreateEntity(Entity("nn5000000", Kind.PLACE, "Town"))], ANNA)
    (new_id,) = store.apply([CreateEntity(Entity("", Kind.PLACE, "Town"))], ANNA).created
    assert new_id == "nn5000001"
