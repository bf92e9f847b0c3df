"""Words → the mentions that are aliases: exact, folded or inflected, the longest at each place.

At each word the index's token paths are followed as far as they lead; a word steps by its
normal form, its folded form, or a base form of its language; what is spelt must also fit
(`fits.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from normalizer.annotate.fits import Fit
from normalizer.annotate.language import function_words, masculine_surnames
from normalizer.annotate.words import Span, Word
from normalizer.checkpoint import checkpoint
from normalizer.index.protocol import CandidateIndex, Entry, Walk
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import is_foreign_to, primary
from normalizer.remembering import remembered

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
_IN_CYRILLIC = str.maketrans("ix", "\u0456\u0445")  # as keyboards without Latin letters have them
_NUMERALS = {
    **{form.translate(_IN_CYRILLIC): str(at) for at, form in enumerate(_ROMAN, 2)},
    **{form: str(at) for at, form in enumerate(_ROMAN, 2)},
    **{str(at): form for at, form in enumerate(_ROMAN, 2)},
}
_DOT = re.compile(r"\.[^\S\n]?")
_MAX_ABBREVIATION = 3
_MIN_GLUED = 5
_KEPT = 131_072
_BETWEEN_CHECKS = 64


class AliasMention(NamedTuple):
    """A span that is an alias of the entries' entities; `name` is what was looked up."""

    span: Span
    entries: tuple[Entry, ...]
    name: tuple[str, ...]


def joins(before: Word, word: Word) -> bool:
    """Return whether the gap between two words may stand inside a name."""
    join = joining(word.gap)
    if join.always or (join.to_number and word.text.isdigit()):
        return True  # "Nord Stream — 2"
    return join.dot and (word.gap == "." or is_abbreviation(before.text))


class Joining(NamedTuple):
    """What a gap may join: any words, a number to a name, an abbreviation's word to the next."""

    always: bool
    to_number: bool
    dot: bool


@lru_cache(maxsize=4_096)
def joining(gap: str) -> Joining:
    """Return what words a gap may join into one name."""
    return Joining(
        bool(_JOIN.fullmatch(gap)), bool(_TO_NUMBER.fullmatch(gap)), bool(_DOT.fullmatch(gap))
    )


def is_abbreviation(text: str) -> bool:
    """Return whether a word is so short that a full stop after it may be inside a name."""
    return len(text) <= _MAX_ABBREVIATION


def find_aliases(words: Sequence[Word], rules: AliasRules) -> list[AliasMention]:
    """Return the alias mentions from left to right, the longest at each place, none overlapping."""
    finder = rules.among(words)
    mentions: list[AliasMention] = []
    last = 0
    for at, word in enumerate(words):
        if not at % _BETWEEN_CHECKS:
            checkpoint()
        if at < last or rules.is_article(word.text, word.capital):
            continue
        mention = finder.longest_at(at)
        if mention is not None:
            mentions.append(mention)
            last = mention.span.last
    return mentions


