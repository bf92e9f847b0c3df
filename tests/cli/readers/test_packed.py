from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from normalizer.cli.readers.documents import read_documents
from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.items import Fields
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument

LINES = '{"text": "Мінск"}\n{"text": "Брэст"}\n'.encode()


def _texts(path: Path) -> list[str]:
    found = read_documents(expand([str(path)]), Fields())
    return [
        each.document.text if isinstance(each, SourcedDocument) else each.reason for each in found
    ]


def test_gzip_in_a_folder(tmp_path: Path) -> None:
    """The format is told by the suffix before `.gz`; other packed files are passed over."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES[:20]) + gzip.compress(LINES[20:]))
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(b"x"))
    (tmp_path / "c.html.GZ").write_bytes(gzip.compress(b"<p>Minsk"))
    (tmp_path / "d.gz").write_bytes(gzip.compress(b"x"))
    assert _texts(tmp_path) == ["Мінск", "Брэст", "Minsk"]


def test_zstandard(tmp_path: Path) -> None:
    """`.zst` is unpacked too, several frames after each other included."""
    zstandard = pytest.importorskip("zstandard", reason="zstandard (extra `zstd`) is missing")
    (tmp_path / "a.jsonl.zst").write_bytes(
        b"".join(map(zstandard.compress, (LINES[:9], LINES[9:])))
    )
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress("Гомель".encode()))
    assert _texts(tmp_path) == ["Мінск", "Брэст", "Гомель"]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst", "a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("cut", [False, True])
def test_damage_is_told(tmp_path: Path, name: str, cut: bool) -> None:
    """What is cut off or is not compressed at all is a fault of the file, and no text."""
    zstandard = pytest.importorskip("zstandard", reason="zstandard (extra `zstd`) is missing")
    pack = gzip.compress if name.endswith(".gz") else zstandard.compress
    (tmp_path / name).write_bytes(pack(LINES * 99)[:-12] if cut else b"plain text")
    *_, last = read_documents(expand([str(tmp_path / name)]), Fields())
    assert isinstance(last, InputError)
    assert last.reason.startswith("damaged ")
