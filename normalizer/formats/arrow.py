"""Apache Arrow: the mentions of documents as columns, and batches of documents to batches of them.

Needs the extra `parquet` (pyarrow). `annotate_batch` is a pure function of a batch and an
engine, which is all that Spark, Ray, Dask or DuckDB need: docs/formats.md has the recipes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from normalizer.engine import Engine, NameService
from normalizer.errors import InvalidOptionError, InvalidTextError, NormalizerError
from normalizer.formats.records import mention_records
from normalizer.types import AnnotatedDocument, AnnotateOptions, Document

_FEATURE = pa.struct([("name", pa.string()), ("value", pa.float64()), ("weight", pa.float64())])
_EVIDENCE = pa.struct(
    [
        ("stage", pa.string()),
        ("alias", pa.string()),
        ("alias_kind", pa.string()),
        ("compared", pa.list_(pa.string())),
        ("features", pa.list_(_FEATURE)),
        ("words", pa.string()),
    ]
)
_CANDIDATE = pa.struct(
    [
        ("entity_id", pa.string()),
        ("entity_name", pa.string()),
        ("kind", pa.string()),
        ("score", pa.float64()),
        ("evidence", _EVIDENCE),
    ]
)
MENTIONS = pa.schema(
    [
        pa.field("document", pa.string(), nullable=False),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("offsets", pa.string()),
        pa.field("surface", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("decision", pa.string()),
        pa.field("entity_id", pa.string()),
        pa.field("entity_name", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("evidence", _EVIDENCE),
        pa.field("revision", pa.string()),
        pa.field("candidates", pa.list_(_CANDIDATE)),
        pa.field("source_start", pa.int64()),
        pa.field("source_end", pa.int64()),
    ]
)
"""A row a mention, in the members of our JSON lines; what is absent is null."""

BATCH = MENTIONS.append(pa.field("error", pa.string()))
"""The rows of `annotate_batch`: a document that cannot be annotated is a row with its `error`."""

_ANNOTATE = AnnotateOptions()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a batch holds its documents. `text` must be there; `id` is then the row's number."""

    text: str = "text"
    id: str = "id"
    lang: str = "lang"


_COLUMNS = Columns()


def mention_table(records: Iterable[dict[str, Any]]) -> pa.Table:
    """Return a table of mentions in the columns `MENTIONS`."""
    return pa.Table.from_pylist(list(records), schema=MENTIONS)


def annotate_batch(
    batch: pa.RecordBatch,
    engine: NameService,
    options: AnnotateOptions = _ANNOTATE,
    columns: Columns = _COLUMNS,
) -> pa.RecordBatch:
    """Return the mentions of a batch of documents, a row each, in the columns `BATCH`.

    A null text is an empty one. A batch without documents or mentions gives one without rows.
    Raises InvalidOptionError when the batch has no column of texts, or for options that the
    engine refuses.
    """
    documents = _documents(batch, columns)
    rows: list[dict[str, Any]] = []
    answers = engine.annotate_many(iter(documents), options)
    for document, answer in zip(documents, answers, strict=True):
        rows += _rows(document, answer)
    return pa.RecordBatch.from_pylist(rows, schema=BATCH)


def annotate_batches(
    batches: Iterable[pa.RecordBatch],
    open_engine: Callable[[], NameService] = Engine.open,
    options: AnnotateOptions = _ANNOTATE,
    columns: Columns = _COLUMNS,
) -> Iterator[pa.RecordBatch]:
    """Yield the mentions of each batch; the engine is opened once a process and kept.

    This has the form that Spark's `mapInArrow` asks for. `open_engine` is told apart by
    identity, so give a function of a module and not a new one each time.
    """
    engine = _engine_of(open_engine)
    for batch in batches:
        yield annotate_batch(batch, engine, options, columns)


_ENGINES: dict[Callable[[], NameService], NameService] = {}


def _engine_of(open_engine: Callable[[], NameService]) -> NameService:
    if open_engine not in _ENGINES:
        _ENGINES[open_engine] = open_engine()
    return _ENGINES[open_engine]


def _documents(batch: pa.RecordBatch, columns: Columns) -> list[Document]:
    names = batch.schema.names
    if columns.text not in names:
        known = ", ".join(names) or "none"
        raise InvalidOptionError("text", f"no column {columns.text!r}; the columns are {known}")
    texts = batch.column(columns.text).to_pylist()
    ids = batch.column(columns.id).to_pylist() if columns.id in names else range(len(texts))
    languages = batch.column(columns.lang).to_pylist() if columns.lang in names else [""] * len(ids)
    return [
        Document(str(identifier), text or "", lang or "")
        for identifier, text, lang in zip(ids, texts, languages, strict=True)
    ]


def _rows(
    document: Document, answer: AnnotatedDocument | NormalizerError
) -> Iterator[dict[str, Any]]:
    if isinstance(answer, InvalidTextError):
        yield {"document": document.id, "error": answer.reason}
    elif isinstance(answer, NormalizerError):
        raise answer
    else:
        yield from mention_records(answer)
