"""Bodies that names of their own tell to be of one place, named in a text with another.

"МИД" may be the alias of a ministry that is also called "МИД Великобритании": "МИД Польши" is
another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.grow import is_given_in
from normalizer.annotate.words import Word
from normalizer.index.protocol import CandidateIndex
from normalizer.inflect import base_forms
from normalizer.names.meanings import meanings
from normalizer.remembering import remembered
from normalizer.types import Kind

_KEPT = 16_384
_SPACES = frozenset({" ", "\N{NO-BREAK SPACE}"})
_MOST_NAMES = 64


class PlacesOfBodies:
    """The places that stand in the names of bodies, each body looked up once."""

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self._kept = remembered(_KEPT, self._find)

    def is_of_another(
        self, mention: AliasMention, words: Sequence[Word], languages: tuple[str, ...]
    ) -> bool:
        """Return whether a place stands after a mention that none of its bodies is of.

        A body that no name of its own tells to be of a place may be of any. `languages` are the
        document's (BCP 47).
        """
        last = mention.span.last
        if last == len(words) or not words[last].capital or words[last].gap not in _SPACES:
            return False
        if any(entry.kind is not Kind.ORGANISATION for entry in mention.entries):
            return False
        if is_given_in(words[last].text, languages):
            return False
        found = frozenset(self._places(words[last].text, languages))
        if not found:
            return False
        names = {(entry.entity_id, entry.tokens) for entry in mention.entries}
        owned = [self._kept(self._index.revision, *name) for name in names]
        return all(own and found.isdisjoint(own) for own in owned)

    def _find(self, revision: str, entity_id: str, name: tuple[str, ...]) -> frozenset[str]:
        """Return the entities of the places that stand in a body's longer names beside a name.

        In all of its longer names, where that says only what sort of body it is.
        """
        longer = (e for e in self._index.entries_of(entity_id) if len(e.tokens) > len(name))
        is_sort = all(map(meanings, name))
        return frozenset(
            place
            for entry in islice(longer, _MOST_NAMES)
            if is_sort or set(name) <= set(entry.tokens)
            for token in entry.tokens
            if token not in name
            for place in self._places(token, (entry.alias.lang,) if entry.alias.lang else ())
        )

    def _places(self, word: str, languages: tuple[str, ...]) -> Iterator[str]:
        """Yield the entities of the places that a word alone is the name of, declined or not."""
        for form in (word, *(base_forms(word, languages) if languages else ())):
            found = [e for e in self._index.exact(form) if e.kind is Kind.PLACE]
            yield from (entry.entity_id for entry in found)
