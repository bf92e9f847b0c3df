"""CSV and TSV: a header, then an entity or an alias a row; whose column is what, the user says.

Order: the header is matched with our columns → each row becomes one record.

Our columns are those of `COLUMNS`. `alias.be` is a column of Belarusian spellings, `xref.viaf` one
of identifiers in a scheme. A row is known by our `id`, else by `key` (its identifier in the file,
kept under the scheme that the user names), else by its first `xref.…`, else by its name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from normalizer.errors import FieldError
from normalizer.exchange.lines import GoodLines
from normalizer.exchange.records import OWN, Facts, Fault, Item, Key, Record, Spelling
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.words import alias_kind_of, gender_of, kind_of, language_of
from normalizer.types import AliasKind

COLUMNS = (
    "id", "key", "kind", "name", "country", "gender", "wikidata", "description",
    "alias", "alias_kind", "lang", "script", "scheme", "source", "note",
)  # fmt: skip
_FAMILIES = ("alias", "xref")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How rows are parted; `titles` are titles that a format has for columns of ours."""

    delimiter: str
    quoting: Literal[0, 3]
    titles: Mapping[str, str] = field(default_factory=dict)


COMMAS = Dialect(",", csv.QUOTE_MINIMAL)
TABS = Dialect("\t", csv.QUOTE_NONE)


def read_csv(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each row of a comma-separated file, or its fault."""
    yield from read_rows(path, settings, COMMAS)


def read_tsv(path: str, settings: ReadSettings) -> Iterator[Item]:
    """Yield a record for each row of a tab-separated file, in which quotation marks are text."""
    yield from read_rows(path, settings, TABS)


def read_rows(path: str, settings: ReadSettings, dialect: Dialect) -> Iterator[Item]:
    """Yield a record for each row of a file with a header, or its fault."""
    lines = GoodLines(path)
    rows = csv.reader(lines, delimiter=dialect.delimiter, quoting=dialect.quoting)
    header: _Header | None = None
    while True:
        try:
            row = next(rows, None)
        except csv.Error as failure:
            yield Fault(path, lines.number, f"malformed CSV: {failure}")
            continue
        yield from lines.new_faults()
        if row is None:
            break
        if header is None:
            found = _header(path, row, settings, dialect)
            if isinstance(found, Fault):
                yield found
                return
            header = found
        elif row:
            yield header.item(path, lines.number, row)
    if header is None and not lines.had_faults:
        yield Fault(path, 0, "no header row")


def _header(
    path: str, row: Sequence[str], settings: ReadSettings, dialect: Dialect
) -> _Header | Fault:
    """Return where our columns stand in a file, or why that cannot be told."""
    asked = {theirs: ours for ours, theirs in settings.columns.items()}
    found = _Header(settings)
    for place, title in enumerate(row):
        known = dialect.titles.get(title, title if _is_ours(title) else "")
        name = asked.pop(title, known)
        family, dot, member = name.partition(".")
        if dot and family == "alias":
            found.aliases.append((place, language_of(member)))
        elif dot:
            found.xrefs.append((place, member))
        elif name:
            found.places[name] = place
    if asked:
        lost = ", ".join(map(repr, asked))
        return Fault(path, 1, f"no column {lost}; the columns are {', '.join(map(repr, row))}")
    if not found.says_who():
        return Fault(path, 1, "no column says whose row it is: id, key, xref.…, wikidata or name")
    if not (settings.scheme or found.has_lasting_key()):
        reason = "rows are known by this file's own key or name: name a scheme to keep it under"
        return Fault(path, 1, reason)
    return found


def _is_ours(title: str) -> bool:
    family, dot, member = title.partition(".")
    return title in COLUMNS or bool(dot and member and family in _FAMILIES)


@dataclass(slots=True)
class _Header:
    settings: ReadSettings
    places: dict[str, int] = field(default_factory=dict)
    aliases: list[tuple[int, str]] = field(default_factory=list)
    xrefs: list[tuple[int, str]] = field(default_factory=list)

    def has_lasting_key(self) -> bool:
        return bool("id" in self.places or "wikidata" in self.places or self.xrefs)

    def says_who(self) -> bool:
        return self.has_lasting_key() or bool({"key", "name"} & self.places.keys())

    def item(self, path: str, line: int, row: Sequence[str]) -> Item:
        try:
            return self._record(path, line, row)
        except FieldError as failure:
            return Fault(path, line, str(failure))

    def _record(self, path: str, line: int, row: Sequence[str]) -> Record:
        cells = {
            name: row[place].strip() for name, place in self.places.items() if place < len(row)
        }
        if missing := [name for name, place in self.places.items() if place >= len(row)]:
            raise FieldError(missing[0], f"the row has {len(row)} cells only")
        xrefs = {scheme: row[place].strip() for place, scheme in self.xrefs if place < len(row)}
        if cells.get("wikidata"):
            xrefs["wikidata"] = cells["wikidata"].rpartition("/")[2]
        xrefs = {scheme: value for scheme, value in xrefs.items() if value}
        key = self._key(cells, xrefs)
        return Record(path, line, key, self._facts(cells, xrefs), self._spellings(cells, row))

    def _key(self, cells: dict[str, str], xrefs: dict[str, str]) -> Key:
        if cells.get("id"):
            return Key(OWN, cells["id"])
        own = cells.get("key") or (cells.get("name", "") if not xrefs else "")
        if own and self.settings.scheme:
            return Key(self.settings.scheme, own)
        if not xrefs:
            raise FieldError("key", "the row has no identifier and no name")
        return Key(*next(iter(xrefs.items())))

    def _facts(self, cells: dict[str, str], xrefs: dict[str, str]) -> Facts | None:
        if not cells.get("name"):
            return None
        word = cells.get("kind", "")
        if not word and self.settings.kind is None:
            raise FieldError("kind", "is empty, and no kind was named for all rows")
        return Facts(
            kind=kind_of(word) if word or self.settings.kind is None else self.settings.kind,
            name=cells["name"],
            country=cells.get("country", "").upper(),
            gender=gender_of(cells.get("gender", "")),
            description=cells.get("description", ""),
            xrefs=xrefs,
        )

    def _spellings(self, cells: dict[str, str], row: Sequence[str]) -> tuple[Spelling, ...]:
        kind = alias_kind_of(cells.get("alias_kind") or AliasKind.OFFICIAL)
        lang = language_of(cells.get("lang", "") or self.settings.lang)
        rest = (cells.get("source", ""), cells.get("note", ""))
        script, scheme = cells.get("script", ""), cells.get("scheme", "")
        found = []
        if text := cells.get("alias", ""):
            found.append(Spelling(text, kind, lang, script, scheme, *rest))
        for place, column_lang in self.aliases:
            if place < len(row) and (text := row[place].strip()):
                found.append(Spelling(text, kind, column_lang, "", scheme, *rest))
        return tuple(found)
