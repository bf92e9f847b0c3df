"""Everything a curator may want to know of a table, by rule: of a folder, or of a store.

Errors and warnings are those of the files (`store/check.py`), asked of a store as if it were
exported. Notes are looked for when they are asked for: the resolver takes its time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from normalizer.errors import SeedError
from normalizer.exchange.sheets import sheets_of
from normalizer.index.memory import MemoryIndex
from normalizer.lint.letters import letter_findings
from normalizer.lint.merges import CODE as MERGE
from normalizer.lint.merges import merge_findings
from normalizer.lint.places import Places
from normalizer.lint.reach import REDUNDANT, UNEXPLAINED, reach_findings
from normalizer.rulings import NO_RULINGS, Rulings
from normalizer.store.check import check_sheets
from normalizer.store.findings import Finding, Severity
from normalizer.store.protocol import AliasStore
from normalizer.store.seeds import table_of
from normalizer.store.sheets import Seeds, read_seeds
from normalizer.store.suspicions import unread_files

BY_LETTERS = frozenset({"homoglyph", "joiner", "lang-script"})
BY_REACH = frozenset({REDUNDANT, UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules are asked; `schemes` are the known romanisation schemes, none for not asked."""

    notes: frozenset[str] = frozenset()
    schemes: frozenset[str] = frozenset()


def check_folder(folder: Path, wanted: Wanted) -> Iterator[Finding]:
    """Yield the findings on the sets of a folder; notes only where there is no error."""
    try:
        seeds = read_seeds(folder)
    except SeedError as failure:
        yield Finding(Path(failure.path), failure.line, "unreadable", failure.reason)
        return
    found = sorted({*check_sheets(seeds, wanted.schemes), *unread_files(seeds)})
    yield from found
    if wanted.notes and not any(each.severity is Severity.ERROR for each in found):
        yield from _notes(table_of(seeds), seeds, wanted.notes, NO_RULINGS)


def check_store(
    store: AliasStore,
    place: str,
    wanted: Wanted,
    redirects: Mapping[str, str] | None = None,
    rulings: Rulings = NO_RULINGS,
) -> Iterator[Finding]:
    """Yield the findings on the table of a store; `place` is what it is called."""
    seeds = sheets_of(store, place)
    found = sorted(check_sheets(seeds, wanted.schemes))
    yield from _of_rows(found, seeds)
    known = {entity.id for entity in store.entities()}
    yield from _bad_redirects(redirects or {}, known, Path(place))
    if wanted.notes and not any(each.severity is Severity.ERROR for each in found):
        yield from _of_rows(_notes(store, seeds, wanted.notes, rulings), seeds)


def _of_rows(found: Iterable[Finding], seeds: Seeds) -> Iterator[Finding]:
    """Yield findings with the entity and the text of their row in place of a file and line."""
    sheets = {sheet.path: sheet for sheet in seeds.all_sheets()}
    for each in found:
        columns = sheets[each.path].columns
        owner = columns["id" if "id" in columns else "entity_id"][each.line - 1]
        text = columns["alias"][each.line - 1] if "alias" in columns else ""
        reason = each.reason if text in each.reason else f"{text!r}: {each.reason}"
        yield Finding(seeds.folder, 0, each.code, reason, owner)


def _bad_redirects(
    redirects: Mapping[str, str], known: Collection[str], place: Path
) -> Iterator[Finding]:
    for old, into in sorted(redirects.items()):
        if into not in known:
            reason = f"{old} leads to {into}, which is no entity"
            yield Finding(place, 0, "redirect", reason, old)
        if old in known:
            yield Finding(place, 0, "redirect", f"{old} leads to {into} and is an entity", old)


def _notes(
    store: AliasStore, seeds: Seeds, codes: frozenset[str], rulings: Rulings
) -> Iterator[Finding]:
    places = Places(seeds)
    if codes & BY_LETTERS:
        yield from sorted(each for each in letter_findings(store, places) if each.code in codes)
    if codes <= BY_LETTERS:
        return  # an index takes its time
    index = MemoryIndex(store)
    if MERGE in codes:
        yield from sorted(merge_findings(store, index, places, rulings))
    if codes & BY_REACH:
        yield from sorted(reach_findings(store, index, places, codes))
