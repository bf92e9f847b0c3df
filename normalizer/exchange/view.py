"""What the diff asks of a table, answered fast, and kept up with what the import itself adds.

Entities go by handles: the ID of one that the table has, and `+` with its key for one that the
import brings and the store has given no ID yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from normalizer.errors import UnknownEntityError
from normalizer.exchange.forms import form_of
from normalizer.exchange.records import Facts, Key, Spelling
from normalizer.rulings import NO_RULINGS, Rulings
from normalizer.store.protocol import AliasStore
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Entity

CANONICAL_LANG = "en"

Rows = dict[tuple[str, str], Spelling]
"""The aliases of one entity by text and language."""


class TableView:
    """A table at one revision and what an import has added to it since.

    Holds the entities and each normal form of the table in memory, and the rows of the entities
    that the import speaks of: a store answers for one entity in a tenth of a millisecond, which
    is too slow to ask it for each more than once.
    """

    def __init__(self, store: AliasStore, rulings: Rulings = NO_RULINGS) -> None:
        self._store, self._rulings = store, rulings
        self._known: dict[str, Entity] = {}
        self._entities: dict[str, Facts] = {}
        self._keys: dict[Key, str] = {}
        self._rows: dict[str, Rows] = {}
        # An only owner is kept bare, several as the keys of a dictionary, in their order.
        self._owners: dict[str, str | dict[str, None]] = {}
        for entity in store.entities():
            self._known[entity.id] = entity
            for scheme, value in entity.xrefs.items():
                # What a merge has brought together: "wikidata-of-nn100001".
                self._keys.setdefault(Key(scheme.partition("-of-nn")[0], value), entity.id)
        for alias in store.aliases():
            self._own(form_of(alias.text), alias.entity_id)

    def handle_of(self, key: Key) -> str:
        """Return the handle of the entity that a key names, `""` when there is none."""
        if key in self._keys:
            return self._keys[key]
        if not key.is_own:
            return ""
        if key.value in self._known:
            return key.value
        try:  # a merged ID leads to another
            return self._store.entity(key.value).id
        except UnknownEntityError:
            return ""

    def handles_of(self, keys: Iterable[Key]) -> tuple[str, ...]:
        """Return the handles of all that some keys name, each once, in the order of the keys."""
        return tuple(dict.fromkeys(filter(None, map(self.handle_of, keys))))

    def facts(self, handle: str) -> Facts:
        """Return what is known of an entity."""
        found = self._entities.get(handle)
        if found is None:
            found = self._entities[handle] = _facts_of(self._known[handle])
        return found

    def rows(self, handle: str) -> Rows:
        """Return the aliases of an entity, its canonical name's own included."""
        found = self._rows.get(handle)
        if found is None:
            found = self._rows[handle] = self.stored_rows(handle)
        return found

    def entities(self) -> Iterable[Entity]:
        """Return the entities of the table, in the order of IDs, without those of the import."""
        return self._known.values()

    def stored_rows(self, handle: str) -> Rows:
        """Return the aliases that the table has of an entity, without those of the import."""
        return {(each.text, each.lang): _of(each) for each in self._store.aliases_of(handle)}

    def owners_of(self, text: str) -> Collection[str]:
        """Return the handles of the entities that have an alias of the same normal form.

        In the order in which they came to it. Thousands of places may share a name, so this is
        no copy, and holds until the next name is added.
        """
        found = self._owners.get(form_of(text), ())
        return (found,) if isinstance(found, str) else found

    def ruled_out(self, text: str, handle: str) -> str:
        """Return why a name is not this entity's by the rulings of curators, `""` if it may be."""
        if not self._rulings:
            return ""
        form = form_of(text)
        if not self._rulings.may_be_name(form):
            return "curators have ruled that it is no name"
        if not self._rulings.may_mean(form, handle):
            return "curators have ruled that it never means this entity"
        return ""

    def add_entity(self, handle: str, key: Key, facts: Facts) -> None:
        """Take note of an entity that the import brings."""
        self._keys[key] = handle
        canonical = Spelling(
            facts.name, AliasKind.OFFICIAL, CANONICAL_LANG, source=CANONICAL_SOURCE
        )
        self._rows[handle] = {(facts.name, CANONICAL_LANG): canonical}
        self._own(form_of(facts.name), handle)
        self.set_facts(handle, facts)

    def set_facts(self, handle: str, facts: Facts) -> None:
        """Take note of what is now known of an entity."""
        self._entities[handle] = facts
        for scheme, value in facts.xrefs.items():
            self._keys.setdefault(Key(scheme, value), handle)

    def add_row(self, handle: str, spelling: Spelling) -> None:
        """Take note of an alias that the import brings."""
        self.rows(handle)[spelling.text, spelling.lang] = spelling
        self._own(form_of(spelling.text), handle)

    def _own(self, form: str, handle: str) -> None:
        known = self._owners.setdefault(form, handle)
        if not isinstance(known, str):
            known[handle] = None
        elif known != handle:
            self._owners[form] = {known: None, handle: None}


def _facts_of(entity: Entity) -> Facts:
    return Facts(
        entity.kind, entity.name, entity.country, entity.gender, entity.description, entity.xrefs
    )


def _of(alias: Alias) -> Spelling:
    about = (alias.kind, alias.lang, alias.script, alias.scheme, alias.source, alias.note)
    return Spelling(alias.text, *about)
