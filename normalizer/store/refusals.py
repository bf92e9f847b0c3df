"""What the loader refuses, as small validators over the columns of the seed files.

A value is judged once however often it stands in a column, since a start of the command
pays for every look at every row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from operator import eq

from normalizer import scripts
from normalizer.store import fields
from normalizer.store.findings import Finding
from normalizer.store.memory import CANONICAL_SCRIPT
from normalizer.store.sheets import (
    ALIASES,
    AMBIGUOUS,
    ENTITIES,
    XREFS,
    Seeds,
    Sheet,
    chained,
    rows_of,
)
from normalizer.types import Kind

_TEXTS = {
    ENTITIES: {"name": True, "description": False},
    ALIASES: {"alias": True, "source": False, "note": False},
    AMBIGUOUS: {"alias": True, "source": False, "note": False},
    XREFS: {"value": True},
}
"""The columns of free text, and whether each must be filled."""


def refusals(seeds: Seeds) -> Iterator[Finding]:
    """Yield every reason for which these seeds cannot be loaded, file by file."""
    for sheet in seeds.all_sheets():
        for line, code, reason in sheet.faults:
            yield Finding(sheet.path, line, code, reason)
        for column, code, judge in _JUDGES[sheet.name]:
            yield from _each(sheet, column, code, judge)
        for column, required in _TEXTS[sheet.name].items():
            yield from _bad_texts(sheet, column, required=required)
    yield from _misplaced_genders(seeds.entities)
    yield from _foreign_names(seeds.entities)
    yield from _wrong_scripts(seeds.alias_sheets())
    yield from _repeated(seeds.entities, ("id",), "id-duplicate")
    yield from _repeated(seeds.alias_sheets(), ("alias", "entity_id", "lang"), "alias-duplicate")
    yield from _repeated(seeds.xrefs, ("entity_id", "scheme"), "xref-duplicate")
    yield from _second_wikidata(seeds)
    yield from _dangling(seeds)


def _each(sheet: Sheet, column: str, code: str, judge: fields.Reason) -> Iterator[Finding]:
    values = sheet.columns[column]
    refused = {value: reason for value in set(values) if (reason := judge(value))}
    if not refused:
        return
    for row, value in enumerate(values):
        if value in refused:
            yield Finding(*sheet.place(row), code, f"{column} {refused[value]}")


def _bad_texts(sheet: Sheet, column: str, *, required: bool) -> Iterator[Finding]:
    """Yield the faults of free text; a column without any is seen to be so in one look."""
    values = sheet.columns[column]
    distinct = set(values)
    if _is_clean(distinct) and not (required and "" in distinct):
        return
    for row, value in enumerate(values):
        code, reason = fields.text(value, required=required)
        if code:
            yield Finding(*sheet.place(row), code, f"{column} {reason}")


def _is_clean(values: Collection[str]) -> bool:
    if any(map(fields.is_unprintable, _characters("".join(values)))):
        return False
    return all(map(eq, map(str.strip, values), values))


def _characters(text: str) -> set[str]:
    """Return the distinct characters of a text.

    Ten times as fast as `set(text)` on a long text in an alphabet: its beginning has most of
    them already, and an expression skips those faster than a set receives them.
    """
    known = set(text[:1000])
    if not known:
        return known
    return known.union(re.sub(f"[{re.escape(''.join(known))}]+", "", text))


_ENTITY_JUDGES: tuple[tuple[str, str, fields.Reason], ...] = (
    ("id", "id", fields.entity_id),
    ("kind", "entity-kind", fields.entity_kind),
    ("country", "country", fields.country),
    ("gender", "gender", fields.gender),
    ("wikidata", "wikidata", fields.wikidata),
)
_ALIAS_JUDGES: tuple[tuple[str, str, fields.Reason], ...] = (
    ("kind", "alias-kind", fields.alias_kind),
    ("lang", "lang", fields.lang),
    ("script", "script", fields.script),
    ("scheme", "scheme", fields.scheme),
)
_XREF_JUDGES: tuple[tuple[str, str, fields.Reason], ...] = (
    ("scheme", "scheme", fields.xref_scheme),
)
_JUDGES = {
    ENTITIES: _ENTITY_JUDGES,
    ALIASES: _ALIAS_JUDGES,
    AMBIGUOUS: _ALIAS_JUDGES,
    XREFS: _XREF_JUDGES,
}


def _misplaced_genders(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        for row, (kind, gender) in enumerate(
            zip(sheet.columns["kind"], sheet.columns["gender"], strict=True)
        ):
            if gender in ("f", "m") and kind != Kind.PERSON:
                yield Finding(*sheet.place(row), "gender", f"gender {gender!r} of a {kind}")


def _foreign_names(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield the canonical names that are not English by their letters."""

    def judge(value: str) -> str:
        found = "" if value.isascii() else fields.stronger_script(value, {CANONICAL_SCRIPT})
        return f"{value!r} is in {found}, not {CANONICAL_SCRIPT}" if found else ""

    for sheet in sheets:
        yield from _each(sheet, "name", "script-differs", judge)


