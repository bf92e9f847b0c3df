from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from normalizer.cli.exits import Exit
from normalizer.types import AnnotateOptions, Kind, OffsetUnit
from tests.cli.conftest import Run
from tests.cli.fake_service import FakeService


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a good document of each kind and bad ones."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.txt").write_text("𝔄 Minsk", encoding="utf-8-sig")
    (tmp_path / "docs/b.html").write_text("<p>In <b>Min</b>sk", encoding="utf-8")
    lines = '{"id": "c1", "text": "Wagner"}\n{"id": \n{"id": "c3", "text": "Nobody"}\n'
    (tmp_path / "docs/c.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "docs/d.txt").write_bytes(b"Minsk\n\xff")
    (tmp_path / "docs/e.txt").write_bytes(b"")
    (tmp_path / "docs/f.txt").write_text("Minsk \N{BELL}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_mentions_of_a_folder(run: Run, folder: Path) -> None:
    """Good documents give lines, bad ones their reasons, and the work goes on."""
    result = run("annotate", "docs", "--nil")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["document"], each["surface"], each["start"]) for each in records] == [
        ("docs/a.txt", "Minsk", 2),
        ("docs/b.html", "Minsk", 3),
        ("c1", "Wagner", 0),
        ("c3", "Nobody", 0),
    ]
    assert result.stderr.splitlines() == [
        "namenorm: docs/c.jsonl:2: malformed JSON: Expecting value at column 8",
        "namenorm: docs/d.txt:2: not UTF-8 at byte 6 of the file",
        "namenorm: docs/f.txt: control character U+0007",
    ]
    assert result.exit_code == Exit.SOME_FAILED


@pytest.mark.parametrize(("unit", "start"), [("codepoint", 2), ("utf8", 5), ("utf16", 3)])
def test_offsets(run: Run, folder: Path, unit: str, start: int) -> None:
    """Offsets are in the unit asked for, and a byte order mark does not count."""
    result = run("annotate", "docs/a.txt", "--offsets", unit)
    assert json.loads(result.stdout)["start"] == start


def test_standard_input(run: Run) -> None:
    """A dash is a document of plain text."""
    result = run("annotate", "-", input="In Minsk")
    assert json.loads(result.stdout)["document"] == "-"


def test_json_lines_from_standard_input(run: Run) -> None:
    """Naming a field says that the input is JSON lines."""
    line = '{"body": "In Minsk", "key": "k", "l": "en"}\n'
    fields = ["--text-field", "body", "--id-field", "key", "--lang-field", "l"]
    result = run("annotate", "-", *fields, input=line)
    assert json.loads(result.stdout)["document"] == "k"


def test_input_format(run: Run, folder: Path) -> None:
    """The format that was asked for wins over the suffix."""
    result = run("annotate", "docs/b.html", "--input-format", "text", "--nil")
    assert result.stdout == ""


def test_csv(run: Run, folder: Path) -> None:
    """CSV has a row a mention."""
    result = run("annotate", "docs/a.txt", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["document"], row["start"], row["entity_id"]) == ("docs/a.txt", "2", "nn3")


def test_page(run: Run, folder: Path) -> None:
    """A page is written as a whole, with marks in the right places whatever unit was asked for."""
    result = run("annotate", "docs", "-o", "out.html", "--offsets", "utf8")
    page = Path("out.html").read_text(encoding="utf-8")
    assert ">Minsk</a>" in page
    assert "Names in 5 documents" in page
    assert (result.stdout, result.exit_code) == ("", Exit.SOME_FAILED)


def test_page_of_no_document(run: Run) -> None:
    """When nothing could be read there is still a page that says so."""
    result = run("annotate", "missing.txt", "--format", "html")
    assert "No document could be read." in result.stdout
    assert result.exit_code == Exit.SOME_FAILED


def test_empty_document_is_no_fault(run: Run, folder: Path) -> None:
    """An empty file is a document without mentions."""
    result = run("annotate", "docs/e.txt")
    assert (result.exit_code, result.output) == (Exit.OK, "")


def test_options_reach_the_engine(run: Run, folder: Path, service: FakeService) -> None:
    """Every option is handed over."""
    options = "--nil --kind person --lang be --offsets utf16 --max-candidates 2 --min-score 0.3"
    run("annotate", "docs/a.txt", *options.split(), "--nested")
    hints = (frozenset({Kind.PERSON}), ("be",), True, 0.3, 2, OffsetUnit.UTF16)
    expected = AnnotateOptions(*hints, nested=True)
    assert service.asked == [expected]


