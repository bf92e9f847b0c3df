"""What the loader refuses, as small validators over the columns of the seed files.

A value is judged once however often it stands in a column, since a start of the command
pays for every look at every row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import eq, itemgetter

from normalizer import scripts
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
from normalizer.types import AliasKind, Kind

Reason = Callable[[str], str]
"""Returns why a value is refused; `""` when it is well."""

_ID = re.compile(r"nn[0-9]{6}")
_LANG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
_COUNTRY = re.compile(r"[A-Z]{2}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_SCHEME = re.compile(r"[a-z][a-z0-9_-]*")
_GENDERS = frozenset({"", "f", "m"})
# What Python calls unprintable and names have all the same: the spaces that CLDR writes, and
# the joiners that are part of the spelling in Persian and in Indian scripts.
_ALLOWED = (
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{ZERO WIDTH JOINER}",
)
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


def _each(sheet: Sheet, column: str, code: str, judge: Reason) -> Iterator[Finding]:
    values = sheet.columns[column]
    refused = {value: reason for value in set(values) if (reason := judge(value))}
    if not refused:
        return
    for row, value in enumerate(values):
        if value in refused:
            yield Finding(*sheet.place(row), code, f"{column} {refused[value]}")


def _pattern(pattern: re.Pattern[str], wanted: str, *, optional: bool = False) -> Reason:
    def judge(value: str) -> str:
        if pattern.fullmatch(value) or (optional and not value):
            return ""
        return f"{value!r} is not {wanted}"

    return judge


def _one_of(known: Iterable[str]) -> Reason:
    allowed = frozenset(known)
    listed = ", ".join(sorted(filter(None, allowed)))

    def judge(value: str) -> str:
        return "" if value in allowed else f"{value!r} is none of {listed}"

    return judge


def _bad_texts(sheet: Sheet, column: str, *, required: bool) -> Iterator[Finding]:
    """Yield the faults of free text; a column without any is seen to be so in one look."""
    values = sheet.columns[column]
    distinct = set(values)
    if _is_clean(distinct) and not (required and "" in distinct):
        return
    for row, value in enumerate(values):
        if not value.strip():
            if required or value:
                yield Finding(*sheet.place(row), "empty", f"{column} is empty or white space")
        elif value.strip() != value:
            yield Finding(*sheet.place(row), "outer-space", f"{column} has white space at an end")
        elif bad := next(filter(_is_unprintable, value), ""):
            yield Finding(*sheet.place(row), "unprintable", f"{column} holds U+{ord(bad):04X}")


def _is_clean(values: Collection[str]) -> bool:
    if any(map(_is_unprintable, _characters("".join(values)))):
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


def _is_unprintable(character: str) -> bool:
    return not (character.isprintable() or character in _ALLOWED)


def _script(value: str) -> str:
    return "" if not value or scripts.is_script(value) else f"{value!r} is not a known script"


_ENTITY_JUDGES: tuple[tuple[str, str, Reason], ...] = (
    ("id", "id", _pattern(_ID, "nn and six digits")),
    ("kind", "entity-kind", _one_of(Kind)),
    ("country", "country", _pattern(_COUNTRY, "two capital letters", optional=True)),
    ("gender", "gender", _one_of(_GENDERS)),
    ("wikidata", "wikidata", _pattern(_WIKIDATA, "Q and a number", optional=True)),
)
_ALIAS_JUDGES: tuple[tuple[str, str, Reason], ...] = (
    ("kind", "alias-kind", _one_of(AliasKind)),
    ("lang", "lang", _pattern(_LANG, "a BCP 47 tag in its usual case", optional=True)),
    ("script", "script", _script),
    ("scheme", "scheme", _pattern(_SCHEME, "a scheme's identifier", optional=True)),
)
_XREF_JUDGES: tuple[tuple[str, str, Reason], ...] = (
    ("scheme", "scheme", _pattern(_SCHEME, "a scheme's identifier")),
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
        found = "" if value.isascii() else _stronger_script(value, {CANONICAL_SCRIPT})
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
        if found := _stronger_script(alias, wanted):
            reason = f"alias {alias!r} is in {found}, declared {script or 'none'}"
            yield Finding(*sheet.place(row), "script-differs", reason)


def _stronger_script(alias: str, wanted: Collection[str]) -> str:
    """Return the script of more letters than `wanted` have, "no script" for none; else `""`."""
    counts = scripts.script_counts(alias)
    if not counts:
        return "no script" if wanted else ""
    own = sum(counts.pop(script, 0) for script in wanted)
    found, letters = max(counts.items(), key=itemgetter(1), default=("", 0))
    return found if letters > own else ""


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
