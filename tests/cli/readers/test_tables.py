from __future__ import annotations

import io
from pathlib import Path

import pytest

from normalizer.cli.readers.documents import read_documents
from normalizer.cli.readers.expand import expand
from normalizer.cli.readers.items import Fields, InputFormat, Source
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument

NAMED = Fields("body", "key", "l")


def _found(path: Path, fields: Fields = NAMED) -> list[tuple[str, str, str] | tuple[int, str]]:
    return [
        (each.line, each.reason)
        if isinstance(each, InputError)
        else (each.document.id, each.document.text, each.document.lang)
        for each in read_documents(expand([str(path)], records=True), fields)
    ]


def test_csv(tmp_path: Path) -> None:
    """Documents stand in a column, however long they are; other cells do not matter."""
    path = tmp_path / "a.csv"
    long = "Minsk " * 30_000
    path.write_text(f'key,body,l\n1,"In\nMinsk",be\n2,{long},\n3\n', encoding="utf-8")
    assert _found(path) == [
        ("1", "In\nMinsk", "be"),
        ("2", long, ""),
        (5, "1 cells; column 2 is missing"),
    ]


def test_csv_without_fields_named(tmp_path: Path) -> None:
    """By default the text is in `text`, and the ID in `id` if there is one."""
    path = tmp_path / "a.tsv"
    path.write_text("text\tx\nMinsk\t1\n", encoding="utf-8")
    assert _found(path, Fields()) == [(f"{path}:2", "Minsk", "")]


def test_csv_without_the_column(tmp_path: Path) -> None:
    """A missing column names those that are there."""
    path = tmp_path / "a.csv"
    path.write_text("id,name\n1,x\n", encoding="utf-8")
    assert _found(path, Fields()) == [(1, "no column 'text'; the columns are id, name")]


def test_csv_that_is_not_utf8(tmp_path: Path) -> None:
    """A bad cell is a fault of its row alone."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n\xff\nMinsk\n")
    assert _found(path, Fields())[0] == (2, "the cell of 'text' is not UTF-8")
    assert len(_found(path, Fields())) == 2


def test_tables_in_folders_need_a_word(tmp_path: Path) -> None:
    """Of a folder, tables are read only when fields are named or the format is given."""
    (tmp_path / "a.csv").write_text("text\nMinsk\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Minsk", encoding="utf-8")
    folder = [str(tmp_path)]

    def names(form: InputFormat = InputFormat.AUTO, *, records: bool = False) -> list[str]:
        found = expand(folder, form, records=records)
        return [Path(each.path).name for each in found if isinstance(each, Source)]

    assert names() == ["b.txt"]
    assert names(records=True) == names(InputFormat.CSV) == ["a.csv", "b.txt"]


def test_parquet(tmp_path: Path) -> None:
    """Documents are rows; a null is a fault of its row; the number of the row stands for an ID."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow (extra `parquet`) is not installed")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    texts = ["Мінск \N{GRINNING FACE}", None, "Minsk"]
    table = pa.table({"key": [7, 8, 9], "body": texts, "l": ["be", "be", None], "x": [1, 2, 3]})
    pq.write_table(table, path, row_group_size=2)
    assert _found(path) == [
        ("7", "Мінск \N{GRINNING FACE}", "be"),
        (2, "field 'body' must be a string, not null"),
        (3, "field 'l' must be a string, not null"),
    ]
    assert _found(path, Fields("body"))[2] == (f"{path}:3", "Minsk", "")


def test_parquet_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input cannot be sought in, and is read all the same."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow (extra `parquet`) is not installed")
    pq = pytest.importorskip("pyarrow.parquet")
    packed = io.BytesIO()
    pq.write_table(pa.table({"text": ["Minsk"]}), packed)
    packed.seek(0)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(packed))
    (found,) = read_documents([Source("-", InputFormat.PARQUET)], Fields())
    assert isinstance(found, SourcedDocument)
    assert (found.document.id, found.document.text) == ("-:1", "Minsk")


@pytest.mark.parametrize("data", [b"", b"plain", b"PAR1\x00\x00PAR1"])
def test_parquet_that_is_none(tmp_path: Path, data: bytes) -> None:
    """A file that is no Parquet is one fault."""
    pytest.importorskip("pyarrow", reason="pyarrow (extra `parquet`) is not installed")
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    ((line, reason),) = _found(path)
    assert (line, str(reason)[:26]) == (0, "cannot be read as Parquet:")
