from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from normalizer.cli.readers import files
from normalizer.cli.readers.files import decode, open_bytes, read_bytes
from normalizer.errors import InputError


def test_mark_is_not_text() -> None:
    """A byte order mark is dropped, so that offsets count from the first real character."""
    assert decode(b"\xef\xbb\xbfMinsk", "f") == "Minsk"


def test_mark_inside_is_text() -> None:
    """A zero-width no-break space on a later line stays what it is."""
    assert decode(b"\xef\xbb\xbfMinsk", "f", 2) == "\N{ZERO WIDTH NO-BREAK SPACE}Minsk"


def test_line_ends_are_kept() -> None:
    """Line ends are characters of the original text."""
    assert decode(b"a\r\nb\rc\n", "f") == "a\r\nb\rc\n"


def test_bad_byte_has_line_and_offset() -> None:
    """The offset of a bad byte counts from the start of the file, mark included."""
    with pytest.raises(InputError) as caught:
        decode(b"\xef\xbb\xbfab\ncd\xff", "f")
    assert (caught.value.line, caught.value.reason) == (2, "not UTF-8 at byte 8 of the file")


def test_bad_byte_of_a_line_counts_from_the_line() -> None:
    """In line-wise files the offset counts from the start of the line."""
    with pytest.raises(InputError, match="f:7: not UTF-8 at byte 1 of the line"):
        decode(b"a\xff", "f", 7)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", "looks binary (NUL at byte 1)"),
        ("Minsk".encode("utf-16"), "is UTF-16; only UTF-8 is read"),
        ("Minsk".encode("utf-32"), "is UTF-32; only UTF-8 is read"),
        (b"\x89PNG\r\n", "not UTF-8 at byte 0 of the file"),
        ("\ud800".encode("utf-8", "surrogatepass"), "not UTF-8 at byte 0 of the file"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, reason: str) -> None:
    """Binary files and other encodings are told apart."""
    with pytest.raises(InputError) as caught:
        decode(data, "f")
    assert caught.value.reason == reason


def test_missing_file(tmp_path: Path) -> None:
    """A missing file says so, without a line."""
    with pytest.raises(InputError) as caught:
        read_bytes(str(tmp_path / "none"))
    assert (caught.value.line, caught.value.reason) == (0, "no such file")


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without rights says so."""

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="not readable: permission denied"), open_bytes("x"):
        pass


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder read as a file is an input error, not a crash."""
    with pytest.raises(InputError, match="Is a directory"):
        read_bytes(str(tmp_path))


def test_document_beyond_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too long, also one that only unpacks to it, is refused and not kept."""
    monkeypatch.setattr(files, "MOST_BYTES", 9)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x" * 10))
    with pytest.raises(InputError, match="is longer than"):
        read_bytes(str(tmp_path / "a.txt.gz"))
    (tmp_path / "b.txt").write_bytes(b"x" * 9)
    assert len(read_bytes(str(tmp_path / "b.txt"))) == 9
