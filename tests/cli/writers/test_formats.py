from __future__ import annotations

import csv
import io
import json

import pytest

from normalizer.cli.output import OutputFormat
from normalizer.cli.writers.rows import row_writer
from normalizer.cli.writers.terminal import TerminalAnnotations, TerminalResolutions
from normalizer.formats.csv_rows import CsvAnnotations, CsvResolutions
from normalizer.formats.json_lines import JsonAnnotations, JsonResolutions
from normalizer.formats.protocol import AnnotationWriter, ResolutionWriter
from tests.cli.samples import annotated, resolution

MARKED = "In [Minsk|nn3] [Wagner|nn6,nn7] met [Nobody|]."


def _annotations(make: type[AnnotationWriter], *marked: str) -> str:
    out = io.StringIO()
    writer = make(out)
    writer.begin()
    for number, text in enumerate(marked):
        writer.document(*annotated(f"d{number}", text))
    writer.end()
    return out.getvalue()


def _resolutions(make: type[ResolutionWriter]) -> str:
    out = io.StringIO()
    writer = make(out)
    writer.begin()
    writer.answer(resolution("Lukašenka", "nn1"))
    writer.failure(None, "not UTF-8")
    writer.answer(resolution("Wagner", "nn6", "nn7"))
    writer.failure("", "is empty")
    writer.answer(resolution("Nobody"))
    writer.end()
    return out.getvalue()


def test_json_lines_of_mentions() -> None:
    """There is a line a mention, over all documents."""
    records = [
        json.loads(line) for line in _annotations(JsonAnnotations, MARKED, MARKED).splitlines()
    ]
    assert [record["document"] for record in records] == ["d0"] * 3 + ["d1"] * 3
    assert [record["decision"] for record in records[:3]] == ["match", "ambiguous", "nil"]


def test_json_lines_of_names() -> None:
    """There is a line a name, failures in their places."""
    records = [json.loads(line) for line in _resolutions(JsonResolutions).splitlines()]
    assert [record["query"] for record in records] == ["Lukašenka", None, "Wagner", "", "Nobody"]
    assert records[1] == {"query": None, "error": "not UTF-8"}


def test_csv_of_mentions() -> None:
    """There is a header and a row a mention, with the candidates' IDs in one cell."""
    rows = list(csv.DictReader(io.StringIO(_annotations(CsvAnnotations, MARKED))))
    assert [row["surface"] for row in rows] == ["Minsk", "Wagner", "Nobody"]
    assert [row["candidates"] for row in rows] == ["", "nn6 nn7", ""]
    assert rows[0]["evidence"].startswith("is “Minsk” once")
    assert rows[2]["entity_id"] == ""


def test_csv_of_nothing_has_a_header() -> None:
    """A table without rows still names its columns."""
    assert _annotations(CsvAnnotations, "").startswith("document,start,end,offsets,surface,kind,")


def test_csv_of_names() -> None:
    """Failures have their reason in the last column."""
    rows = list(csv.DictReader(io.StringIO(_resolutions(CsvResolutions))))
    assert [row["error"] for row in rows] == ["", "not UTF-8", "", "is empty", ""]
    assert rows[2]["candidates"] == "nn6 nn7"


def test_terminal_table_of_mentions() -> None:
    """People see a heading a document, aligned columns and the evidence in words."""
    shown = _annotations(TerminalAnnotations, MARKED, "Nothing.").splitlines()
    assert shown[0] == "d0  3 mentions"
    assert shown[1].split() == ["span", "mention", "entity", "kind", "id", "score", "because", "it"]
    assert shown[2].index("Minsk") == shown[1].index("mention")
    assert "folded (minsk = minsk)" in shown[2]
    assert "cannot tell, one of:" in shown[3]
    assert "nobody known" in shown[6]
    assert shown[-1] == "d1  no mentions"


def test_terminal_table_of_names() -> None:
    """People see what failed in its place."""
    shown = _resolutions(TerminalResolutions).splitlines()
    assert shown[1].startswith("Lukašenka")
    assert shown[2].split() == ["(unreadable)", "not", "UTF-8"]
    assert shown[6].split() == ["(empty)", "is", "empty"]


def test_terminal_is_not_driven_by_documents() -> None:
    """Control characters of a document do not reach the terminal."""
    shown = _annotations(TerminalAnnotations, "[\x1b[31mMinsk\N{RIGHT-TO-LEFT OVERRIDE}|nn3]")
    assert "\x1b" not in shown
    assert r"\x1b[31mMinsk\u202e" in shown


def test_terminal_does_not_read_markup() -> None:
    """Square brackets in a name are text, not rich's markup."""
    out = io.StringIO()
    writer = TerminalResolutions(out)
    writer.answer(resolution("[bold]x[/bold]"))
    writer.end()
    assert "[bold]x[/bold]" in out.getvalue()


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (OutputFormat.JSONL, '{"text": "a", "made": "b"}\n{"text": null, "error": "bad"}\n'),
        (OutputFormat.CSV, "text,made,error\na,b,\n,,bad\n"),
        (OutputFormat.TEXT, "b\n\n"),
    ],
)
def test_plain_rows(form: OutputFormat, expected: str) -> None:
    """Rows keep their order in each format, failures included."""
    out = io.StringIO()
    writer = row_writer(form, out, ("text", "made"), plain="made")
    writer.row(("a", "b"))
    writer.failure(None, "bad")
    writer.end()
    assert out.getvalue() == expected


def test_table_of_rows() -> None:
    """Without a plain column people see an aligned table."""
    out = io.StringIO()
    writer = row_writer(OutputFormat.TEXT, out, ("id", "name"))
    writer.row(("long identifier", "b"))
    writer.end()
    header, row = out.getvalue().splitlines()
    assert header.index("name") == row.index("b", 5)
