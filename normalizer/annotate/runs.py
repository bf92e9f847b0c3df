"""Words → runs of capitals that may be names, outside the mentions already found.

A run is a row of capitalised words; initials and particles may stand inside it. Works in every
script with case. A line in title case or in capitals tells nothing by its capitals, so it
gives no run of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from normalizer.annotate.aliases import joins
from normalizer.annotate.language import (
    abbreviated_titles,
    capitalises_nouns,
    function_words,
    is_common_word,
)
from normalizer.annotate.words import MAX_NUMBER, PLAIN_GAPS, Span, Word, span_of
from normalizer.checkpoint import checkpoint
from normalizer.names.given import is_given_name
from normalizer.names.lexicon import Use, longest_phrase, small_words, uses_of_word
from normalizer.names.roles import Role, is_plain, roles
from normalizer.text import APOSTROPHE
from normalizer.types import Kind

MAX_RUN = 6
MAX_TAIL = 5
_SHARE = 0.9
_MIN_LINE = 4
_IN_NAMES = Use.PARTICLE | Use.INNER_PARTICLE | Use.GENERIC


class Runs:
    """The runs of one document; `languages` are the document's, for its titles of one letter.

    A run is asked for several times while a document is read, and remembered.
    """

    def __init__(self, words: Sequence[Word], languages: tuple[str, ...]) -> None:
        self._words, self._languages = words, languages
        self._titles = abbreviated_titles(languages)
        self._capitals = [at for at, word in enumerate(words) if word.capital]
        self._known: dict[int, _Run] = {}

    def outside(self, passed: Set[int]) -> list[Span]:
        """Return the spans of runs over words whose positions are not `passed`, in order."""
        runs: list[Span] = []
        done = 0
        for at in self._capitals:
            if at < done or at in passed:
                continue
            run = self._known.get(at)
            if run is None or not run.holds(at, passed):
                run = self._known[at] = self._run_at(at, passed)
            runs += run.spans
            done = run.last
        return runs

    def headlines(self) -> frozenset[int]:
        """Return the positions of words in lines whose capitals tell nothing."""
        return headline_words(self._words, self._languages)

    def heads(self, passed: Set[int], is_familiar: Callable[[str], bool]) -> list[int]:
        """Return the positions of words not `passed` that may head a name of small words."""
        return [
            at
            for at in self._capitals
            if at not in passed and self._may_head(at) and self._has_tail(at, passed, is_familiar)
        ]

    def _may_head(self, at: int) -> bool:
        text = self._words[at].text
        return len(text) > 1 and not is_common_word(text, self._languages)

    def _has_tail(self, head: int, passed: Set[int], is_familiar: Callable[[str], bool]) -> bool:
        """Return whether the words after a head may belong to its name, at a first look."""
        small = function_words(self._languages)
        for at in range(head + 1, min(head + MAX_TAIL + 1, len(self._words))):
            word = self._words[at]
            if at in passed:
                return at > head + 1
            if word.text.isdigit() and len(word.text) <= MAX_NUMBER:
                return True
            if word.capital or word.gap not in PLAIN_GAPS:
                return False
            if word.text not in small:
                return is_familiar(word.text)
        return False

    def _run_at(self, at: int, passed: Collection[int]) -> _Run:
        checkpoint()
        last, stop = _run_end(self._words, at, passed, self._languages)
        spans = trimmed(self._words, at, last, self._titles) if last > at else []
        return _Run(max(last, at + 1), stop, stop in passed, spans)


class _Run(NamedTuple):
    """What begins at a capital: where it ends, where looking on stopped, what is left of it."""

    last: int
    stop: int
    stopped: bool
    """Whether the word there was passed."""
    spans: list[Span]

    def holds(self, at: int, passed: Set[int]) -> bool:
        """Return whether the run that opens at a word is the same where other words are passed."""
        same = (self.stop in passed) == self.stopped
        return same and passed.isdisjoint(range(at, self.stop))


def looks_like_name(words: Sequence[Word], run: Span, languages: tuple[str, ...]) -> bool:
    """Return whether a run that nobody is known for may still be a name.

    A single word that opens a sentence has its capital from there, a word with an apostrophe
    that no name is found for is a contraction, and a lone German noun is a noun.
    """
    first = words[run.first]
    if run.last - run.first > 1:
        return True
    if APOSTROPHE in first.text or len(first.text) == 1:
        return False
    if is_given_name(first.text) or (first.all_caps and not first.opens):
        return True
    return not first.opens and not capitalises_nouns(languages)


def without_opener(words: Sequence[Word], run: Span) -> Span:
    """Return a run of two without its first word where that has its capital from the sentence."""
    opener = words[run.first]
    if run.last - run.first != 2 or not opener.opens or len(opener.text) == 1:
        return run
    return run if is_given_name(opener.text) else span_of(words, run.first + 1, run.last)


def _run_end(
    words: Sequence[Word], at: int, passed: Collection[int], languages: tuple[str, ...]
) -> tuple[int, int]:
    """Return the position after the run that opens at `at`, and that of the last word looked at.

    The first is `at` itself where no run opens.
    """
    last = at
    position = at
    while position < len(words) and position not in passed:
        word = words[position]
        if position > at and not joins(words[position - 1], word):
            break
        if _may_be_name(word, languages):
            last = position + 1
        elif position == at or not goes_on(words[at:position], word, languages):
            break
        position += 1
    return min(last, at + MAX_RUN), position


def _may_be_name(word: Word, languages: tuple[str, ...]) -> bool:
    if not word.capital:
        return False
    return not is_common_word(word.text, languages) or len(word.text) == 1


def goes_on(before: Sequence[Word], word: Word, languages: tuple[str, ...]) -> bool:
    """Return whether a name goes on after a small word: "van", or the "of" of a ministry.

    Where nouns have capitals, "von" goes on with a name only after a given name or a particle.
    """
    if word.text not in small_words():
        return False
    last = before[-1]
    if capitalises_nouns(languages) and last.capital and not is_given_name(last.text):
        return False
    return _is_particle(tuple([other.text for other in before]), word.text)


@lru_cache(maxsize=16_384)
def _is_particle(before: tuple[str, ...], word: str) -> bool:
    """Return whether a word is a particle of a name that begins so and goes on."""
    small = longest_phrase(word) == 1 and not uses_of_word(word) & _IN_NAMES
    if small and all(map(is_plain, before)):
        return False  # a function word of bodies alone, and no word that tells a body
    name = (*before, word, before[-1])
    if roles(name, Kind.PERSON)[-2] is Role.PARTICLE:
        return True
    body = roles(name)
    return body[-2] is Role.PARTICLE and Role.GENERIC in body


def trimmed(words: Sequence[Word], first: int, last: int, titles: Collection[str]) -> list[Span]:
    """Return the run without the titles before it; nothing when nothing else remains."""
    opener = words[first].text
    if opener in titles or not is_plain(opener):  # most words are no title wherever they stand
        found = roles(tuple([word.text for word in words[first:last]]))
        while first < last and (found[first - last] is Role.TITLE or words[first].text in titles):
            first += 1
    if first == last or (len(words[first].text) == 1 and _are_letters(words[first:last])):
        return []
    return [span_of(words, first, last)]


def _are_letters(words: Sequence[Word]) -> bool:
    return all(len(word.text) == 1 for word in words)


def headline_words(words: Sequence[Word], languages: tuple[str, ...]) -> frozenset[int]:
    """Return the positions of words in lines whose capitals tell nothing: headlines."""
    found: set[int] = set()
    starts = [0, *(at for at, word in enumerate(words) if "\n" in word.gap), len(words)]
    for first, last in pairwise(starts):
        if _is_shouting(words[first:last], languages):
            found.update(range(first, last))
    return frozenset(found)


def _is_shouting(line: Sequence[Word], languages: tuple[str, ...]) -> bool:
    if not line or line[-1].stops:
        return False
    told = capitals = sum(word.capital and not _tells_nothing(word, languages) for word in line)
    for word in line:
        if not word.capital and not _tells_nothing(word, languages):
            told += 1
            if capitals < _SHARE * told:
                return False
    return told >= _MIN_LINE


def _tells_nothing(word: Word, languages: tuple[str, ...]) -> bool:
    """Return whether a word has a small letter in title case too, or none at all."""
    return word.text.isdigit() or word.text in function_words(languages)
