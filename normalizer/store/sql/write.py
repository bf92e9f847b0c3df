"""Changes → rows of the database: appended to the log, and to the tables that project it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from normalizer.store.changes import Change
from normalizer.store.database import Session
from normalizer.store.sql.rows import FOREVER, KEYS, all_values, change_values
from normalizer.store.state import Key, key_of

_TABLES = tuple(KEYS)


def write_changes(session: Session, changes: Sequence[Change], effects: Sequence[str]) -> None:
    """Append changes to the log, and close and open the rows that they change.

    `effects` are the JSON texts of the changes' effects.
    """
    session.insert("change", list(map(change_values, changes, effects)))
    touched = [(owner, each.revision) for each in changes for owner in each.entity_ids]
    session.insert("touch", touched)
    closed, opened = _spans(changes)
    for table in _TABLES:
        if closed[table]:
            session.run_each(
                f"UPDATE {table} SET until = ? WHERE {KEYS[table]} AND until = {FOREVER}",
                closed[table],
            )
        session.insert(table, opened[table])


_ByTable = dict[str, list[tuple[Any, ...]]]


def _spans(changes: Sequence[Change]) -> tuple[_ByTable, _ByTable]:
    """Return what to close of the rows that stand, and the rows to open, by table.

    A row that a batch opens and closes again is written once, with both revisions.
    """
    closed: _ByTable = defaultdict(list)
    opened: _ByTable = defaultdict(list)
    fresh: dict[Key, tuple[Any, ...]] = {}
    for change in changes:
        for effect in change.effects:
            if effect.before is not None:
                key = key_of(effect.before)
                if key in fresh:
                    opened[key[0]].append((*fresh.pop(key), change.revision))
                else:
                    closed[key[0]].append((change.revision, *key[1:]))
            if effect.after is not None:
                fresh[key_of(effect.after)] = (*all_values(effect.after), change.revision)
    for key, values in fresh.items():
        opened[key[0]].append((*values, FOREVER))
    return closed, opened
