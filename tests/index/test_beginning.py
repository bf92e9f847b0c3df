"""Every index finds the same entries by the beginnings of words, and pages begin anywhere."""

from __future__ import annotations

import pytest

from normalizer.index.layered import LayeredIndex
from normalizer.index.memory import MemoryIndex
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.table import LayeredTable, SnapshotTable
from normalizer.search import list_page, search
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

ENTITIES = [
    Entity("nn100001", Kind.PERSON, "Pyotr Example"),
    Entity("nn100002", Kind.PERSON, "Łucja Przykład"),
    Entity("nn1000003", Kind.PLACE, "Minsk"),
    Entity("nn200001", Kind.PLACE, "Lodz"),
]
ALIASES = [
    Alias("Пётр Пример", "nn100001", AliasKind.OFFICIAL, "ru", "Cyrl"),
    Alias("Мінск", "nn1000003", AliasKind.OFFICIAL, "be", "Cyrl"),
    Alias("Łódź", "nn200001", AliasKind.OFFICIAL, "pl", "Latn"),
]
STORE = MemoryStore(ENTITIES, ALIASES)
GONE, NEW = "nn200001", Entity("nn300001", Kind.PLACE, "Lida")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return the index file of the table."""
    path = tmp_path_factory.mktemp("index") / "table.index"
    build_snapshot(STORE, path)
    return Snapshot(path)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("петр", ["nn100001"]),
        ("пётр", ["nn100001"]),
        ("luc prz", ["nn100002"]),
        ("lodz", ["nn200001"]),
        ("łó", ["nn200001"]),
        ("мінск", ["nn1000003"]),
        ("min", ["nn1000003"]),
        ("nobody", []),
    ],
)
def test_every_index_finds_by_the_same_beginnings(
    snapshot: Snapshot, query: str, found: list[str]
) -> None:
    """In memory, in a file and in layers, with marks and without."""
    indexes = (MemoryIndex(STORE, keep=False), snapshot, LayeredIndex(snapshot, {}, "r1"))
    for index in indexes:
        assert [entity.id for entity in search(index, query)] == found


def test_edits_are_searched_and_listed(snapshot: Snapshot) -> None:
    """What is gone is not found any more, what is new is, in its place."""
    canonical = Alias("Lida", NEW.id, AliasKind.OFFICIAL, "en", "Latn")
    layered = LayeredIndex(snapshot, {GONE: None, NEW.id: (NEW, (canonical,))}, "r2")
    assert [entity.id for entity in search(layered, "lo")] == []
    assert [entity.id for entity in search(layered, "li")] == [NEW.id]
    table = LayeredTable(layered)
    assert [entity.id for entity in table.entities("nn100001")] == ["nn100002", NEW.id]


def test_pages_of_a_file_are_those_of_the_table(snapshot: Snapshot) -> None:
    """Page by page, IDs come in the same order, each once."""
    for store in (STORE, SnapshotTable(snapshot)):
        seen, token = [], ""
        while True:
            page = list_page(store, page_size=1, page_token=token)
            seen += [entity.id for entity in page.entities]
            token = page.next_page_token
            if not token:
                break
        assert seen == sorted(entity.id for entity in ENTITIES)
