"""What services have in common that answer as another one does, but for something of their own."""

from __future__ import annotations

from abc import abstractmethod

from normalizer.engine import NameService, OneByOne
from normalizer.romanise import Romanisation, SchemeInfo
from normalizer.search import EntityPage
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

_RESOLVE = ResolveOptions()
_ANNOTATE = AnnotateOptions()


class DelegatingService(OneByOne):
    """A `NameService` that asks another, each time the one that there is then.

    `close` is for those who derive from it. Errors are those of the service that is asked.
    """

    @property
    @abstractmethod
    def _answering(self) -> NameService:
        """Return the service that is to be asked now."""

    @property
    def revision(self) -> str:
        """Return the revision of the alias table that answers are made from."""
        return self._answering.revision

    def resolve(self, name: str, options: ResolveOptions = _RESOLVE) -> Resolution:
        """Return the answer for one name; raise InvalidTextError or InvalidOptionError."""
        return self._answering.resolve(name, options)

    def annotate(
        self, document: Document, options: AnnotateOptions = _ANNOTATE
    ) -> AnnotatedDocument:
        """Return the annotations of one document; raise InvalidTextError or InvalidOptionError."""
        return self._answering.annotate(document, options)

    def romanise(self, text: str, scheme: str = "", lang: str = "") -> Romanisation:
        """Return a text in Latin letters, by a named scheme or the default of its script."""
        return self._answering.romanise(text, scheme, lang)

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return the romanisation schemes, in the order of their IDs."""
        return self._answering.schemes()

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID; raise UnknownEntityError."""
        return self._answering.entity(entity_id)

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return the aliases of an entity; raise UnknownEntityError."""
        return self._answering.aliases_of(entity_id)

    def list_entities(
        self, kinds: frozenset[Kind] = frozenset(), page_size: int = 50, page_token: str = ""
    ) -> EntityPage:
        """Return a page of entities in the order of IDs; raise InvalidOptionError."""
        return self._answering.list_entities(kinds, page_size, page_token)

    def search(
        self, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
    ) -> tuple[Entity, ...]:
        """Return the entities whose aliases start with the words of a query, best first."""
        return self._answering.search(query, kinds, limit)
