from __future__ import annotations

from pathlib import Path

from normalizer.cli.readers.documents import read_documents
from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.items import Fields
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument


def test_work_goes_on_after_a_fault(tmp_path: Path) -> None:
    """Each fault stands where its documents would, and the others are read."""
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.html").write_bytes(b'<html lang="en"><p>Minsk')
    (tmp_path / "d.jsonl").write_bytes(b'{"text": "Putin", "id": "d"}\n')
    found = list(read_documents(expand([str(tmp_path)]), Fields()))
    assert isinstance(found[0], InputError)
    documents = [each.document for each in found[1:] if isinstance(each, SourcedDocument)]
    assert [(each.text, each.lang) for each in documents] == [
        ("", ""),
        ("Minsk", "en"),
        ("Putin", ""),
    ]
    assert [each.id for each in documents] == [
        str(tmp_path / "b.txt"),
        str(tmp_path / "c.html"),
        "d",
    ]
