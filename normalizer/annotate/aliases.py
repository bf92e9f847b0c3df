"""Words → the mentions that are aliases: exact, folded or inflected, the longest at each place.

At each word the index's token paths are followed as far as they lead; a word steps by its
normal form, its folded form, or a base form of its language. A mention needs the capitals that
its alias has: `US` is not `us`, and a name is not a word in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalizer.annotate.language import function_words, is_common_word
from normalizer.annotate.words import Word
from normalizer.index.protocol import CandidateIndex, Entry, Walk
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.types import AliasKind

MAX_WORDS = 14
_JOIN = re.compile(
    r"(?:[^\S\n]*\n?[^\S\n]*"  # a space, or one line break
    r"|[-\u2010\u2011/&·]|[^\S\n][&-][^\S\n]"
    r"|['’]s[^\S\n]"  # an English possessive
    r"|[^\S\n]?[\"“”„«»'‘’][^\S\n]?)"  # a quotation mark inside a name
)
_DOT = re.compile(r"\.[^\S\n]?")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_MAX_ABBREVIATION = 3
_MIN_GLUED = 5
_MIN_TITLE_CASE_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` (half-open) and the original span of what they say."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AliasMention:
    """A span that is an alias of the entries' entities; `name` is what was looked up."""

    span: Span
    entries: tuple[Entry, ...]
    name: tuple[str, ...]


def joins(before: Word, word: Word) -> bool:
    """Return whether the gap between two words may stand inside a name."""
    if _JOIN.fullmatch(word.gap):
        return True
    if not _DOT.fullmatch(word.gap):
        return False
    return word.gap == "." or len(before.text) <= _MAX_ABBREVIATION


def find_aliases(
    words: Sequence[Word], index: CandidateIndex, languages: Sequence[str]
) -> list[AliasMention]:
    """Return the alias mentions from left to right, the longest at each place, none overlapping."""
    finder = _Finder(words, index, tuple(languages))
    mentions: list[AliasMention] = []
    at = 0
    while at < len(words):
        mention = finder.longest_at(at)
        if mention is None:
            at += 1
        else:
            mentions.append(mention)
            at = mention.span.last
    return mentions


class _Finder:
    def __init__(
        self, words: Sequence[Word], index: CandidateIndex, languages: tuple[str, ...]
    ) -> None:
        self._words, self._index, self._languages = words, index, languages
        self._glue = sorted(word for word in function_words(languages) if len(word) > 1)

    def longest_at(self, at: int) -> AliasMention | None:
        best: AliasMention | None = None
        word = self._words[at]
        if not word.capital and word.text in function_words(self._languages):
            return None  # an article belongs to the sentence
        for last, end, walk in self._ends(at, self._index.walk()):
            span = Span(at, last, self._words[at].start, end)
            if best is not None and (last, end) <= (best.span.last, best.span.end):
                continue
            entries = tuple(entry for entry in walk.entries() if self._fits(span, entry))
            if entries:
                best = AliasMention(span, entries, self._name(span))
        return best

    def _name(self, span: Span) -> tuple[str, ...]:
        *words, last = self._words[span.first : span.last]
        glued = last.end - span.end
        return (*(word.text for word in words), last.text[:-glued] if glued else last.text)

    def _ends(self, at: int, start: Walk) -> Iterator[tuple[int, int, Walk]]:
        """Yield (word after the last, end offset, walk) for each place where a path may end."""
        states: list[Walk] = [start]
        for position in range(at, min(at + MAX_WORDS, len(self._words))):
            word = self._words[position]
            if position > at and not joins(self._words[position - 1], word):
                return
            for walk, end in self._glued_steps(states, word):
                yield position + 1, end, walk
            steps = (state.step(form) for form in self._forms(word) for state in states)
            states = [walk for walk in steps if walk is not None]
            if not states:
                return
            yield from ((position + 1, word.end, walk) for walk in states)

    def _forms(self, word: Word) -> tuple[str, ...]:
        bases = base_forms(word.text, self._languages)
        folded = dict.fromkeys((word.text, fold(word.text), *bases))
        return tuple(folded)

    def _glued_steps(self, states: Sequence[Walk], word: Word) -> Iterator[tuple[Walk, int]]:
        """Yield the steps of a name that bad extraction has glued to a function word after it."""
        if not word.capital or len(word.text) < _MIN_GLUED + 2 or self._index.knows(word.text):
            return
        for ending in self._glue:
            if word.text.endswith(ending) and len(word.text) - len(ending) >= _MIN_GLUED:
                for state in states:
                    if walk := state.step(word.text[: -len(ending)]):
                        yield walk, word.end - len(ending)

    def _fits(self, span: Span, entry: Entry) -> bool:
        """Return whether a span has the capitals that the entry's alias asks for."""
        if entry.alias.kind is AliasKind.CODE:
            return False
        words = self._words[span.first : span.last]
        if _DOMAIN.fullmatch(entry.alias.text):
            return all(word.gap == "." for word in words[1:])
        if len(words) == 1:
            return self._fits_alone(span.first, entry)
        cased = any(c.isupper() for c in entry.alias.text)
        return not cased or any(word.capital for word in words)

    def _fits_alone(self, at: int, entry: Entry) -> bool:
        word, alias = self._words[at], entry.alias.text
        if not any(c.isupper() for c in alias):
            return not any(c.islower() for c in alias)  # a script without case
        if not word.capital:
            return False
        if alias.isupper() and len(alias) > 1:
            if word.all_caps:
                return not (self._in_capitals(at) and is_common_word(word.text, self._languages))
            return len(word.text) >= _MIN_TITLE_CASE_ACRONYM
        return not is_common_word(word.text, self._languages)

    def _in_capitals(self, at: int) -> bool:
        """Return whether the words beside one are all in capitals too, as in a headline."""
        beside = [*self._words[max(0, at - 2) : at], *self._words[at + 1 : at + 3]]
        return bool(beside) and all(other.all_caps for other in beside)
