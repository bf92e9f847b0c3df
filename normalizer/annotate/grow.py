"""A short mention → the whole name that it stands in, or the finding that it is another's.

A surname that is an alias often stands beside a given name that no alias of this spelling has:
"Хайко Маас" where the table knows Маас and Heiko Maas. Steps, to the left and then to the right
of the mention:

1. a capitalised word joined by a plain gap belongs to the name when it is like a token that the
   entity has (in any script or case), or an initial of one;
2. where words belong, the mention grows over them, and over short mentions of others that they
   were taken for ("Asia Bibi" is nothing of the continent); of several entities, the one that
   grows most is meant;
3. where the next word is a name of its own that the entity does not have, the mention is
   somebody else's: "Мартин Лохер" is not the Martin of the table.

What the name of a body takes in stands in `endings.py`.

A title, a word in another mention, a common word and the word that opens a sentence are no
strangers; the last is one when it is a given name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizer.align import initial_likeness, likeness
from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.endings import Endings
from normalizer.annotate.language import (
    capitalises_nouns,
    is_common_word,
    is_possessive,
)
from normalizer.annotate.resemblance import resembles
from normalizer.annotate.words import Span, Word, span_of
from normalizer.index.protocol import CandidateIndex
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.types import AliasKind, Kind

_OWN = 0.85
_MAX_GROWTH = 4
_MAX_SHORT = 2
_MAX_INITIAL = 2
_MIN_SURNAME = 4
_PLAIN = frozenset({" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\n", " \n"})
_DOTTED = frozenset({".", ". ", ".\N{NO-BREAK SPACE}"})


@lru_cache(maxsize=16_384)
def is_given_in(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word, or what it declines in some languages, is a given name."""
    bases = base_forms(word, languages) if languages else ()
    return any(map(is_given_name, (word, *bases)))


@dataclass(frozen=True, slots=True)
class _Grown:
    """What became of a mention: its span, and whether it turned out to be another's name."""

    span: Span
    stranger: bool


