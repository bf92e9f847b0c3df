"""Differences → changes of a store, chunk by chunk, each chunk whole or not at all.

Order: differences that are edits become operations → a full chunk is applied → the store's new
IDs are kept for the names that come later.

An import may be broken off anywhere and run again: what was applied is there already the next time,
and a chunk that the store has but whose answer was lost has the same request ID.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from normalizer.exchange.differences import About, Difference, Verdict
from normalizer.exchange.facts import XREF
from normalizer.exchange.records import Facts, Spelling
from normalizer.store.changes import Applied, Author
from normalizer.store.curated import BULK_CHUNK, CuratedStore
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Operation,
    RemoveAlias,
    UpdateEntity,
)
from normalizer.types import Alias, Entity, Kind


@dataclass(frozen=True, slots=True)
class Written:
    """One applied chunk: the differences of which it was made, and the store's answer."""

    differences: tuple[Difference, ...]
    answer: Applied


def apply(
    differences: Iterable[Difference], store: CuratedStore, by: Author, chunk: int = BULK_CHUNK
) -> Iterator[Difference | Written]:
    """Yield each difference, and after the last of a chunk what the store answered.

    `by.request_id` is not used: each chunk has its own. Raises as `CuratedStore.apply` does;
    the chunks before stay.
    """
    writer = _Writer(store, by)
    last: tuple[object, ...] = ()
    for difference in differences:
        # All of one record goes into one chunk: half an entity would look like a known one.
        place = (difference.path, difference.line, difference.key)
        if writer.size >= chunk and place != last:
            yield writer.flush()
        last = place
        if difference.is_edit:
            writer.add(difference)
        yield difference
    if writer.size:
        yield writer.flush()


@dataclass(slots=True)
class _Writer:
    """The chunk that is being filled, and the IDs of all that came before it."""

    store: CuratedStore
    by: Author
    size: int = 0
    _created: dict[str, CreateEntity] = field(default_factory=dict)
    _others: list[Operation] = field(default_factory=list)
    _taken: list[Difference] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)

    def add(self, difference: Difference) -> None:
        self.size += 1
        self._taken.append(difference)
        handle = difference.handle
        if difference.verdict is Verdict.REMOVED:
            self._others.append(_removal(handle, difference.spelling))
        elif difference.about is About.ALIAS:
            assert difference.spelling is not None
            self._add_alias(handle, difference.spelling, difference.verdict)
        elif difference.verdict is Verdict.CHANGED:
            self._update(handle, difference.values)
        else:
            assert difference.facts is not None
            self._created[handle] = CreateEntity(_entity(handle, difference.facts))

    def _add_alias(self, handle: str, spelling: Spelling, verdict: Verdict) -> None:
        if handle in self._created:
            made = self._created[handle]
            row = _alias(made.entity.id, spelling)
            self._created[handle] = replace(made, aliases=(*made.aliases, row))
            return
        row = _alias(self._ids.get(handle, handle), spelling)
        if verdict is Verdict.CHANGED:
            self._others.append(ChangeAlias(AliasKey(row.entity_id, row.text, row.lang), row))
        else:
            self._others.append(AddAlias(row))

    def _update(self, handle: str, values: Mapping[str, str]) -> None:
        xrefs = {n.removeprefix(XREF): v for n, v in values.items() if n.startswith(XREF)}
        plain = {name: value for name, value in values.items() if not name.startswith(XREF)}
        if handle in self._created:
            made = self._created[handle]
            known = {**made.entity.xrefs, **xrefs}
            kept = {scheme: value for scheme, value in known.items() if value}
            entity = replace(made.entity, xrefs=kept, **plain)  # type: ignore[arg-type]
            self._created[handle] = replace(made, entity=entity)
            return
        kind = Kind(plain.pop("kind")) if "kind" in plain else None
        entity_id = self._ids.get(handle, handle)
        self._others.append(UpdateEntity(entity_id, kind=kind, xrefs=xrefs, **plain))

    def flush(self) -> Written:
        """Apply the chunk: new entities first, whose IDs the answer has in their order."""
        operations = (*self._created.values(), *self._others)
        request = f"import-{hashlib.sha256(repr(operations).encode()).hexdigest()[:32]}"
        answer = self.store.apply(operations, replace(self.by, request_id=request))
        self._ids.update(zip(self._created, answer.created, strict=True))
        taken = tuple(self._taken)
        self._created.clear()
        self._others.clear()
        self._taken.clear()
        self.size = 0
        return Written(taken, answer)


def _removal(entity_id: str, spelling: Spelling | None) -> Operation:
    if spelling is None:
        return DeleteEntity(entity_id)
    return RemoveAlias(AliasKey(entity_id, spelling.text, spelling.lang))


def _entity(handle: str, facts: Facts) -> Entity:
    entity_id = "" if handle.startswith("+") else handle
    about = (facts.country, facts.gender, facts.description, dict(facts.xrefs))
    return Entity(entity_id, facts.kind, facts.name, *about)


def _alias(entity_id: str, row: Spelling) -> Alias:
    about = (row.lang, row.script, row.scheme, row.source, row.note)
    return Alias(row.text, entity_id, row.kind, *about)
