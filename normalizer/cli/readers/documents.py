"""Arguments of the command to documents, each fault in its place and the work going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalizer.cli.readers.files import decode, read_bytes
from normalizer.cli.readers.items import (
    InputFormat,
    JsonFields,
    Source,
    SourcedDocument,
)
from normalizer.cli.readers.jsonl import read_jsonl
from normalizer.errors import InputError
from normalizer.types import Document


def read_documents(
    sources: Iterable[Source | InputError], fields: JsonFields
) -> Iterator[SourcedDocument | InputError]:
    """Yield the documents of each source in order; a fault stands where its document would."""
    for source in sources:
        if isinstance(source, InputError):
            yield source
        elif source.format is InputFormat.JSONL:
            yield from read_jsonl(source.path, fields)
        else:
            yield _whole_file(source)


def _whole_file(source: Source) -> SourcedDocument | InputError:
    try:
        data = read_bytes(source.path)
        text, lang = _text_of(data, source)
    except InputError as failure:
        return failure
    return SourcedDocument(Document(source.path, text, lang), source.path)


def _text_of(data: bytes, source: Source) -> tuple[str, str]:
    if source.format is InputFormat.HTML:
        from normalizer.cli.readers.html_text import html_text  # only when there is HTML

        return html_text(data, source.path)
    return decode(data, source.path), ""
