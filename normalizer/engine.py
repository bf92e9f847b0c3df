"""The whole service in process: store, index, resolver, annotator and romaniser behind one door.

`NameService` is what every user of the service is given: `Engine` fulfils it in process,
`normalizer.client.sync.RemoteEngine` over gRPC.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from normalizer import romanise as romaniser
from normalizer.errors import NormalizerError
from normalizer.index.memory import MemoryIndex
from normalizer.index.protocol import CandidateIndex
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.index.table import SnapshotTable
from normalizer.resolve import Resolver
from normalizer.romanise import Romanisation, SchemeInfo
from normalizer.rulings import NO_RULINGS, Rulings
from normalizer.search import EntityPage, list_page, search
from normalizer.store.protocol import AliasStore
from normalizer.store.seeds import load_seeds
from normalizer.types import (
    Alias,
    AnnotatedDocument,
    AnnotateOptions,
    Document,
    Entity,
    Kind,
    Resolution,
    ResolveOptions,
)

if TYPE_CHECKING:
    from normalizer.annotate.annotator import Annotator

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()


class NameService(Protocol):
    """What the service does, wherever it runs. Every method raises leaves of NormalizerError."""

    @property
    def revision(self) -> str:
        """Return the revision of the alias table that answers are made from."""
        ...

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name."""
        ...

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer or its error for each name, in order."""
        ...

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document."""
        ...

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations or an error for each document, in order."""
        ...

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters, by a named scheme or the default of its script."""
        ...

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        ...

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID."""
        ...

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity."""
        ...

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs."""
        ...

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        ...

    def close(self) -> None:
        """Release what the service holds; nothing may be asked of it afterwards."""
        ...


class OneByOne(ABC):
    """Answers many names or documents one after the other, for services that answer one."""

    @abstractmethod
    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""

    @abstractmethod
    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions = _RESOLVE
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer for each name, in order, or the error of a name that is bad."""
        for name in names:
            try:
                yield self.resolve(name, options)
            except NormalizerError as error:
                yield error

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions = _ANNOTATE
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations for each document, in order, or the error of one that is bad."""
        for document in documents:
            try:
                yield self.annotate(document, options)
            except NormalizerError as error:
                yield error


class Engine(OneByOne):
    """The service in process; safe to share between threads."""

    def __init__(
        self,
        store: AliasStore,
        index: CandidateIndex | None = None,
        rulings: Rulings = NO_RULINGS,
    ) -> None:
        """Answer from an index of the store, by default one made in memory, heeding rulings."""
        self.store = store
        self._resolver = Resolver(index or MemoryIndex(store), rulings)

    @cached_property
    def _annotator(self) -> Annotator:
        # Imported when a document comes: who resolves a name need not wait for it.
        from normalizer.annotate.annotator import Annotator

        return Annotator(self._resolver)

    @classmethod
    def open(cls, seeds: Path | None = None) -> Engine:
        """Return an engine over a folder of seeds, by default our own; raise SeedError."""
        return cls(load_seeds(seeds))

    @classmethod
    def open_index(cls, path: Path) -> Engine:
        """Return an engine over an index file, which holds the table too; raise SnapshotError."""
        index = Snapshot(path)
        return cls(SnapshotTable(index), index)

    @property
    def index(self) -> CandidateIndex:
        """Return the index that candidates come from."""
        return self._resolver.index

    @property
    def revision(self) -> str:
        """Return the revision of the alias table."""
        return self.store.revision

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""
        return self._resolver.resolve(name, options)

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""
        return self._annotator.annotate(document, options)

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters; raise UnknownSchemeError."""
        return romaniser.romanisation(text, scheme, lang)

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        return romaniser.schemes()

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID; raise UnknownEntityError."""
        return self.store.entity(entity_id)

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity; raise UnknownEntityError."""
        return self.store.aliases_of(entity_id)

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs; raise InvalidOptionError."""
        return list_page(self.store, kinds, page_size, page_token)

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        return search(self._resolver.index, query, kinds, limit)

    def close(self) -> None:
        """Do nothing: an engine in memory holds nothing to release."""
