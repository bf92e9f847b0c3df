"""Finds the words that names in Han and Hangul begin or end with: 大学, 市, 대학교.

An end of names is a word when one word of the reference names goes with it far more often than
with names at large, and when what stands before it varies: before 究所 there is nothing but 研.
A longer end that says no more than a word inside it is left out: 斯縣 is no word, 縣 is.
Beginnings likewise, the other way round.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from normalizer.names import unspaced
from normalizer.names.lexicon import Use, uses
from normalizer.names.unspaced import LONGEST_WORD, UNSPACED, pieces

LEAST_ENTITIES = 6
LEAST_SHARE = 0.35
LEAST_LIFT = 4.0
MOST_OF_ONE = 0.5
SAYS_NO_MORE = 0.75

Name = tuple[str, ...]
Names = tuple[Sequence[Name], Sequence[Name]]


@dataclass(slots=True)
class _End:
    """What was seen of one end: in how many entities, beside which words, after which letters."""

    entities: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)

    def meaning(self) -> tuple[str, float]:
        """Return the word that goes with it most often, and how often."""
        word, times = max(self.beside.items(), key=lambda item: (item[1], item[0]))
        return word, round(times / self.entities, 2)

    def varies(self) -> bool:
        """Return whether no letter stands beside it nearly always."""
        return self.letters.most_common(1)[0][1] <= MOST_OF_ONE * self.letters.total()


def unspaced_words(groups: Iterable[Names]) -> dict[str, tuple[str, float]]:
    """Return each word with what it means and how sure that is, from (names, references)."""
    last, first = defaultdict(_End), defaultdict(_End)
    at_large: Counter[str] = Counter()
    number = 0
    for names, references in groups:
        words = {word for name in references for word in name if not uses(word) & Use.FUNCTION}
        at_large.update(words)
        number += 1
        stretches = _stretches(names)
        _see(last, stretches, words, lambda x, size: (x[-size:], x[-size - 1]))
        _see(first, stretches, words, lambda x, size: (x[:size], x[size]))
    rates = {word: times / number for word, times in at_large.items()}
    found = _without_longer(_words(first, rates, 2), str.startswith)
    return found | _without_longer(_words(last, rates, 1), str.endswith)


def cut(token: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the words of a token by the words found so far; the token itself without any."""
    return tuple(
        part
        for script, letters in pieces(token)
        for part in (unspaced.cut(letters, known.__contains__) if script in UNSPACED else [letters])
    )


def _stretches(names: Sequence[Name]) -> set[str]:
    return {
        letters
        for name in names
        for token in name
        for script, letters in pieces(token)
        if script in UNSPACED
    }


def _see(
    ends: dict[str, _End],
    stretches: Iterable[str],
    words: Collection[str],
    split: Callable[[str, int], tuple[str, str]],
) -> None:
    seen = defaultdict(set)
    for letters in stretches:
        for size in range(1, min(LONGEST_WORD, len(letters) - 1) + 1):
            end, beside = split(letters, size)
            seen[end].add(beside)
    for end, letters in seen.items():
        ends[end].entities += 1
        ends[end].beside.update(words)
        ends[end].letters.update(letters)


def _words(
    ends: dict[str, _End], rates: dict[str, float], shortest: int
) -> dict[str, tuple[str, float]]:
    found = {}
    for letters, end in ends.items():
        if end.entities < LEAST_ENTITIES or len(letters) < shortest or not end.beside:
            continue
        meaning, share = end.meaning()
        if share >= max(LEAST_SHARE, LEAST_LIFT * rates[meaning]) and end.varies():
            found[letters] = meaning, share
    return found


def _without_longer(
    found: dict[str, tuple[str, float]], holds: Callable[[str, str], bool]
) -> dict[str, tuple[str, float]]:
    """Return the words that say more than every shorter one that they end, or begin, with."""

    def says_more(word: str) -> bool:
        meaning, share = found[word]
        return not any(
            other != word
            and holds(word, other)
            and known[0] == meaning
            and known[1] >= SAYS_NO_MORE * share
            for other, known in found.items()
        )

    return {word: found[word] for word in found if says_more(word)}
