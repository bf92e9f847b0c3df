from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.formats.names import Format
from normalizer.types import AnnotateOptions, OffsetUnit
from tests.cli.samples import annotated
from tests.formats.written import hard, text_of, write
from tests.world import WORLD

pa = pytest.importorskip("pyarrow", reason="pyarrow (extra `parquet`) is not installed")
pq = pytest.importorskip("pyarrow.parquet")
arrow = pytest.importorskip("normalizer.formats.arrow")

OPENED: list[Engine] = []


def open_world() -> Engine:
    """Return a new engine over the small world, and remember that it was opened."""
    OPENED.append(Engine(WORLD))
    return OPENED[-1]


def test_parquet_has_what_json_lines_have(tmp_path: Path) -> None:
    """Every member of every record comes back, evidence and candidates included."""
    samples = [hard("a"), annotated("b", "Nothing."), annotated("c", "[Minsk|nn3]")]
    lines = [json.loads(line) for line in text_of(Format.JSONL, tmp_path, *samples).splitlines()]
    table = pq.read_table(write(Format.PARQUET, tmp_path / "out.parquet", *samples))
    assert table.schema.equals(arrow.MENTIONS)
    for row, line in zip(table.to_pylist(), lines, strict=True):
        assert {name: row[name] for name in line} == line
        assert all(row[name] is None for name in row.keys() - line.keys())


def test_parquet_of_nothing_has_its_columns(tmp_path: Path) -> None:
    """A run without mentions is a file without rows."""
    table = pq.read_table(write(Format.PARQUET, tmp_path / "out.parquet"))
    assert (table.num_rows, table.schema.names) == (0, arrow.MENTIONS.names)


def test_batch(small_engine: Engine) -> None:
    """Each mention is a row with the document's ID, in the unit asked for."""
    texts = ["\N{GRINNING FACE} Lukashenko in Minsk", None, "Минск"]
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b", "c"], "text": texts, "n": [1, 2, 3]})
    found = arrow.annotate_batch(batch, small_engine, AnnotateOptions(offsets=OffsetUnit.UTF16))
    assert found.schema.equals(arrow.BATCH)
    rows = [(row["document"], row["start"], row["surface"]) for row in found.to_pylist()]
    assert ("a", 17, "Minsk") in rows
    assert ("c", 0, "Минск") in rows
    assert set(found.column("offsets").to_pylist()) == {"utf16"}


def test_batch_with_a_bad_document(small_engine: Engine) -> None:
    """A text that cannot be annotated is a row with its error, and the others are annotated."""
    batch = pa.RecordBatch.from_pydict({"id": [7, 8], "text": ["Minsk \x07\x00", "Minsk"]})
    whole = arrow.annotate_batch(batch, small_engine)
    fine = [row["document"] for row in whole.to_pylist() if row["error"] is None]
    assert "8" in fine
    assert all(row["surface"] is None for row in whole.to_pylist() if row["error"])


def test_batch_with_other_columns(small_engine: Engine) -> None:
    """arrow.Columns can have other names; rows without an ID are numbered."""
    batch = pa.RecordBatch.from_pydict({"body": ["x", "Minsk"], "l": ["en", None]})
    found = arrow.annotate_batch(batch, small_engine, columns=arrow.Columns("body", "no such", "l"))
    assert found.column("document").to_pylist() == ["1"]


def test_batch_without_texts(small_engine: Engine) -> None:
    """A batch that lacks the column of texts is refused, naming what there is."""
    batch = pa.RecordBatch.from_pydict({"body": ["x"]})
    with pytest.raises(InvalidOptionError, match="no column 'text'; the columns are body"):
        arrow.annotate_batch(batch, small_engine)


def test_empty_batch(small_engine: Engine) -> None:
    """No documents give no rows, in the same columns."""
    batch = pa.RecordBatch.from_pydict({"text": pa.array([], pa.string())})
    assert arrow.annotate_batch(batch, small_engine).schema.equals(arrow.BATCH)


def test_engine_is_opened_once_a_process() -> None:
    """Over several calls, as a worker of Spark makes them, one engine serves."""
    batch = pa.RecordBatch.from_pydict({"text": ["Minsk"]})
    for _ in range(2):
        found = list(arrow.annotate_batches(iter([batch, batch]), open_world))
        assert [each.num_rows for each in found] == [1, 1]
    assert len(OPENED) == 1
