"""Words → the mentions that are aliases: exact, folded or inflected, the longest at each place.

At each word the index's token paths are followed as far as they lead; a word steps by its
normal form, its folded form, or a base form of its language; what is spelt must also fit
(`fits.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizer.annotate.fits import Fit
from normalizer.annotate.language import function_words, masculine_surnames
from normalizer.annotate.words import Span, Word
from normalizer.checkpoint import checkpoint
from normalizer.index.protocol import CandidateIndex, Entry, Walk
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import is_foreign_to, primary

# Callers give languages as hints; a cache without bound would be theirs to fill.
_KEPT_HINTS = 1_024

MAX_WORDS = 14
_JOIN = re.compile(
    r"(?:[^\S\n]*\n?[^\S\n]*"  # a space, or one line break
    r"|[-\u2010\u2011/&·]|[^\S\n][&-][^\S\n]"
    r"|['’]s[^\S\n]"  # an English possessive
    r"|[^\S\n]?[\"“”„«»'‘’][^\S\n]?)"  # a quotation mark inside a name
)
_TO_NUMBER = re.compile(r"[^\S\n]?[\"“”»'’]?[^\S\n]?[-\u2010-\u2015]?[^\S\n]?")
_ROMAN = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_NUMERALS = {form: str(at) for at, form in enumerate(_ROMAN, 2)} | {
    str(at): form for at, form in enumerate(_ROMAN, 2)
}
_DOT = re.compile(r"\.[^\S\n]?")
_MAX_ABBREVIATION = 3
_MIN_GLUED = 5
_KEPT = 131_072
_BETWEEN_CHECKS = 64


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
    if word.text.isdigit() and _TO_NUMBER.fullmatch(word.gap):
        return True  # "Nord Stream — 2"
    if not _DOT.fullmatch(word.gap):
        return False
    return word.gap == "." or len(before.text) <= _MAX_ABBREVIATION


class AliasFinder:
    """Finds aliases in documents; what a word may begin is looked up once and kept.

    Safe to share between threads.
    """

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self._beginnings = lru_cache(maxsize=_KEPT)(self._begun)

    def find(self, words: Sequence[Word], languages: tuple[str, ...]) -> list[AliasMention]:
        """Return the alias mentions, left to right, the longest at each place, none overlapping."""
        finder = _Finder(words, self._index, languages)
        revision = self._index.revision
        articles = function_words(languages)
        mentions: list[AliasMention] = []
        last = 0
        for at, word in enumerate(words):
            if not at % _BETWEEN_CHECKS:
                checkpoint()
            if at < last or (not word.capital and word.text in articles):
                continue  # an article belongs to the sentence
            begun = self._beginnings(revision, word.text, word.all_caps, languages)
            if begun or finder.may_be_glued(word):
                mention = finder.longest_at(at, begun)
                if mention is not None:
                    mentions.append(mention)
                    last = mention.span.last
        return mentions

    def _begun(
        self, revision: str, text: str, all_caps: bool, languages: tuple[str, ...]
    ) -> tuple[Walk, ...]:
        """Return the walks that a word begins in its forms; `revision` keeps them apart."""
        start = self._index.walk()
        steps = map(start.step, _forms(text, all_caps, languages))
        return tuple(walk for walk in steps if walk is not None)


def find_aliases(
    words: Sequence[Word], index: CandidateIndex, languages: Sequence[str]
) -> list[AliasMention]:
    """Return the alias mentions from left to right, the longest at each place, none overlapping."""
    return AliasFinder(index).find(words, tuple(languages))


@lru_cache(maxsize=131_072)
def _forms(text: str, all_caps: bool, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms by which a word may step: itself, folded, base forms, another numeral."""
    numeral = _NUMERALS.get(text, text) if all_caps or text.isdigit() else text
    bases = (*base_forms(text, languages), *masculine_surnames(text, languages))
    return tuple(dict.fromkeys((text, fold(text), *bases, numeral)))


class _Finder:
    """Finds aliases in one document."""

    def __init__(
        self, words: Sequence[Word], index: CandidateIndex, languages: tuple[str, ...]
    ) -> None:
        self._words, self._index, self._languages = words, index, languages
        self._fits = Fit(words, index, languages)
        self._spoken = primary(languages)
        self._glue = _glue(languages)

    def may_be_glued(self, word: Word) -> bool:
        """Return whether bad extraction may have glued a name to the word after it."""
        if not word.capital or len(word.text) < _MIN_GLUED + 2:
            return False
        return word.text.endswith(self._glue) and not self._index.knows(word.text)

    def longest_at(self, at: int, begun: Sequence[Walk]) -> AliasMention | None:
        """Return the longest alias at a word that has begun some walks."""
        word = self._words[at]
        longest = Span(at, at, word.start, word.start)
        found: dict[int, Entry] = {}
        for last, end, walk in self._ends(at, begun):
            if (last, end) < (longest.last, longest.end) or not walk.entries():
                continue
            span = Span(at, last, word.start, end)
            entries = {id(e): e for e in walk.entries() if self._fits(span, e)}
            if entries and span != longest:
                longest, found = span, {}
            found.update(entries)
        if not found:
            return None
        name = _numbered(self._name(longest), found.values())
        return AliasMention(longest, self._nearest(name, tuple(found.values())), name)

    def _nearest(self, name: tuple[str, ...], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the entries without those of other languages, where the document's own has some.

        What is written as the alias itself stays, whatever its language.
        """
        if len({entry.entity.id for entry in entries}) == 1:
            return entries
        near = [e for e in entries if e.tokens == name or not is_foreign_to(e.alias, self._spoken)]
        return tuple(near) or entries

    def _name(self, span: Span) -> tuple[str, ...]:
        *words, last = self._words[span.first : span.last]
        glued = last.end - span.end
        return (*(word.text for word in words), last.text[:-glued] if glued else last.text)

    def _ends(self, at: int, begun: Sequence[Walk]) -> Iterator[tuple[int, int, Walk]]:
        """Yield (word after the last, end offset, walk) for each place where a path may end."""
        states = [self._index.walk()]
        for position in range(at, min(at + MAX_WORDS, len(self._words))):
            word = self._words[position]
            if position > at and not joins(self._words[position - 1], word):
                return
            if self.may_be_glued(word):
                for walk, end in self._glued_steps(states, word):
                    yield position + 1, end, walk
            if position == at:
                states = list(begun)
            else:
                forms = _forms(word.text, word.all_caps, self._languages)
                steps = (state.step(form) for form in forms for state in states)
                states = [walk for walk in steps if walk is not None]
            if not states:
                return
            yield from ((position + 1, word.end, walk) for walk in states)

    def _glued_steps(self, states: Sequence[Walk], word: Word) -> Iterator[tuple[Walk, int]]:
        """Yield the steps of a name that bad extraction has glued to a function word after it."""
        for ending in self._glue:
            if word.text.endswith(ending) and len(word.text) - len(ending) >= _MIN_GLUED:
                for state in states:
                    if walk := state.step(word.text[: -len(ending)]):
                        yield walk, word.end - len(ending)


def _numbered(name: tuple[str, ...], entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a name with its numerals as the first entry of its length writes them."""
    stored = next((e.tokens for e in entries if len(e.tokens) == len(name)), name)
    return tuple(
        other if _NUMERALS.get(token) == other else token
        for token, other in zip(name, stored, strict=True)
    )


@lru_cache(maxsize=_KEPT_HINTS)
def _glue(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the function words that a name may be glued to."""
    return tuple(sorted(word for word in function_words(languages) if len(word) > 1))
