from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.cli.readers.items import Fields
from normalizer.cli.readers.jsonl import read_jsonl
from normalizer.errors import InputError
from normalizer.jobs.items import SourcedDocument

DEFAULT = Fields()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test writes its lines."""
    return tmp_path / "d.jsonl"


def read(path: Path, lines: bytes, fields: Fields = DEFAULT) -> list[object]:
    """Return what is read of lines."""
    path.write_bytes(lines)
    return list(read_jsonl(str(path), fields))


def document(path: Path, line: bytes, fields: Fields = DEFAULT) -> SourcedDocument:
    """Return the one document of a line."""
    (found,) = read(path, line, fields)
    assert isinstance(found, SourcedDocument)
    return found


def test_default_fields(path: Path) -> None:
    """Text, ID and language are taken from the usual fields."""
    found = document(path, '{"id": "7", "text": "Мінск", "lang": "be"}'.encode())
    assert (found.document.id, found.document.text, found.document.lang) == ("7", "Мінск", "be")


def test_named_fields(path: Path) -> None:
    """Fields are taken by the names that the user gave."""
    fields = Fields(text="body", id="key", lang="l")
    found = document(path, b'{"key": 12, "body": "Minsk", "l": "en"}', fields)
    assert (found.document.id, found.document.text, found.document.lang) == ("12", "Minsk", "en")


def test_place_is_the_identifier_of_last_resort(path: Path) -> None:
    """Without an ID a document is named by its file and line."""
    found = read(path, b'\n{"text": "Minsk"}\n')
    assert [each.document.id for each in found if isinstance(each, SourcedDocument)] == [
        f"{path}:2"
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "Minsk"', "malformed JSON: Expecting ',' delimiter at column 17"),
        (b"[1]", "must be a JSON object, not an array"),
        (b"null", "must be a JSON object, not null"),
        (b'{"body": "x", "id": 1}', "no field 'text'; the fields are body, id"),
        (b"{}", "no field 'text'; the fields are none"),
        (b'{"text": null}', "field 'text' must be a string, not null"),
        (b'{"text": 5}', "field 'text' must be a string, not a number"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10 of the line"),
        (b'{"text": ' + b"9" * 5000 + b"}", "malformed JSON: a number or a nesting beyond reason"),
        (b"[" * 100_000, "malformed JSON: a number or a nesting beyond reason"),
    ],
)
def test_bad_line_has_its_reason_and_the_next_is_read(path: Path, line: bytes, reason: str) -> None:
    """A bad line is one fault with its number; the work goes on with the next line."""
    fault, found = read(path, line + b'\n{"text": "Minsk"}\n')
    assert isinstance(fault, InputError)
    assert (fault.path, fault.line, fault.reason) == (str(path), 1, reason)
    assert isinstance(found, SourcedDocument)


def test_named_identifier_must_be_there(path: Path) -> None:
    """An ID field that the user named and a line lacks is a fault."""
    (fault,) = read(path, b'{"text": "Minsk"}', Fields(id="key"))
    assert isinstance(fault, InputError)
    assert fault.reason == "no field 'key'; the fields are text"


def test_mark_and_windows_line_ends(path: Path) -> None:
    """A byte order mark and carriage returns between lines do no harm."""
    found = read(path, b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n')
    assert [each.document.text for each in found if isinstance(each, SourcedDocument)] == ["a", "b"]


def test_empty_file_has_no_documents(path: Path) -> None:
    """An empty file is no fault."""
    assert read(path, b"") == []


def test_missing_file_is_one_fault(tmp_path: Path) -> None:
    """A missing file is a fault of line 0."""
    (fault,) = read_jsonl(str(tmp_path / "none.jsonl"), DEFAULT)
    assert isinstance(fault, InputError)
    assert fault.line == 0
