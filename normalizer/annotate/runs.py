"""Words → runs of capitals that may be names, outside the mentions already found.

A run is a row of capitalised words; initials and particles may stand inside it. Works in every
script with case. A line in title case or in capitals tells nothing by its capitals, so it
gives no run of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from normalizer.annotate.aliases import Span, joins
from normalizer.annotate.language import is_common_word
from normalizer.annotate.words import Word
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles

MAX_RUN = 6
_TITLE_CASE_SHARE = 0.7
_MIN_LINE = 4


def find_runs(words: Sequence[Word], taken: Collection[int]) -> list[Span]:
    """Return the spans of capital runs over words whose positions are not `taken`, in order."""
    shouting = _shouting(words)
    runs: list[Span] = []
    at = 0
    while at < len(words):
        last = _run_end(words, at, taken, shouting)
        if last > at:
            runs.extend(_trimmed(words, at, last))
            at = last
        else:
            at += 1
    return runs


def span_of(words: Sequence[Word], first: int, last: int) -> Span:
    """Return the span of words `first` to `last` (half-open)."""
    return Span(first, last, words[first].start, words[last - 1].end)


def without_opener(words: Sequence[Word], run: Span) -> Span:
    """Return a run of two without its first word where that has its capital from the sentence."""
    opener = words[run.first]
    if run.last - run.first != 2 or not opener.opens or len(opener.text) == 1:
        return run
    return run if is_given_name(opener.text) else span_of(words, run.first + 1, run.last)


def _run_end(
    words: Sequence[Word], at: int, taken: Collection[int], shouting: Collection[int]
) -> int:
    """Return the position after the run that opens at `at`; `at` itself when none does."""
    last = at
    position = at
    while position < len(words) and position not in taken and position not in shouting:
        word = words[position]
        if position > at and not joins(words[position - 1], word):
            break
        if _may_be_name(word):
            last = position + 1
        elif position == at or not _is_particle(word):
            break
        position += 1
    return min(last, at + MAX_RUN)


def _may_be_name(word: Word) -> bool:
    if not word.capital:
        return False
    return not is_common_word(word.text) or len(word.text) == 1


def _is_particle(word: Word) -> bool:
    return roles((word.text,))[0] is Role.PARTICLE


def _trimmed(words: Sequence[Word], first: int, last: int) -> list[Span]:
    """Return the run without the titles before it; nothing when nothing else remains."""
    found = roles(tuple(word.text for word in words[first:last]))
    while first < last and found[-(last - first)] is Role.TITLE:
        first += 1
    if first == last or all(len(word.text) == 1 for word in words[first:last]):
        return []
    return [span_of(words, first, last)]


def _shouting(words: Sequence[Word]) -> frozenset[int]:
    """Return the positions of words in lines whose capitals tell nothing."""
    found: set[int] = set()
    line: list[int] = []
    for position, word in enumerate(words):
        if "\n" in word.gap:
            found.update(_if_shouting(words, line))
            line = []
        line.append(position)
    found.update(_if_shouting(words, line))
    return frozenset(found)


def _if_shouting(words: Sequence[Word], line: Sequence[int]) -> Sequence[int]:
    letters = [position for position in line if not words[position].text.isdigit()]
    capitals = sum(words[position].capital for position in letters)
    if len(letters) >= _MIN_LINE and capitals >= _TITLE_CASE_SHARE * len(letters):
        return line
    return ()
