from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.cli.readers.names import names_by_line, names_in_csv, names_in_jsonl
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedName


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test writes its names."""
    return tmp_path / "names.csv"


def by_line(path: Path, data: bytes) -> list[object]:
    """Return the names on lines; (line, reason) for a fault."""
    path.write_bytes(data)
    return [_brief(item) for item in names_by_line(str(path))]


def by_column(path: Path, data: bytes) -> list[object]:
    """Return the names in a column; (line, reason) for a fault."""
    path.write_bytes(data)
    return [_brief(item) for item in names_in_csv(str(path), "name")]


def _brief(item: SourcedName | InputError) -> object:
    return item.text if isinstance(item, SourcedName) else (item.line, item.reason)


def test_every_line_is_a_name(path: Path) -> None:
    """Blank lines count, so that answers stand beside their lines; the last line end does not."""
    assert by_line(path, b"Minsk\r\n\nPutin\n") == ["Minsk", "", "Putin"]


def test_bad_line_stands_in_its_place(path: Path) -> None:
    """A line that is not UTF-8 is a fault between its neighbours."""
    fault = (2, "not UTF-8 at byte 0 of the line")
    assert by_line(path, b"\xef\xbb\xbfMinsk\n\xff\nPutin") == ["Minsk", fault, "Putin"]


def test_field_of_json_lines(path: Path) -> None:
    """Names are taken from the field, and a line without it is a fault."""
    path.write_bytes(b'{"n": "Minsk"}\n{"m": 1}\n')
    found = [_brief(item) for item in names_in_jsonl(str(path), "n")]
    assert found == ["Minsk", (2, "no field 'n'; the fields are m")]


def test_column_of_csv(path: Path) -> None:
    """Cells may be quoted, and hold commas and line breaks."""
    data = b'\xef\xbb\xbfid,name\r\n1,"Minsk, city"\r\n2,"a\nb"\r\n'
    assert by_column(path, data) == ["Minsk, city", "a\nb"]


def test_bad_rows_of_csv(path: Path) -> None:
    """A short row and a cell that is not UTF-8 are faults, and the work goes on."""
    found = by_column(path, b"id,name\n1\n2,\xff\n3,Minsk\n")
    assert found == [
        (2, "1 cells; column 2 is missing"),
        (3, "the cell of 'name' is not UTF-8"),
        "Minsk",
    ]


def test_overlong_cell_of_csv(path: Path) -> None:
    """A cell that the reader refuses is a fault, and the work goes on."""
    found = by_column(path, b"name\n" + b"a" * 140_000 + b"\nMinsk\n")
    assert found == [(2, "malformed CSV: field larger than field limit (131072)"), "Minsk"]


def test_missing_column(path: Path) -> None:
    """A missing column names those that are there."""
    assert by_column(path, b"id,label\n1,x\n") == [
        (1, "no column 'name'; the columns are id, label")
    ]


def test_empty_csv(path: Path) -> None:
    """A file without a header has no columns."""
    assert by_column(path, b"") == [(1, "no column 'name'; the columns are none")]


def test_tabs(tmp_path: Path) -> None:
    """A file that ends in `.tsv` is parted by tabs."""
    path = tmp_path / "names.tsv"
    path.write_bytes(b"id\tname\n1\tMinsk\n")
    assert [_brief(item) for item in names_in_csv(str(path), "name")] == ["Minsk"]
