"""Arguments of the command to documents, each fault in its place and the work going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalizer.cli.readers.csv_files import read_csv
from normalizer.cli.readers.files import decode, read_bytes
from normalizer.cli.readers.items import RECORDS, Fields, InputFormat, Source
from normalizer.cli.readers.jsonl import read_jsonl
from normalizer.errors import InputError
from normalizer.formats.source_map import SourceMap
from normalizer.jobs.items import SourcedDocument
from normalizer.types import Document


def read_documents(
    sources: Iterable[Source | InputError], fields: Fields, *, with_source: bool = False
) -> Iterator[SourcedDocument | InputError]:
    """Yield the documents of each source in order; a fault stands where its document would.

    `with_source` also finds where the text of HTML and of plain files stands in them; what is
    in a field of a record has no place of its own.
    """
    for source in sources:
        if isinstance(source, InputError):
            yield source
        elif source.format in RECORDS:
            yield from _records(source, fields)
        else:
            yield _whole_file(source, with_source=with_source)


def _records(source: Source, fields: Fields) -> Iterator[SourcedDocument | InputError]:
    if source.format is InputFormat.JSONL:
        return read_jsonl(source.path, fields)
    if source.format is InputFormat.CSV:
        return read_csv(source.path, fields)
    try:
        from normalizer.cli.readers.parquet_files import read_parquet  # loads pyarrow
    except ModuleNotFoundError:
        reason = "reading Parquet needs pyarrow: pip install 'namenorm[parquet]'"
        return iter([InputError(source.path, 0, reason)])
    return read_parquet(source.path, fields)


def _whole_file(source: Source, *, with_source: bool) -> SourcedDocument | InputError:
    try:
        data = read_bytes(source.path)
        if source.format is InputFormat.HTML:
            return _page(data, source.path, with_source=with_source)
        text = decode(data, source.path)
    except InputError as failure:
        return failure
    known = SourceMap(text, range(len(text)), range(1, len(text) + 1)) if with_source else None
    return SourcedDocument(Document(source.path, text), source.path, 0, known)


def _page(data: bytes, path: str, *, with_source: bool) -> SourcedDocument:
    from normalizer.cli.readers.html_text import html_text  # only when there is HTML

    page = html_text(data, path, with_source=with_source)
    return SourcedDocument(Document(path, page.text, page.lang), path, 0, page.source)