def test_progress_for_programs(run: Run, folder: Path) -> None:
    """The last line of progress counts what was done and what failed."""
    result = run("annotate", "docs", "--progress", "json")
    last = json.loads(result.stderr.splitlines()[-1])
    assert last == {"progress": {"done": 5, "found": 3, "failed": 3}, "finished": True}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-", "-"],
        ["x", "--offsets", "bytes"],
        ["x", "--format", "xml"],
        ["-", "--nested", "--format", "text"],
        ["-", "--nested", "--rewrite", "--format", "jsonl"],
    ],
)
def test_mistakes_of_usage(run: Run, arguments: list[str]) -> None:
    """A mistake is told before any work, with the code of usage."""
    assert run("annotate", *arguments).exit_code == Exit.USAGE


def test_file_is_not_left_when_the_work_ends_early(run: Run, folder: Path) -> None:
    """An output in a folder that is not there is told before any work."""
    result = run("annotate", "docs/a.txt", "-o", "missing/out.html")
    assert result.exit_code == Exit.USAGE
    assert "cannot write in" in result.stderr


@pytest.mark.parametrize("form", ["jsonld", "iob", "jsonl"])
def test_formats_of_text(run: Run, folder: Path, form: str) -> None:
    """Formats of text go to standard output as to a file."""
    shown = run("annotate", "docs/a.txt", "--format", form).stdout
    run("annotate", "docs/a.txt", "--format", form, "-o", "out")
    assert "Minsk" in shown
    assert Path("out").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize(
    ("form", "library"), [("parquet", "pyarrow.parquet"), ("spacy", "spacy.tokens")]
)
def test_formats_of_bytes(run: Run, folder: Path, form: str, library: str) -> None:
    """Formats of bytes go through a pipe unchanged, and their suffix is enough for a file."""
    pytest.importorskip(library, reason=f"{library} (an extra) is not installed")
    shown = run("annotate", "docs/a.txt", "--format", form).stdout_bytes
    assert run("annotate", "docs/a.txt", "-o", f"out.{form}").exit_code == Exit.OK
    assert Path(f"out.{form}").read_bytes()[:4] == shown[:4] != b""


def test_folder_of_brat(run: Run, folder: Path) -> None:
    """Brat is a folder, which must be named and must not be full."""
    assert run("annotate", "docs/a.txt", "--format", "brat").exit_code == Exit.USAGE
    done = run("annotate", "docs/a.txt", "--format", "brat", "-o", "out", "--offsets", "utf8")
    assert done.exit_code == Exit.OK
    assert "T1\tPlace 2 7\tMinsk" in Path("out/docs_a.ann").read_text(encoding="utf-8")
    again = run("annotate", "docs/a.txt", "--format", "brat", "-o", "out")
    assert again.exit_code == Exit.USAGE
    assert "not an empty folder" in again.stderr


@pytest.mark.parametrize("unit", ["codepoint", "utf8", "utf16"])
def test_unit_is_echoed(run: Run, folder: Path, unit: str) -> None:
    """Each record says in which unit its offsets count."""
    assert json.loads(run("annotate", "docs/a.txt", "--offsets", unit).stdout)["offsets"] == unit


def test_source_offsets(run: Run, folder: Path) -> None:
    """Each mention says where it stands in the file, also across markup; in records, nowhere."""
    shown = run("annotate", "docs", "--source-offsets", "--nil").stdout.splitlines()
    spans = [(each["source_start"], each["source_end"]) for each in map(json.loads, shown)]
    page = Path("docs/b.html").read_text(encoding="utf-8")
    assert spans[0] == (2, 7)
    assert page[slice(*spans[1])] == "Min</b>sk"
    assert spans[2:] == [(None, None), (None, None)]


def test_rewrite(run: Run, folder: Path, tmp_path: Path) -> None:
    """The text comes back as it was, with canonical names for what is certain."""
    (tmp_path / "t.txt").write_bytes("Lukashenka’s \r\n Wagner, Nobody\n".encode())
    done = run("annotate", "t.txt", "--rewrite", "--nil", "--offsets", "utf8")
    assert done.stdout_bytes.decode() == "Alexander Lukashenko’s \r\n Wagner, Nobody\n"
    run("annotate", "t.txt", "--rewrite", "-o", "out.jsonl")
    line = json.loads(Path("out.jsonl").read_text(encoding="utf-8"))
    assert (line["id"], line["replaced"]) == ("t.txt", 1)
    assert run("annotate", "t.txt", "--rewrite", "--format", "iob").exit_code == Exit.USAGE
