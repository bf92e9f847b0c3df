"""JRC-Names: one spelling a row, `number, type, language, spelling`, parted by tabs.

A plus sign stands for each space of a spelling. The first spelling of a number is its main one.
Source: Steinberger et al., JRC-Names: a freely available, highly multilingual named entity
resource (RANLP 2011).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.errors import FieldError
from normalizer.exchange.lines import text_lines
from normalizer.exchange.records import Facts, Fault, Item, Key, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import kind_of, language_of
from normalizer.types import AliasKind

SCHEME = "jrc"
_COLUMNS = 4


def read_jrc(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each row, or its fault; rows of one entity stand together."""
    last = ""
    for item in text_lines(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, line = item
        if not line or line.startswith("#"):
            continue
        row = line.split("\t")
        try:
            yield _record(path, number, row, is_first=row[0] != last)
        except FieldError as failure:
            yield Fault(path, number, str(failure))
        last = row[0]


def _record(path: str, line: int, row: Sequence[str], *, is_first: bool) -> Record:
    if len(row) != _COLUMNS:
        raise FieldError("row", f"{len(row)} columns where {_COLUMNS} belong")
    identifier, kind, lang, written = row
    if not (identifier.isascii() and identifier.isdigit()):
        raise FieldError("number", f"{identifier!r} is not a number")
    text = written.replace("+", " ").strip()
    if not text:
        raise FieldError("spelling", "is empty")
    facts = Facts(kind_of(kind), text) if is_first else None
    spelling = Spelling(text, AliasKind.OFFICIAL, language_of(lang))
    return Record(path, line, Key(SCHEME, identifier), facts, (spelling,))