@lru_cache(maxsize=32_768)
def _forms(text: str, all_caps: bool, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms by which a word may step: itself, folded, base forms, another numeral."""
    numeral = _NUMERALS.get(text, text) if all_caps or text.isdigit() else text
    bases = (*base_forms(text, languages), *masculine_surnames(text, languages))
    return tuple(dict.fromkeys((text, fold(text), *bases, numeral)))


class AliasRules:
    """How words step into the token paths of an index, in documents of some languages.

    What a word begins is looked up once and kept. Safe to share between threads.
    """

    def __init__(self, index: CandidateIndex, languages: tuple[str, ...]) -> None:
        self.index, self.languages = index, languages
        self.begin = remembered(_KEPT, self._begun)
        self._articles = function_words(languages)
        self._glue = _glue(languages)

    def among(self, words: Sequence[Word]) -> _Finder:
        """Return the finder of aliases among the words of one document."""
        return _Finder(words, self)

    def is_article(self, text: str, capital: bool) -> bool:
        """Return whether a word begins no name: an article belongs to the sentence."""
        return not capital and text in self._articles

    def _begun(self, text: str, all_caps: bool) -> tuple[Walk, ...]:
        """Return the walks that a word begins in its forms."""
        return self.go_on((self.index.walk(),), text, all_caps)

    def go_on(self, walks: Sequence[Walk], text: str, all_caps: bool) -> tuple[Walk, ...]:
        """Return where some walks lead with one more word, in its forms."""
        forms = _forms(text, all_caps, self.languages)
        steps = [step for form in forms for walk in walks if (step := walk.step(form)) is not None]
        return tuple(steps)

    def glued(self, walks: Sequence[Walk], text: str, capital: bool) -> Iterator[tuple[Walk, int]]:
        """Yield the steps of a name that bad extraction has glued to a function word after it.

        With each comes the number of letters that are not the name's.
        """
        if not capital or len(text) < _MIN_GLUED + 2 or not text.endswith(self._glue):
            return
        if self.index.knows(text):
            return
        for ending in self._glue:
            if text.endswith(ending) and len(text) - len(ending) >= _MIN_GLUED:
                for state in walks:
                    if walk := state.step(text[: -len(ending)]):
                        yield walk, len(ending)


class _Finder:
    """Finds aliases in one document."""

    def __init__(self, words: Sequence[Word], rules: AliasRules) -> None:
        self._words, self._rules = words, rules
        self._fits = Fit(words, rules.index, rules.languages)
        self._spoken = primary(rules.languages)

    def longest_at(self, at: int) -> AliasMention | None:
        """Return the longest alias that begins at a word, None for none."""
        start = self._words[at].start
        longest = Span(at, at, start, start)
        found: dict[int, Entry] = {}
        for last, end, walk in self._ends(at):
            if (last, end) < (longest.last, longest.end):
                continue
            span = Span(at, last, start, end)
            entries = {id(e): e for e in walk.entries() if self._fits(span, e)}
            if entries and span != longest:
                longest, found = span, {}
            found.update(entries)
        return self._mention(longest, found.values()) if found else None

    def said(self, span: Span, walks: Iterable[Walk]) -> AliasMention | None:
        """Return what the words of a span say together, None where they are no alias."""
        found = {id(e): e for walk in walks for e in walk.entries() if self._fits(span, e)}
        return self._mention(span, found.values()) if found else None

    def _mention(self, span: Span, found: Collection[Entry]) -> AliasMention:
        name = _numbered(self._name(span), found)
        return AliasMention(span, self._nearest(name, tuple(found)), name)

    def _nearest(self, name: tuple[str, ...], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the entries without those of other languages, where the document's own has some.

        What is written as the alias itself stays, whatever its language.
        """
        if len({entry.entity_id for entry in entries}) == 1:
            return entries
        near = [e for e in entries if e.tokens == name or not is_foreign_to(e.alias, self._spoken)]
        return tuple(near) or entries

    def _name(self, span: Span) -> tuple[str, ...]:
        *words, last = self._words[span.first : span.last]
        glued = last.end - span.end
        return (*(word.text for word in words), last.text[:-glued] if glued else last.text)

    def _ends(self, at: int) -> Iterator[tuple[int, int, Walk]]:
        """Yield (word after the last, end offset, walk) for each place where a path may end."""
        states: Sequence[Walk] = (self._rules.index.walk(),)
        for position in range(at, min(at + MAX_WORDS, len(self._words))):
            word = self._words[position]
            if position > at and not joins(self._words[position - 1], word):
                return
            for walk, glued in self._rules.glued(states, word.text, word.capital):
                yield position + 1, word.end - glued, walk
            states = (
                self._rules.begin(word.text, word.all_caps)
                if position == at
                else self._rules.go_on(states, word.text, word.all_caps)
            )
            if not states:
                return
            yield from ((position + 1, word.end, walk) for walk in states)


def _numbered(name: tuple[str, ...], entries: Collection[Entry]) -> tuple[str, ...]:
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