class Grower:
    """Grows the mentions of one document; `languages` are the document's."""

    def __init__(
        self, words: Sequence[Word], index: CandidateIndex, languages: tuple[str, ...]
    ) -> None:
        self._words, self._index, self._languages = words, index, languages
        self._endings = Endings(words, languages)
        self._own: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def grow(self, mentions: Sequence[AliasMention]) -> Iterator[AliasMention]:
        """Yield the mentions in order, grown where they grow, without those of strangers."""
        covered = {at for m in mentions for at in range(m.span.first, m.span.last)}
        kept = [found for m in mentions if (found := self._grown(m, covered))]
        kept.sort(key=lambda m: (m.span.first - m.span.last, m.span.first))  # the longest first
        done: set[int] = set()
        chosen = []
        for mention in kept:
            own = range(mention.span.first, mention.span.last)
            if done.isdisjoint(own):
                done.update(own)
                chosen.append(mention)
        chosen.sort(key=lambda m: m.span.first)
        yield from chosen

    def _grown(self, mention: AliasMention, covered: Collection[int]) -> AliasMention | None:
        people = {e.entity_id for e in mention.entries if e.kind is Kind.PERSON}
        if not people:
            return self._endings.taken_in(mention, covered)
        if len(mention.name) > 1 and (fuller := self._fuller(mention, covered)):
            return fuller
        if len(mention.name) > _MAX_SHORT or self._is_possessive(mention):
            return mention
        found = {one: self._one(mention.span, one, covered) for one in sorted(people)}
        widest = max(found.values(), key=lambda grown: grown.span.last - grown.span.first).span
        if widest.last - widest.first > len(mention.name):
            meant = {one for one, grown in found.items() if grown.span == widest}
            entries = tuple(e for e in mention.entries if e.entity_id in meant)
            name = tuple(word.text for word in self._words[widest.first : widest.last])
            return AliasMention(widest, entries, name)
        strange = {one for one, grown in found.items() if grown.stranger}
        if len(mention.name) > 1 or not strange:
            return mention
        rest = tuple(e for e in mention.entries if e.entity_id not in strange)
        known = rest and all(e.kind is Kind.PERSON for e in rest)
        return mention._replace(entries=rest) if known else None

    def _fuller(self, mention: AliasMention, covered: Collection[int]) -> AliasMention | None:
        """Return a full name with the one more surname after it, None where there is none.

        "Lars Løkke" is known, "Lars Løkke Rasmussen" written. Two given names are not yet somebody.
        """
        last = mention.span.last
        if last == len(self._words) or last in covered or capitalises_nouns(self._languages):
            return None
        word = self._words[last]
        named = self._is_beside(last) and word.gap in _PLAIN and "\n" not in word.gap
        if not named or len(word.text) < _MIN_SURNAME or is_given_name(mention.name[-1]):
            return None
        if not is_given_in(mention.name[0], self._languages):
            return None
        if not self._is_stranger(word, last, covered):
            return None
        return mention._replace(span=span_of(self._words, mention.span.first, last + 1))

    def _is_possessive(self, mention: AliasMention) -> bool:
        """Return whether a lone surname says whose a thing is: no name beside it is its own."""
        said = mention.name[0]
        return len(mention.name) == 1 and any(
            is_possessive(said, entry.tokens[0], self._languages) for entry in mention.entries
        )

    def _one(self, span: Span, entity_id: str, covered: Collection[int]) -> _Grown:
        """Return what a mention of a person grows to.

        `covered` are the positions of words in mentions: they may belong, and are no strangers.
        """
        own, met = self._tokens_of(entity_id)
        said = [self._words[at].text for at in range(span.first, span.last)]
        rest = [token for token in own if not any(_is_own(word, token) for word in said)]

        def belongs(word: Word) -> bool:
            if len(word.text) == 1:
                return any(initial_likeness(word.text, token) for token in rest)
            return fold(word.text) in met or any(_is_own(word.text, token) for token in rest)

        first, left = self._leftwards(span.first, belongs, covered)
        last, right = self._rightwards(span.last, belongs, covered)
        grown = (first, last) != (span.first, span.last)
        return _Grown(span_of(self._words, first, last), not grown and (left or right))

    def _leftwards(
        self, first: int, belongs: Callable[[Word], bool], covered: Collection[int]
    ) -> tuple[int, bool]:
        """Return where the name begins, and whether a stranger stands before it."""
        at = first
        while at and first - at < _MAX_GROWTH and self._is_beside(at):
            word = self._words[at - 1]
            if len(word.text) == 1 and "." not in self._words[at].gap:
                break  # "A" is an article
            if not belongs(word):
                named = not word.opens or is_given_name(word.text)
                return at, named and self._is_stranger(word, at - 1, covered)
            at -= 1
        return at, False

    def _rightwards(
        self, last: int, belongs: Callable[[Word], bool], covered: Collection[int]
    ) -> tuple[int, bool]:
        """Return where the name ends, and whether a stranger stands after it."""
        at = last
        while at < len(self._words) and at - last < _MAX_GROWTH and self._is_beside(at):
            word = self._words[at]
            if len(word.text) == 1 and not word.stops:
                break
            if not belongs(word):
                return at, self._is_stranger(word, at, covered)
            at += 1
        return at, False

    def _is_beside(self, at: int) -> bool:
        """Return whether the gap before a word may part two words of one name, both capitalised."""
        before, word = self._words[at - 1], self._words[at]
        if not (before.capital and word.capital):
            return False
        if "." in word.gap:
            return word.gap in _DOTTED and len(before.text) <= _MAX_INITIAL
        return word.gap in _PLAIN

    def _is_stranger(self, word: Word, at: int, covered: Collection[int]) -> bool:
        """Return whether a word that does not belong is a name of its own."""
        if at in covered or (word.all_caps and len(word.text) > 1):
            return False
        if len(word.text) == 1:
            return True
        if is_common_word(word.text, self._languages):
            return False
        return is_given_name(word.text) or roles((word.text,))[0] is Role.NAME

    def _tokens_of(self, entity_id: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the tokens of a person's names, nicknames left out, and their folded forms."""
        found = self._own.get(entity_id)
        if found is None:
            own = frozenset(
                token
                for entry in self._index.entries_of(entity_id)
                if entry.alias_kind is not AliasKind.NICKNAME
                for token in entry.tokens
                if len(token) > 1
            )
            found = own, frozenset(map(fold, own))
            self._own[entity_id] = found
        return found


def _is_own(word: str, token: str) -> bool:
    """Return whether a word may be a form of a token that an entity has."""
    return resembles(word, token) and likeness(word, token)[0] >= _OWN