def _wrong_scripts(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield the aliases in which another script has more letters than the declared one.

    All aliases of one declared script are looked at as one text first: what holds no letter
    of another script needs no counting.
    """
    for sheet in sheets:
        rows_by_script: dict[str, list[int]] = {}
        for row, script in enumerate(sheet.columns["script"]):
            rows_by_script.setdefault(script, []).append(row)
        for script, rows in rows_by_script.items():
            if not script or scripts.is_script(script):
                yield from _wrong_in_sheet(sheet, script, rows)


def _wrong_in_sheet(sheet: Sheet, script: str, rows: Sequence[int]) -> Iterator[Finding]:
    aliases = sheet.columns["alias"]
    characters = _characters("".join([aliases[row] for row in rows]))
    wanted = scripts.members_of(script)
    own = {character for character in characters if scripts.script_of(character) in wanted}
    foreign = {character for character in characters if scripts.script_of(character)} - own
    for row in rows:
        alias = aliases[row]
        # A first letter of its own clears an alias where no letter is foreign.
        if not alias or (alias[0] in own and (not foreign or foreign.isdisjoint(alias))):
            continue
        if found := fields.stronger_script(alias, wanted):
            reason = f"alias {alias!r} is in {found}, declared {script or 'none'}"
            yield Finding(*sheet.place(row), "script-differs", reason)


def _repeated(sheets: Sequence[Sheet], columns: tuple[str, ...], code: str) -> Iterator[Finding]:
    """Yield the rows that have the same values in these columns as an earlier row."""
    keys = [chained(sheets, column) for column in columns]
    if len(set(zip(*keys, strict=True))) == len(keys[0]):
        return
    seen: dict[tuple[str, ...], str] = {}
    for sheet, row, values in rows_of(sheets, *columns):
        key = tuple(values)
        path, line = sheet.place(row)
        first = seen.setdefault(key, f"{path.parent.name}/{path.name}:{line}")
        if first != f"{path.parent.name}/{path.name}:{line}":
            yield Finding(path, line, code, f"{' '.join(filter(None, key))!r} is also at {first}")


def _second_wikidata(seeds: Seeds) -> Iterator[Finding]:
    """Yield the cross-references that say again, or otherwise, what the wikidata column says."""
    given = dict(
        zip(chained(seeds.entities, "id"), chained(seeds.entities, "wikidata"), strict=True)
    )
    for sheet, row, (entity_id, scheme) in rows_of(seeds.xrefs, "entity_id", "scheme"):
        if scheme == "wikidata" and given.get(entity_id):
            reason = f"{entity_id} has {given[entity_id]} in entities.tsv"
            yield Finding(*sheet.place(row), "xref-duplicate", reason)


def _dangling(seeds: Seeds) -> Iterator[Finding]:
    known = frozenset(chained(seeds.entities, "id"))

    def judge(value: str) -> str:
        return "" if value in known else f"{value!r} is no entity's"

    for sheet in seeds.alias_sheets() + seeds.xrefs:
        yield from _each(sheet, "entity_id", "dangling-id", judge)
