"""GeoNames: places (`allCountries.txt` and its parts) and their names (`alternateNamesV2.txt`).

The two files are told apart by their columns, and read in whichever order they are given; a
name whose place is in neither the table nor the files before it belongs to nobody.
Source: the readme of https://download.geonames.org/export/dump/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from normalizer import tables
from normalizer.errors import FieldError
from normalizer.exchange.lines import text_lines
from normalizer.exchange.records import Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import language_of
from normalizer.types import AliasKind, Kind

SCHEME = "geonames"
_PLACE_COLUMNS = 19
# The names' file has ten columns; its older form lacks the last two.
_NAME_COLUMNS = (8, 10)


class _Use(NamedTuple):
    """What becomes of an alternate name that is none: `use` is alias, xref or none."""

    use: str
    value: str


def read_geonames(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each place or name, or the fault of a line."""
    for item in text_lines(path):
        if isinstance(item, Fault):
            yield item
            continue
        number, line = item
        if not line or line.startswith("#"):
            continue
        try:
            yield _item(path, number, line.split("\t"))
        except FieldError as failure:
            yield Fault(path, number, str(failure))


def _item(path: str, line: int, row: Sequence[str]) -> Item:
    if len(row) == _PLACE_COLUMNS:
        return _place(path, line, row)
    if len(row) in _NAME_COLUMNS:
        return _name(path, line, row)
    wanted = f"{_PLACE_COLUMNS} (places) or {_NAME_COLUMNS[-1]} (names)"
    return Fault(path, line, f"{len(row)} columns where {wanted} belong")


def _place(path: str, line: int, row: Sequence[str]) -> Item:
    key = _key(row[0])
    if not row[1].strip():
        raise FieldError("name", "is empty")
    # The column of names without a language is left: the names' file has each of them, and more.
    return Record(path, line, key, Facts(Kind.PLACE, row[1], country=row[8]))


def _name(path: str, line: int, row: Sequence[str]) -> Item:
    key, code, text = _key(row[1]), row[2], row[3]
    if not text.strip():
        raise FieldError("alternate name", "is empty")
    use = _codes().get(code)
    if use is None:
        return Record(path, line, key, None, (_spelling(code, text, row[4:8]),))
    if use.use == "xref":
        return Record(path, line, key, Facts(Kind.PLACE, "", xrefs={use.value: text}))
    if use.use == "alias":
        return Record(path, line, key, None, (Spelling(text, AliasKind(use.value)),))
    return PassedOver(path, line, f"{code} is not a name")


def _spelling(code: str, text: str, flags: Sequence[str]) -> Spelling:
    """Return an alternate name; `flags` are preferred, short, colloquial and historic."""
    _, short, colloquial, historic = (flag == "1" for flag in flags)
    kind = AliasKind.OFFICIAL
    if historic or code.endswith("_1793"):  # names of the French Revolution
        kind = AliasKind.FORMER
    elif colloquial:
        kind = AliasKind.NICKNAME
    elif short:
        kind = AliasKind.SHORT
    elif code == "piny":
        kind = AliasKind.ROMANISATION
    return Spelling(text, kind, language_of(code.removesuffix("_1793")))


def _key(identifier: str) -> Key:
    if not (identifier.isascii() and identifier.isdigit()):
        raise FieldError("geonameid", f"{identifier!r} is not a number")
    return Key(SCHEME, identifier)


@cache
def _codes() -> dict[str, _Use]:
    rows = tables.rows("exchange/geonames_codes.tsv", ("code", "use", "value"))
    return {code: _Use(use, value) for code, use, value in rows}
