"""The entities that words of a document may mean, each distinct name looked up once.

Documents repeat their names, so answers are kept, over documents too. A name is judged beside
few entries: the nearest, in a script that is read as the name's own is, since every entity has
a name in Latin letters.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice

from normalizer.annotate.heard import is_heard, may_be_heard
from normalizer.annotate.lone import may_name_body
from normalizer.annotate.partners import may_be_whole
from normalizer.annotate.resemblance import resembles
from normalizer.annotate.slots import slots_of
from normalizer.annotate.sure import is_sure
from normalizer.annotate.translated import as_translated, entries_translated
from normalizer.candidates import without_titles
from normalizer.index.nearness import joined
from normalizer.index.protocol import Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import primary
from normalizer.names.given import is_given_name
from normalizer.names.meanings import meanings, same_meaning, senses_in
from normalizer.names.unspaced import in_english
from normalizer.readings.table import has_readings
from normalizer.remembering import remembered
from normalizer.resolve import Resolver
from normalizer.score import Hints
from normalizer.types import Candidate, Kind

_NEAR = 48
_JUDGED = 8
_KEPT = 65_536
_JUDGED_OF_ENTITY = 8


class Lookup:
    """Looks names up with one resolver; safe to share between threads."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._index = resolver, resolver.index
        self._names = remembered(_KEPT, self._name)
        self._translated = remembered(_KEPT, self._translated_as)
        self._heard = remembered(_KEPT, self._heard_as)
        self._of_entities = remembered(_KEPT, self._of_entity)
        self._familiar = remembered(_KEPT, self._is_familiar)
        self._judgements: OrderedDict[tuple[object, ...], tuple[Candidate, ...]] = OrderedDict()

    def name(self, name: tuple[str, ...], languages: tuple[str, ...]) -> Candidate | None:
        """Return the entity that a name likeliest means, None where none near is sure."""
        return self._names(self._index.revision, name, languages)

    def translated(self, name: tuple[str, ...], languages: tuple[str, ...]) -> Candidate | None:
        """Return the place or body that a name means by what its words mean, None for none."""
        return self._translated(self._index.revision, name, languages)

    def heard(self, word: str, languages: tuple[str, ...]) -> Candidate | None:
        """Return the place or body that a lone word is heard as, None for none and common words."""
        return self._heard(self._index.revision, word, languages)

    def of_entity(
        self, name: tuple[str, ...], entity_id: str, languages: tuple[str, ...]
    ) -> tuple[Candidate, ...]:
        """Return one entity as the candidate for a name that it is known to bear."""
        return self._of_entities(self._index.revision, name, entity_id, languages)

    def judge(
        self, name: tuple[str, ...], entries: Sequence[Entry], languages: tuple[str, ...]
    ) -> tuple[Candidate, ...]:
        """Return the entities of these entries alone as candidates, without words of context."""
        return self._judged(name, entries, languages, (), frozenset())

    def _judged(
        self,
        name: tuple[str, ...],
        entries: Sequence[Entry],
        languages: tuple[str, ...],
        agrees: tuple[bool, ...],
        words: frozenset[str],
    ) -> tuple[Candidate, ...]:
        own = tuple([(e.entity_id, e.alias.text, e.alias.lang) for e in entries])
        key = (self._index.revision, name, own, languages, agrees)
        known = self._judgements.get(key)
        if known is None:
            hints = Hints(words, primary(languages))
            known = self._judgements[key] = self._resolver.judge(name, entries, hints)
            while len(self._judgements) > _KEPT:
                self._judgements.popitem(last=False)
        return known

    def judge_beside(
        self,
        name: tuple[str, ...],
        entries: Sequence[Entry],
        languages: tuple[str, ...],
        words: frozenset[str],
    ) -> tuple[Candidate, ...]:
        """Return the entities of these entries alone as candidates, with the words of context.

        Those matter only as far as they speak for one of the entities.
        """
        agrees = tuple([self._resolver.profiles.agrees(entry.entity, words) for entry in entries])
        if not any(agrees):
            return self.judge(name, entries, languages)
        return self._judged(name, entries, languages, agrees, words)

    def is_familiar(self, word: str, languages: tuple[str, ...]) -> bool:
        """Return whether a word of an alias is this one, declined or not, or means the same."""
        return self._familiar(self._index.revision, word, languages)

    def _is_familiar(self, revision: str, word: str, languages: tuple[str, ...]) -> bool:
        knows = self._index.knows
        return (
            knows(word)
            or knows(fold(word))
            or any(map(knows, base_forms(word, languages)))
            or any(map(knows, meanings(word)))
            or any(map(knows, senses_in(word, languages)))
        )

    def _name(
        self, revision: str, name: tuple[str, ...], languages: tuple[str, ...]
    ) -> Candidate | None:
        form = without_titles(name)
        plain = _with_plain_given_names(form, languages)
        near = {each: self._near(each) for each in dict.fromkeys((form, plain))}
        if not any(self._may_be_sure(each, near[each], languages) for each in near):
            return None
        found = self._likeliest(form, near[form], languages)
        if plain == form:
            return found
        other = self._likeliest(plain, near[plain], languages)
        if other is None or other.kind is not Kind.PERSON:
            return found
        return other if found is None or other.score > found.score else found

    def _may_be_sure(
        self, name: tuple[str, ...], entries: Sequence[Entry], languages: tuple[str, ...]
    ) -> bool:
        """Return whether the likeliest entry may be sure: the one that is, of those met whole.

        The others are never sure, and only share in what is likely.
        """
        whole = [entry for entry in entries if may_be_whole(name, entry)]
        found = self._likeliest(name, whole, languages) if whole else None
        return found is not None and is_sure(found)

    def _translated_as(
        self, revision: str, name: tuple[str, ...], languages: tuple[str, ...]
    ) -> Candidate | None:
        entries = entries_translated(name, languages, self._index)
        if not entries:
            return None
        found = self.judge(entries[0].tokens, entries, languages)
        return as_translated(found[0], name, entries[0].tokens) if found else None

    def _heard_as(self, revision: str, word: str, languages: tuple[str, ...]) -> Candidate | None:
        if not may_name_body(word, languages):
            return None
        form = without_titles((word,))
        near = self._near(form)
        heard = [entry for entry in near if may_be_heard(word, entry)]
        for entries in (heard, near):  # beside others what is heard is less likely
            found = self._likeliest(form, entries, languages)
            if found is None or not is_heard(found, languages):
                return None
        return found

    def _likeliest(
        self, name: tuple[str, ...], entries: Sequence[Entry], languages: tuple[str, ...]
    ) -> Candidate | None:
        return self._resolver.likeliest(name, entries, Hints(frozenset(), primary(languages)))

    def _near(self, name: tuple[str, ...]) -> list[Entry]:
        """Return the entries that are worth comparing with a name: its own, or near ones."""
        exact = self._index.exact(" ".join(name)) or self._index.folded(" ".join(map(fold, name)))
        if exact:
            return list(exact)
        foreign = any(map(has_readings, name))
        may_be = partial(_may_be, name, foreign)
        met = self._met(name)
        if met is not None:
            found = list(filter(may_be, met))
            if len(found) <= _JUDGED:
                return found
        return list(islice(filter(may_be, self._nearest(name)), _JUDGED))

    def _met(self, name: tuple[str, ...]) -> Sequence[Entry] | None:
        """Return the entries that have a word for each of a name's; None for too many to look at.

        Most names are nobody's, and have none.
        """
        slots = slots_of(name)
        if slots is None:
            return None
        limit = _NEAR if len(slots) > 1 else _JUDGED  # of one word many resemble it
        return self._index.met(slots, "".join(joined(name)), limit)

    def _nearest(self, name: tuple[str, ...]) -> Iterator[Entry]:
        """Yield the entries near a name, then those near what its words mean in English.

        Names of places and bodies are translated word by word, and many have an English one.
        """
        seen: set[int] = set()
        for asked in dict.fromkeys((name, _in_english(name))):
            for _, entry in self._index.near(asked, _NEAR):
                if id(entry) not in seen:
                    seen.add(id(entry))
                    yield entry

    def _of_entity(
        self, revision: str, name: tuple[str, ...], entity_id: str, languages: tuple[str, ...]
    ) -> tuple[Candidate, ...]:
        entries = list(_likely(name, self._index.entries_of(entity_id)))
        return self._resolver.judge(name, entries, Hints(frozenset(), primary(languages)))


