"""What the loader accepts and a curator should look at, as validators that yield warnings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from normalizer import scripts
from normalizer.errors import InvalidTextError
from normalizer.store.findings import Finding
from normalizer.store.sheets import AMBIGUOUS, LAYOUTS, Seeds, Sheet, rows_of, set_folders
from normalizer.text import check_name, normalise
from normalizer.types import AliasKind, Kind

K = TypeVar("K")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name of an entity as it stands in a row: an alias, or the canonical name."""

    sheet: Sheet
    row: int
    text: str
    entity_id: str
    lang: str
    is_canonical: bool

    def finding(self, code: str, reason: str) -> Finding:
        return Finding(*self.sheet.place(self.row), code, reason)


def suspicions(seeds: Seeds, schemes: Collection[str]) -> Iterator[Finding]:
    """Yield every warning on these seeds, rule by rule."""
    spellings = list(_spellings(seeds))
    by_form = _by_normal_form(spellings)
    yield from _unmatchable(spellings)
    yield from _collisions(by_form)
    yield from _near_duplicates(by_form)
    yield from _mixed_scripts(seeds)
    yield from _twins(seeds)
    yield from _shared_xrefs(seeds)
    yield from _unknown_countries(seeds)
    yield from _unknown_schemes(seeds, schemes)
    yield from _unsorted(seeds)


def _spellings(seeds: Seeds) -> Iterator[_Spelling]:
    for sheet, row, (text, entity_id, lang) in rows_of(
        seeds.alias_sheets(), "alias", "entity_id", "lang"
    ):
        yield _Spelling(sheet, row, text, entity_id, lang, is_canonical=False)
    for sheet, row, (name, entity_id) in rows_of(seeds.entities, "name", "id"):
        yield _Spelling(sheet, row, name, entity_id, "en", is_canonical=True)


def _by_normal_form(spellings: Iterable[_Spelling]) -> dict[str, list[_Spelling]]:
    found: dict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        if form := normalise(spelling.text):
            found[form].append(spelling)
    return found


def _unmatchable(spellings: Iterable[_Spelling]) -> Iterator[Finding]:
    for spelling in spellings:
        try:
            check_name(spelling.text, "alias")
        except InvalidTextError as failure:
            yield spelling.finding("unmatchable", str(failure))


def _collisions(by_form: dict[str, list[_Spelling]]) -> Iterator[Finding]:
    """Yield shared aliases that are not declared, and declared ones that are not shared.

    A canonical name needs no row of its own where another row of the same form declares it.
    """
    for form, spellings in by_form.items():
        owners = sorted({spelling.entity_id for spelling in spellings})
        declared = [one for one in spellings if one.sheet.name == AMBIGUOUS]
        if len(owners) == 1:
            for one in declared:
                yield one.finding("not-ambiguous", f"{one.text!r} belongs to {owners[0]} alone")
            continue
        for one in spellings:
            if one.sheet.name != AMBIGUOUS and not (one.is_canonical and declared):
                others = ", ".join(owner for owner in owners if owner != one.entity_id)
                yield one.finding("collision", f"{form!r} of {one.entity_id} is also of {others}")


def _near_duplicates(by_form: dict[str, list[_Spelling]]) -> Iterator[Finding]:
    for spellings in by_form.values():
        first: dict[tuple[str, str], _Spelling] = {}
        for one in spellings:
            other = first.setdefault((one.entity_id, one.lang), one)
            if not one.is_canonical and other.text != one.text:
                yield one.finding("near-duplicate", f"{one.text!r} reads as {other.text!r} does")


def _mixed_scripts(seeds: Seeds) -> Iterator[Finding]:
    for sheet, row, (text, kind, note) in rows_of(seeds.alias_sheets(), "alias", "kind", "note"):
        if kind == AliasKind.MISSPELLING and note:
            continue
        for word in _WORD.findall(text):
            if not _is_of_one_script(word):
                found = ", ".join(sorted(scripts.script_counts(word)))
                yield Finding(*sheet.place(row), "mixed-script", f"{word!r} mixes {found}")


