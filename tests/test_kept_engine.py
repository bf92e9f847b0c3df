from __future__ import annotations

import os
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.errors import SeedError
from normalizer.kept_engine import KEPT_FILES, open_seeds
from normalizer.types import Document
from tests.cli.small_seeds import ALIASES, write_seeds

NAMES = ("Minsk", "Лукашенкой", "Rosgvardiya", "Nobody at all", "Слоним")


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a small alias table, beside an empty cache."""
    monkeypatch.setenv("NAMENORM_CACHE", str(tmp_path / "cache"))
    return write_seeds(tmp_path / "seeds")


def _kept(seeds: Path) -> list[Path]:
    return sorted((seeds.parent / "cache").glob("seeds-*.index"))


def _built(seeds: Path) -> bool:
    """Return whether opening the engine has built an index."""
    said: list[bool] = []
    open_seeds(seeds, lambda: said.append(True))
    return bool(said)


def test_answers_are_the_same(seeds: Path) -> None:
    """Built or kept, the engine answers as one in memory does, under the same revision."""
    memory = Engine.open(seeds)
    text = Document("d", "Lukashenko met Росгвардия in Минске.")
    for _ in range(2):
        kept = open_seeds(seeds)
        assert kept.revision == memory.revision
        assert [kept.resolve(name) for name in NAMES] == [memory.resolve(name) for name in NAMES]
        assert kept.annotate(text) == memory.annotate(text)
        assert kept.entity("nn100001") == memory.entity("nn100001")


def test_index_is_built_once(seeds: Path) -> None:
    """The second start finds the index of the first."""
    assert [_built(seeds), _built(seeds)] == [True, False]
    assert len(_kept(seeds)) == 1


def test_edit_is_seen_at_once(seeds: Path) -> None:
    """Seeds with another content have an index of their own, whatever the times of the files."""
    path = seeds / "small/aliases.tsv"
    before = path.stat()
    assert open_seeds(seeds).resolve("Слоним").match is None
    path.write_text(ALIASES.replace("Минск", "Слоним"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    found = open_seeds(seeds).resolve("Слоним").match
    assert found is not None
    assert found.entity_id == "nn200001"


@pytest.mark.parametrize("content", [b"", b"no index at all", None])
def test_damaged_index_is_built_again(seeds: Path, content: bytes | None) -> None:
    """A file that is not sound, or cut off, is never read."""
    open_seeds(seeds)
    (path,) = _kept(seeds)
    path.write_bytes(path.read_bytes()[:-100] if content is None else content)
    assert _built(seeds)
    assert not _built(seeds)


def test_faulty_seeds_are_refused(seeds: Path) -> None:
    """What the loader refuses is refused, and nothing is kept of it."""
    (seeds / "small/aliases.tsv").write_text(ALIASES + "x\ty\n", encoding="utf-8")
    with pytest.raises(SeedError):
        open_seeds(seeds)
    with pytest.raises(SeedError):
        open_seeds(seeds / "missing")
    assert _kept(seeds) == []


@pytest.mark.parametrize("cache", ["off", os.devnull])
def test_without_a_cache(seeds: Path, cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, or is to be kept, the engine works in memory."""
    monkeypatch.setenv("NAMENORM_CACHE", cache)
    assert open_seeds(seeds).resolve("Minsk").match is not None


def test_old_files_are_forgotten(seeds: Path) -> None:
    """Only the files that were used last stay."""
    for number in range(KEPT_FILES + 2):
        rows = ALIASES + f"Мінск{number}\tnn200001\tofficial\tbe\tCyrl\t\tgeneral knowledge\t\n"
        (seeds / "small/aliases.tsv").write_text(rows, encoding="utf-8")
        open_seeds(seeds)
    assert len(_kept(seeds)) == KEPT_FILES
