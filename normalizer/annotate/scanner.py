"""A text → its words and its aliases, by the kernel where it was built.

The kernel knows no rule: it cuts a text into raw tokens and gaps, and asks Python what it has not
met before: the words of a raw token, what a gap may join, where a word leads from one place of the
token paths, and what the words say that end at one. All of that depends on nothing else than what
it is asked by, so that the kernel's answers are those of `words.py` and `aliases.py`, which also
stand in for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING, Union

from normalizer.annotate.aliases import (
    AliasMention,
    AliasRules,
    find_aliases,
    is_abbreviation,
    joining,
)
from normalizer.annotate.capitals import CapitalRuns, KernelRuns, runs_by_kernel
from normalizer.annotate.fits import QUOTES
from normalizer.annotate.runs import Runs
from normalizer.annotate.words import (
    PLAIN_GAPS,
    Span,
    Word,
    masked_spans,
    opens_after,
    parts_of,
    plain_gap,
    spelt,
    words_of,
)
from normalizer.checkpoint import checkpoint
from normalizer.index.protocol import CandidateIndex, Walk
from normalizer.native.kernel import native
from normalizer.text import APOSTROPHES, INVISIBLE, MARKS

if TYPE_CHECKING:
    from normalizer.native._kernel import Reader, Reading, Trails
    from normalizer.native._kernel import Runs as KernelRunsOf

_KEPT_LETTERS = 2_000_000
_KEPT_STEPS = 500_000
_KEPT_HINTS = 64
_CAPITAL, _ALL_CAPS, _DIGITS, _SHORT, _OF_ADDRESS = 1, 2, 4, 8, 16
_OPENS, _JOINS, _TO_NUMBER, _DOT, _DOT_ALONE, _QUOTE, _SIGN = 1, 2, 4, 8, 16, 32, 64
_LINE, _PLAIN, _WEB = 128, 256, 512
_OF_WEB = 2

_Part = tuple[int, int, int, int, str, int, int]


@dataclass(frozen=True, slots=True)
class PlainScan:
    """A text that Python has cut into words."""

    words: list[Word]

    @property
    def capitals(self) -> list[int]:
        """Return the positions of the words with a capital, in order."""
        return [at for at, word in enumerate(self.words) if word.capital]

    def has_small(self, text: str) -> bool:
        """Return whether a word of this normal form is written with a small letter somewhere."""
        return any(word.text == text and not word.capital for word in self.words)


Scan = Union[PlainScan, "Reading"]
"""A text that is cut into words."""


class Scanner:
    """Cuts texts into words and finds aliases in them; safe to share between threads.

    What has been met is kept until it is too much, or until the alias table is another.
    """

    def __init__(self, index: CandidateIndex) -> None:
        self.index, self._revision = index, index.revision
        self._rules: dict[tuple[str, ...], AliasRules] = {}
        self._trails: dict[tuple[str, ...], Trails] = {}
        self._runs: dict[tuple[str, ...], KernelRunsOf] = {}
        self._reader: Reader | None = None

    def scan(self, text: str) -> Scan:
        """Return a text cut into words; raise as `checkpoint` does."""
        checkpoint()
        if self.index.revision != self._revision:
            self._forget()
        if native is None:
            return PlainScan(words_of(text, self.index.knows))
        reader = self._reader
        if reader is None or reader.kept() > _KEPT_LETTERS:
            reader = self._reader = self._new_reader(native)
        scan = reader.read(text, [])
        masked = masked_spans(text, bool(scan.signs & _OF_WEB)) if scan.signs else []
        return reader.read(text, masked) if masked else scan

    def find(self, scan: Scan, languages: tuple[str, ...]) -> list[AliasMention]:
        """Return the alias mentions of a text, left to right, the longest, none overlapping."""
        if isinstance(scan, PlainScan):
            return self.among(scan.words, languages)
        return self._trails_of(scan, languages).find(scan)

    def runs(self, scan: Scan, languages: tuple[str, ...]) -> CapitalRuns:
        """Return the runs of capitals of a text in some languages."""
        if isinstance(scan, PlainScan):
            return Runs(scan.words, languages)
        found = self._runs.get(languages)
        if found is None or found.reader is not scan.reader or found.kept() > _KEPT_STEPS:
            if len(self._runs) >= _KEPT_HINTS:
                self._runs = {}
            assert native is not None
            found = self._runs[languages] = runs_by_kernel(native, scan.reader, languages)
        return KernelRuns(found, scan)

    def among(self, words: Sequence[Word], languages: tuple[str, ...]) -> list[AliasMention]:
        """Return the alias mentions among some words of a text, as `find` does."""
        return find_aliases(words, self._rules_of(languages))

    def _forget(self) -> None:
        self._revision = self.index.revision
        self._rules, self._trails, self._runs, self._reader = {}, {}, {}, None

    def _rules_of(self, languages: tuple[str, ...]) -> AliasRules:
        found = self._rules.get(languages)
        if found is None:
            if len(self._rules) >= _KEPT_HINTS:
                self._rules = {}
            found = self._rules[languages] = AliasRules(self.index, languages)
        return found

    def _new_reader(self, kernel: ModuleType) -> Reader:
        parts = partial(_parts, self.index)
        signs = map(_expanded, (MARKS, APOSTROPHES, INVISIBLE))
        reader: Reader = kernel.Reader(Word, parts, _gap, *signs)
        return reader

    def _trails_of(self, scan: Reading, languages: tuple[str, ...]) -> Trails:
        found = self._trails.get(languages)
        if found is None or found.reader is not scan.reader or found.kept() > _KEPT_STEPS:
            if len(self._trails) >= _KEPT_HINTS:
                self._trails = {}
            asked = _Asked(self._rules_of(languages))
            assert native is not None
            steps = (asked.begin, asked.go_on, asked.said, asked.longest)
            found = native.Trails(scan.reader, *steps, Span, AliasMention)
            self._trails[languages] = found
        return found


class _Asked:
    """What the kernel asks of the rules of aliases."""

    def __init__(self, rules: AliasRules) -> None:
        self._rules = rules
        self._start = (rules.index.walk(),)

    def begin(self, text: str, capital: bool, all_caps: bool) -> tuple[tuple[Walk, ...], bool]:
        """Return where a word leads that begins a name, and whether a name is glued to it."""
        if self._rules.is_article(text, capital):
            return (), False
        return self._rules.begin(text, all_caps), self._is_glued(self._start, text, capital)

    def go_on(
        self, walks: tuple[Walk, ...], text: str, capital: bool, all_caps: bool
    ) -> tuple[tuple[Walk, ...], bool]:
        """Return where one more word leads, and whether a name is glued to it."""
        return self._rules.go_on(walks, text, all_caps), self._is_glued(walks, text, capital)

    def said(
        self, words: Sequence[Word], first: int, last: int, walks: tuple[Walk, ...]
    ) -> AliasMention | None:
        """Return what words that end at some walks say, None where they are no alias.

        But for their span it is the same wherever these words stand, if three things are: whether
        the first opens a sentence or comes after a quotation mark, and whether all beside it are
        in capitals.
        """
        span = Span(first, last, words[first].start, words[last - 1].end)
        return self._rules.among(words).said(span, walks)

    def longest(self, words: Sequence[Word], at: int) -> AliasMention | None:
        """Return the longest alias that begins at a word."""
        return self._rules.among(words).longest_at(at)

    def _is_glued(self, walks: tuple[Walk, ...], text: str, capital: bool) -> bool:
        return any(walk.entries() for walk, _ in self._rules.glued(walks, text, capital))


def _parts(index: CandidateIndex, raw: str) -> tuple[_Part, ...]:
    """Return the words of a raw token: their spans, normal forms, opening capitals and marks."""
    checkpoint()
    found: list[_Part] = []
    for span, cut in parts_of(raw, index.knows):
        text, capital, all_caps, capitals = spelt(raw[slice(*span)])
        if text:
            marks = capital * _CAPITAL | all_caps * _ALL_CAPS
            marks |= text.isdigit() * _DIGITS | is_abbreviation(text) * _SHORT
            marks |= raw.lower().endswith("www") * _OF_ADDRESS
            found.append((*span, *cut, text, capitals, marks))
    return tuple(found)


def _gap(raw: str) -> tuple[str, int]:
    """Return a gap without what nobody sees, and its marks."""
    gap = plain_gap(raw)
    join = joining(gap)
    marks = (gap != " " and opens_after(gap)) * _OPENS | join.always * _JOINS
    marks |= join.to_number * _TO_NUMBER | join.dot * _DOT
    marks |= ("\n" in gap) * _LINE | (gap in PLAIN_GAPS) * _PLAIN
    marks |= ("@" in raw or "/" in raw) * _SIGN | ("www." in raw.lower()) * _WEB
    return gap, marks | (gap == ".") * _DOT_ALONE | (gap[-1:] in QUOTES) * _QUOTE


@cache
def _expanded(signs: str) -> str:
    """Return the signs of a class of a regular expression one by one."""
    found: list[str] = []
    for sign in re.finditer(r"(.)(?:-(.))?", signs, re.DOTALL):
        first, last = sign.groups()
        found += map(chr, range(ord(first), ord(last or first) + 1))
    return "".join(found)