def _is_of_one_script(word: str) -> bool:
    if word.isascii():
        return True
    found = set(scripts.script_counts(word))
    return len(found) < 2 or any(found <= scripts.members_of(code) for code in ("Jpan", "Kore"))


def _twins(seeds: Seeds) -> Iterator[Finding]:
    rows = rows_of(seeds.entities, "kind", "name", "country", "id")
    keyed = (
        (sheet, row, (kind, normalise(name), country), entity_id)
        for sheet, row, (kind, name, country, entity_id) in rows
    )
    for sheet, row, key, first in _later_owners(keyed):
        reason = f"{' '.join(filter(None, key))!r} is also {first}"
        yield Finding(*sheet.place(row), "entity-duplicate", reason)


def _shared_xrefs(seeds: Seeds) -> Iterator[Finding]:
    keyed = [
        (sheet, row, ("wikidata", value), entity_id)
        for sheet, row, (entity_id, value) in rows_of(seeds.entities, "id", "wikidata")
        if value
    ] + [
        (sheet, row, (scheme, value), entity_id)
        for sheet, row, (entity_id, scheme, value) in rows_of(
            seeds.xrefs, "entity_id", "scheme", "value"
        )
    ]
    for sheet, row, (scheme, value), first in _later_owners(keyed):
        reason = f"{scheme} {value} also belongs to {first}"
        yield Finding(*sheet.place(row), "xref-shared", reason)


def _later_owners(
    keyed: Iterable[tuple[Sheet, int, K, str]],
) -> Iterator[tuple[Sheet, int, K, str]]:
    """Yield the rows whose key an earlier row gave to another entity, and that entity."""
    owners: dict[K, str] = {}
    for sheet, row, key, entity_id in keyed:
        first = owners.setdefault(key, entity_id)
        if first != entity_id:
            yield sheet, row, key, first


def _unknown_countries(seeds: Seeds) -> Iterator[Finding]:
    """Yield countries that no place stands for; seeds without country codes are not judged."""
    known = {
        value
        for _, _, (scheme, value) in rows_of(seeds.xrefs, "scheme", "value")
        if scheme == "iso3166"
    }
    for sheet, row, (country,) in rows_of(seeds.entities, "country"):
        if known and country and country not in known:
            reason = f"no {Kind.PLACE} has the code {country}"
            yield Finding(*sheet.place(row), "country-unknown", reason)


def _unknown_schemes(seeds: Seeds, schemes: Collection[str]) -> Iterator[Finding]:
    for sheet, row, (scheme,) in rows_of(seeds.alias_sheets(), "scheme"):
        if schemes and scheme and scheme not in schemes:
            yield Finding(*sheet.place(row), "scheme-unknown", f"scheme {scheme!r} is not known")


def _unsorted(seeds: Seeds) -> Iterator[Finding]:
    """Yield the first row of each file that stands after one it should precede."""
    for sheet in seeds.all_sheets():
        names = _sort_columns(sheet)
        keys = list(zip(*(sheet.columns[name] for name in names), strict=True))
        for row in range(1, len(keys)):
            if keys[row] < keys[row - 1]:
                reason = f"belongs above line {sheet.numbers[row - 1]} (by {', then '.join(names)})"
                yield Finding(*sheet.place(row), "unsorted", reason)
                break


def _sort_columns(sheet: Sheet) -> tuple[str, ...]:
    if "alias" in sheet.columns:
        return "entity_id", "alias", "lang"
    return ("id",) if "id" in sheet.columns else ("entity_id", "scheme")


def unread_files(seeds: Seeds) -> Iterator[Finding]:
    """Yield the files in the folders of sets that no loader reads."""
    for folder in set_folders(seeds.folder):
        for path in sorted(folder.glob("*.tsv")):
            if path.name not in LAYOUTS:
                yield Finding(path, 0, "unread-file", f"none of {', '.join(LAYOUTS)}")
