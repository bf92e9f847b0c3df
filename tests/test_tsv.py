from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import tsv
from normalizer.errors import TableError

FIELD = st.text(st.characters(exclude_categories=("C", "Z")), max_size=3)
ROWS = st.lists(st.tuples(FIELD, FIELD, FIELD, FIELD), max_size=8)


def written(folder: Path, text: str) -> Path:
    """Write a table and return its path."""
    path = folder / "table.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_comments_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    """Rows come with the numbers of their lines."""
    path = written(tmp_path, "# what\n\na\tb\n1\t2\n# why\n\n3\t4\n")
    assert list(tsv.read_rows(path, ("a", "b"), TableError)) == [(4, ["1", "2"]), (7, ["3", "4"])]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "no header row"),
        ("# only\n", 0, "no header row"),
        ("a\tc\n", 1, "header must be a b"),
        ("a\tb\n1\n", 2, "1 columns where 2 belong"),
        ("a\tb\n1\t2\t3\n", 2, "3 columns where 2 belong"),
        ("a\tb\n1\t2\n3\t4\r\n", 3, "carriage return"),
        ("a\tb\n1\te\u0301\n", 2, "text is not NFC"),
    ],
)
def test_a_malformed_table_is_refused(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """The error names the file, the line and the reason."""
    path = written(tmp_path, text)
    with pytest.raises(TableError) as caught:
        list(tsv.read_rows(path, ("a", "b"), TableError))
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert caught.value.reason.startswith(reason)


def test_the_first_of_several_faults_is_raised(tmp_path: Path) -> None:
    """A reader is told of the topmost line."""
    path = written(tmp_path, "a\tb\n1\n2\te\u0301\n")
    with pytest.raises(TableError, match="1 columns"):
        list(tsv.read_rows(path, ("a", "b"), TableError))


def test_a_scan_keeps_the_good_rows_and_names_every_bad_one() -> None:
    """One bad line takes no other with it."""
    found = tsv.scan("a\tb\n1\t2\nx\n3\t4\n5\t6\t7\n", ("a", "b"))
    assert list(found.rows()) == [(2, ["1", "2"]), (4, ["3", "4"])]
    assert [(fault.line, fault.code) for fault in found.faults] == [(3, "columns"), (5, "columns")]


@given(rows=ROWS, heads=st.integers(0, 3))
def test_columns_are_the_rows_turned(rows: list[tuple[str, ...]], heads: int) -> None:
    """However the lines are cut, the columns hold what the rows hold."""
    lines = ["\t".join(row) for row in rows]
    columns = tsv.Scan(4, list(range(len(rows))), lines, []).columns(heads)
    assert columns == [[row[column] for row in rows] for column in range(4)]
