"""A document while it is read: its words, its language, and what has been found so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from normalizer.annotate.capitals import CapitalRuns
from normalizer.annotate.kinds import likely_kind
from normalizer.annotate.language import guess_language
from normalizer.annotate.scanner import Scan, Scanner
from normalizer.annotate.support import Support
from normalizer.annotate.words import (
    Span,
    Word,
    closed_end,
    initial_end,
    opened_start,
    with_marks,
)
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.types import AnnotateOptions, Annotation, Candidate, Decision, Document, Kind

_WINDOW = 12


@lru_cache(maxsize=16_384)
def _folded_forms(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, (word, *base_forms(word, languages))))


def _is_in_marks(alias: str) -> bool:
    """Return whether the table writes an alias with quotation marks."""
    return with_marks(alias, 1, len(alias) - 1) == (0, len(alias))


@dataclass
class Reading:
    """A document while it is read: what is known of it so far."""

    document: Document
    scan: Scan
    words: Sequence[Word]
    languages: tuple[str, ...]
    capitals: CapitalRuns
    support: Support
    found: dict[int, Annotation] = field(default_factory=dict)
    """The annotations by the start of their first word."""
    taken: set[int] = field(default_factory=set)
    """The positions of the words in mentions."""
    barred: set[tuple[int, int]] = field(default_factory=set)
    """First and last word of the aliases that neighbours have made a part of another name."""

    @classmethod
    def of(
        cls, document: Document, options: AnnotateOptions, scan: Scan, scanner: Scanner
    ) -> Reading:
        """Return a document cut into words, its language told, hinted at or guessed."""
        words = scan.words
        given = (document.lang, *options.languages) if document.lang else options.languages
        guessed = guess_language(word.text for word in words) if not given else ""
        languages = tuple(dict.fromkeys(given or ((guessed,) if guessed else ())))
        capitals = scanner.runs(scan, languages)
        return cls(document, scan, words, languages, capitals, Support(scanner.index))

    @cached_property
    def headlines(self) -> frozenset[int]:
        """Return the positions of words in lines whose capitals tell nothing."""
        return self.capitals.headlines()

    def place_of(self, start: int) -> int:
        """Return the position of the first word that starts at an offset or behind it."""
        return bisect_left(self.words, (start,))

    def surface(self, span: Span) -> str:
        """Return the original text of a span."""
        return self.document.text[span.start : span.end]

    def name(self, span: Span) -> tuple[str, ...]:
        """Return the words of a span in normal form."""
        return tuple(word.text for word in self.words[span.first : span.last])

    def runs(self) -> list[Span]:
        """Return the runs of capitals over words that are in no mention and no headline."""
        return self.capitals.outside(self.taken | self.headlines)

    def heads(self, is_familiar: Callable[[str], bool]) -> list[int]:
        """Return the positions of capitals in no mention that may head a name of small words.

        `is_familiar` tells of a word whether an alias has it in some form.
        """
        return self.capitals.heads(self.taken, is_familiar)

    def capital_is_from_sentence(self, at: int) -> bool:
        """Return whether a word opens a sentence that the document writes small elsewhere."""
        word = self.words[at]
        return word.opens and word.capital and self.scan.has_small(word.text)

    def words_beside(self, span: Span) -> frozenset[str]:
        """Return the words about a span, and their base forms, folded."""
        before = self.words[max(0, span.first - _WINDOW) : span.first]
        beside = (*before, *self.words[span.last : span.last + _WINDOW])
        forms = [_folded_forms(word.text, self.languages) for word in beside]
        return frozenset().union(*forms)

    def add(self, span: Span, candidates: Sequence[Candidate], decision: Decision) -> None:
        """Note a mention with its decision."""
        kind = candidates[0].kind if candidates else likely_kind(self.words, span)
        start = opened_start(self.document.text, span)
        end_of = initial_end if kind is Kind.PERSON else closed_end
        end = end_of(self.document.text, span)
        if candidates and _is_in_marks(candidates[0].evidence.alias):
            start, end = with_marks(self.document.text, start, end)
        surface = self.document.text[start:end]
        self.found[span.start] = Annotation(start, end, surface, kind, decision, tuple(candidates))
        self.taken.update(range(span.first, span.last))

    def drop(self, at: int) -> None:
        """Forget the annotation whose first word starts at an offset; its words stay taken."""
        del self.found[at]
