"""The table of a store as the sheets that the rules of files are asked about."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from normalizer.exchange.table import rows_of
from normalizer.store.protocol import AliasStore
from normalizer.store.sheets import ALIASES, AMBIGUOUS, ENTITIES, LAYOUTS, XREFS, Seeds, Sheet
from normalizer.tsv import Fault


def sheets_of(store: AliasStore, place: str) -> Seeds:
    """Return what the files of an export would hold; a line is the number of a row, from 1."""
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in LAYOUTS}
    for row in rows_of(store):
        rows[row.sheet].append(row.fields)
    made = {name: _sheet(Path(place) / name, found) for name, found in rows.items()}
    return Seeds(Path(place), [made[ENTITIES]], [made[ALIASES]], [made[AMBIGUOUS]], [made[XREFS]])


def _sheet(path: Path, rows: list[tuple[str, ...]]) -> Sheet:
    names = LAYOUTS[path.name]
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    faults = [
        Fault(number, "not-nfc", f"{fields[0]!r} is not NFC")
        for number, fields in enumerate(rows, 1)
        if not unicodedata.is_normalized("NFC", "".join(fields))
    ]
    return Sheet(
        path, list(range(1, len(rows) + 1)), dict(zip(names, columns, strict=True)), faults
    )