def _may_be(name: tuple[str, ...], foreign: bool, entry: Entry) -> bool:
    """Return whether each token of a name resembles one of an entry: a fast first look.

    `foreign` says whether the name is of a script with readings, as the entry must be then or not.
    """
    stored = entry.tokens
    if len(name) > 1 == len(stored) or foreign < has_readings(stored[0]):
        return False
    if len(stored) == 1:
        own = stored[0]
        return len(name) > 1 or resembles(name[0], own) or same_meaning(name[0], own) > 0.0
    for token in name:  # loops written out: dozens of entries are near each name
        for own in stored:
            if resembles(token, own):
                break
        else:
            if entry.kind is Kind.PERSON or not any(same_meaning(token, own) for own in stored):
                return False
    return True


def _with_plain_given_names(name: tuple[str, ...], languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name of several words with given names as they are before they are declined.

    Across scripts a given name and a surname by ear (Майкла О'Лири) are too unlike together.
    """
    if len(name) == 1 or not languages:
        return name
    return tuple([_plain_given_name(token, languages) for token in name])


@lru_cache(maxsize=16_384)
def _plain_given_name(token: str, languages: tuple[str, ...]) -> str:
    if is_given_name(token):
        return token
    return next(filter(is_given_name, base_forms(token, languages)), token)


def _in_english(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name of several words with each that has a meaning replaced by the surest."""
    if len(name) == 1:
        return name
    return tuple(map(in_english, name))


def _likely(name: tuple[str, ...], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries that are worth comparing with a name: those with the same tokens first."""
    foreign = any(map(has_readings, name))
    size, folded = len(name), set(map(fold, name))
    ranked = sorted(
        (e for e in entries if foreign >= has_readings(e.tokens[0])),
        key=lambda e: (-len(folded.intersection(map(fold, e.tokens))), abs(len(e.tokens) - size)),
    )
    yield from ranked[:_JUDGED_OF_ENTITY]
