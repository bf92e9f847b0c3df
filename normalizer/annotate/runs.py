"""Words → runs of capitals that may be names, outside the mentions already found.

A run is a row of capitalised words; initials and particles may stand inside it. Works in every
script with case. A line in title case or in capitals tells nothing by its capitals, so it
gives no run of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from normalizer.annotate.aliases import joins
from normalizer.annotate.language import (
    abbreviated_titles,
    capitalises_nouns,
    function_words,
    is_common_word,
)
from normalizer.annotate.words import Span, Word, span_of
from normalizer.checkpoint import checkpoint
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.text import APOSTROPHE
from normalizer.types import Kind

MAX_RUN = 6
_SHARE = 0.9
_MIN_LINE = 4


def find_runs(
    words: Sequence[Word], passed: Collection[int], languages: tuple[str, ...] = ()
) -> list[Span]:
    """Return the spans of capital runs over words whose positions are not `passed`, in order.

    `languages` are the document's, for its titles of one letter.
    """
    titles = abbreviated_titles(languages)
    runs: list[Span] = []
    at = 0
    while at < len(words):
        if not words[at].capital or at in passed:
            at += 1
            continue
        checkpoint()
        last = _run_end(words, at, passed, languages)
        if last > at:
            runs.extend(_trimmed(words, at, last, titles))
            at = last
        else:
            at += 1
    return runs


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
) -> int:
    """Return the position after the run that opens at `at`; `at` itself when none does."""
    last = at
    position = at
    while position < len(words) and position not in passed:
        word = words[position]
        if position > at and not joins(words[position - 1], word):
            break
        if _may_be_name(word, languages):
            last = position + 1
        elif position == at or not _goes_on(words[at:position], word, languages):
            break
        position += 1
    return min(last, at + MAX_RUN)


def _may_be_name(word: Word, languages: tuple[str, ...]) -> bool:
    if not word.capital:
        return False
    return not is_common_word(word.text, languages) or len(word.text) == 1


def _goes_on(before: Sequence[Word], word: Word, languages: tuple[str, ...]) -> bool:
    """Return whether a name goes on after a small word: "van", or the "of" of a ministry.

    Where nouns have capitals, "von" goes on with a name only after a given name or a particle.
    """
    last = before[-1]
    if capitalises_nouns(languages) and last.capital and not is_given_name(last.text):
        return False
    name = (*(other.text for other in before), word.text, before[-1].text)
    if roles(name, Kind.PERSON)[-2] is Role.PARTICLE:
        return True
    body = roles(name)
    return body[-2] is Role.PARTICLE and Role.GENERIC in body


def _trimmed(words: Sequence[Word], first: int, last: int, titles: Collection[str]) -> list[Span]:
    """Return the run without the titles before it; nothing when nothing else remains."""
    found = roles(tuple(word.text for word in words[first:last]))
    while first < last and (found[first - last] is Role.TITLE or words[first].text in titles):
        first += 1
    if first == last or all(len(word.text) == 1 for word in words[first:last]):
        return []
    return [span_of(words, first, last)]


def headline_words(words: Sequence[Word], languages: tuple[str, ...]) -> frozenset[int]:
    """Return the positions of words in lines whose capitals tell nothing: headlines."""
    found: set[int] = set()
    line: list[int] = []
    for position, word in enumerate(words):
        if "\n" in word.gap:
            found.update(_if_shouting(words, line, languages))
            line = []
        line.append(position)
    found.update(_if_shouting(words, line, languages))
    return frozenset(found)


def _if_shouting(
    words: Sequence[Word], line: Sequence[int], languages: tuple[str, ...]
) -> Sequence[int]:
    if not line or words[line[-1]].stops:
        return ()
    told = [words[position] for position in line if not _tells_nothing(words[position], languages)]
    if len(told) >= _MIN_LINE and sum(word.capital for word in told) >= _SHARE * len(told):
        return line
    return ()


def _tells_nothing(word: Word, languages: tuple[str, ...]) -> bool:
    """Return whether a word has a small letter in title case too, or none at all."""
    return word.text.isdigit() or word.text in function_words(languages)
