from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.errors import SnapshotError, StoreError, UnknownEntityError
from normalizer.index.memory import MemoryIndex
from normalizer.index.snapshot import layout
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot, opened
from normalizer.index.table import SnapshotTable
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests import world
from tests.index.same import assert_same


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the index file of the small world."""
    path = tmp_path / "world.idx"
    build_snapshot(world.WORLD, path)
    return path


def test_answers_are_those_of_the_index_in_memory(path: Path) -> None:
    """Whatever is asked, the file answers as the oracle does."""
    asked = ("loukachenko", "тихановской", "ros gvardiya", "rosgvardia", "minskij zavod", "a b c")
    assert_same(Snapshot(path), MemoryIndex(world.WORLD), asked)


def test_table_of_the_file_is_the_store(path: Path) -> None:
    """Entities and aliases come out as they went in, notes and identifiers included."""
    table = SnapshotTable(Snapshot(path))
    assert list(table.entities()) == list(world.WORLD.entities())
    assert list(table.aliases()) == list(world.WORLD.aliases())
    assert table.entity(world.MINSK.id) == world.MINSK
    assert table.aliases_of(world.MINSK.id) == world.WORLD.aliases_of(world.MINSK.id)
    with pytest.raises(UnknownEntityError):
        table.entity("nn999999")


def test_two_builds_are_the_same_bytes(path: Path, tmp_path: Path) -> None:
    """Nothing of the time, the place or the order of a hash goes into the file."""
    build_snapshot(world.WORLD, tmp_path / "again.idx")
    assert (tmp_path / "again.idx").read_bytes() == path.read_bytes()


def test_empty_table_has_an_index(tmp_path: Path) -> None:
    """A table without entities answers nothing, and fails in nothing."""
    empty = MemoryStore((), ())
    build_snapshot(empty, tmp_path / "empty.idx")
    assert_same(Snapshot(tmp_path / "empty.idx"), MemoryIndex(empty), ("minsk", "a b"))


def test_nothing_partial_is_left_behind(tmp_path: Path) -> None:
    """A build that fails leaves the old file as it was, and no temporary one."""
    target = tmp_path / "table.idx"
    target.write_bytes(b"the old one")
    stray = _Rows([world.MINSK], [Alias("Minsk", "nn000001", AliasKind.OFFICIAL)])
    with pytest.raises(StoreError, match="nn000001"):
        build_snapshot(stray, target)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [
        ("table.idx", b"the old one")
    ]


def test_table_out_of_order_is_refused(tmp_path: Path) -> None:
    """Positions stand for the order of IDs, so a table in another order cannot be indexed."""
    with pytest.raises(StoreError, match="not in order"):
        build_snapshot(_Rows([world.MINSK, world.NATO], []), tmp_path / "table.idx")


@pytest.mark.parametrize("kept", [0, 7, 20, layout.FIRST_OFFSET - 1, layout.FIRST_OFFSET, -64, -1])
def test_truncated_file_is_refused(path: Path, kept: int) -> None:
    """However much is missing, the file is not read."""
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SnapshotError, match=str(path)):
        Snapshot(path)


def test_file_with_something_added_is_refused(path: Path) -> None:
    """A file is as long as it says."""
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(SnapshotError, match="added to"):
        Snapshot(path)


def test_every_flipped_bit_is_noticed(path: Path) -> None:
    """Wherever one bit is flipped, in header, sections or between them, the file is refused."""
    sound = path.read_bytes()
    for place in {*range(0, len(sound), 977), *range(24), len(sound) - 1}:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        with pytest.raises(SnapshotError):
            Snapshot(path)


def test_file_that_was_sound_is_checked_again_once_changed(path: Path) -> None:
    """That a file has passed is no excuse for what was done to it afterwards."""
    Snapshot(path)
    damaged = bytearray(path.read_bytes())
    damaged[-100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(SnapshotError, match="damaged"):
        Snapshot(path)


def test_foreign_file_is_refused(tmp_path: Path) -> None:
    """What is no index file is called so."""
    path = tmp_path / "names.tsv"
    path.write_text("alias\tentity_id\n" * 2_000)
    with pytest.raises(SnapshotError, match="not an index file"):
        Snapshot(path)


@pytest.mark.parametrize("content", [None, b""])
def test_missing_and_empty_files_are_refused(tmp_path: Path, content: bytes | None) -> None:
    """The error names the file."""
    path = tmp_path / "table.idx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"table\.idx"):
        Snapshot(path)


def test_file_of_another_format_is_refused(path: Path) -> None:
    """An older or newer format is named, with what to do."""
    content = bytearray(path.read_bytes())
    content[8:12] = (layout.FORMAT + 1).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SnapshotError, match=rf"format {layout.FORMAT + 1}, .* build it again"):
        Snapshot(path)


def test_file_of_other_linguistic_tables_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys depend on `data/`: with other tables, names would be looked up under wrong ones."""
    monkeypatch.setattr("normalizer.index.snapshot.snapshot.engine_state", lambda: "other")
    with pytest.raises(SnapshotError, match="other linguistic tables"):
        Snapshot(path)


def test_damaged_section_is_named(path: Path) -> None:
    """Who has to find the fault is told where it is."""
    content = bytearray(path.read_bytes())
    content[layout.FIRST_OFFSET] ^= 1
    path.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"section entity\.ids"):
        opened(path, always_verify=True)


class _Rows:
    """A store of rows in the order given."""

    revision = "r1"

    def __init__(self, entities: list[Entity], aliases: list[Alias]) -> None:
        self._entities, self._aliases = entities, aliases

    def entities(self) -> list[Entity]:
        return self._entities

    def aliases(self) -> list[Alias]:
        return self._aliases

    def entity(self, entity_id: str) -> Entity:
        raise NotImplementedError

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        raise NotImplementedError


def test_odd_rows_survive_and_answer_alike(tmp_path: Path) -> None:
    """Notes, names without a letter, marks, other planes and a NUL are kept and found alike."""
    entities = [
        Entity(
            "a", Kind.PLACE, "Ab\N{COMBINING ACUTE ACCENT} \N{GOTHIC LETTER AHSA}", xrefs={"x": "1"}
        ),
        Entity("b", Kind.ORGANISATION, "—", description="only a dash"),
        Entity("c", Kind.PERSON, "ʼ"),
    ]
    aliases = [
        Alias("A\0b", "a", AliasKind.NICKNAME, "en", "Latn", "", "s", "a note, with ÿ\t"),
        Alias("ь", "c", AliasKind.SHORT, "ru", "Cyrl"),
    ]
    store = MemoryStore(entities, aliases)
    build_snapshot(store, tmp_path / "odd.idx")
    index = Snapshot(tmp_path / "odd.idx")
    assert list(SnapshotTable(index).aliases()) == list(store.aliases())
    assert_same(index, MemoryIndex(store))
