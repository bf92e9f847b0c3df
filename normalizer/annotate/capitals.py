"""Runs of capitals and headlines of a text, by the kernel where it was built.

The kernel asks once what is told of each word, and each time whether a name goes on after a small
word and what is left of a run without its titles. `runs.py` stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from normalizer.annotate.language import abbreviated_titles, function_words, is_common_word
from normalizer.annotate.runs import goes_on, trimmed
from normalizer.annotate.words import MAX_NUMBER, Span, Word
from normalizer.checkpoint import checkpoint
from normalizer.names.lexicon import small_words
from normalizer.names.roles import is_plain

if TYPE_CHECKING:
    from normalizer.native._kernel import Reader, Reading, Runs

_MAY_NAME, _SMALL, _SAYS_NOTHING, _LETTER, _OPENS_NAME, _FUNCTION, _NUMBER = (
    2,
    4,
    8,
    16,
    32,
    64,
    128,
)


class CapitalRuns(Protocol):
    """The runs of capitals of one text."""

    def outside(self, passed: Set[int]) -> list[Span]:
        """Return the spans of runs over words whose positions are not `passed`, in order."""
        ...

    def headlines(self) -> frozenset[int]:
        """Return the positions of words in lines whose capitals tell nothing."""
        ...

    def heads(self, passed: Set[int], is_familiar: Callable[[str], bool]) -> list[int]:
        """Return the positions of words not `passed` that may head a name of small words."""
        ...


@dataclass(frozen=True, slots=True)
class KernelRuns:
    """The runs of one text, as the kernel finds them."""

    runs: Runs
    reading: Reading

    def outside(self, passed: Set[int]) -> list[Span]:
        """Return the spans of runs over words whose positions are not `passed`, in order."""
        checkpoint()
        return self.runs.outside(self.reading, passed)

    def headlines(self) -> frozenset[int]:
        """Return the positions of words in lines whose capitals tell nothing."""
        return self.runs.headlines(self.reading)

    def heads(self, passed: Set[int], is_familiar: Callable[[str], bool]) -> list[int]:
        """Return the positions of words not `passed` that may head a name of small words."""
        checkpoint()
        return self.runs.heads(self.reading, passed, is_familiar)


def runs_by_kernel(kernel: ModuleType, reader: Reader, languages: tuple[str, ...]) -> Runs:
    """Return what finds the runs of texts in some languages that a reader has read."""
    titles = abbreviated_titles(languages)
    found: Runs = kernel.Runs(
        reader,
        Span,
        partial(_traits, languages),
        partial(_goes_on, languages),
        lambda words, first, last: trimmed(words, first, last, titles),
    )
    return found


def _traits(languages: tuple[str, ...], text: str, capital: bool) -> int:
    """Return what a word tells in documents of some languages, as `runs_type.c` has it."""
    checkpoint()
    letter, common = len(text) == 1, is_common_word(text, languages)
    traits = (capital and (letter or not common)) * _MAY_NAME | (text in small_words()) * _SMALL
    digits, function = text.isdigit(), text in function_words(languages)
    traits |= (digits or function) * _SAYS_NOTHING | letter * _LETTER | function * _FUNCTION
    traits |= (digits and len(text) <= MAX_NUMBER) * _NUMBER
    opens = capital and text not in abbreviated_titles(languages) and is_plain(text)
    return traits | opens * _OPENS_NAME


def _goes_on(languages: tuple[str, ...], words: Sequence[Word], first: int, at: int) -> bool:
    return goes_on(words[first:at], words[at], languages)
