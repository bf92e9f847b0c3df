"""Names of bodies and places, their words joined or cut: "Wizzair" is Wizz Air, "Ryan Air" Ryanair.

A lone word that no alias has is cut where both parts are words of one alias of two, unless it is a
common one; two or three words are joined where the whole is an alias. Endings of the document's
language are heeded. A person's name is never met so: most are made of common parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.annotate.lone import may_name_body
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.translated import as_compared
from normalizer.annotate.words import Span, span_of
from normalizer.checkpoint import checkpoint
from normalizer.index.protocol import CandidateIndex, Entry, Walk
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.remembering import remembered
from normalizer.types import Candidate, Decision, Kind, Stage

_MIN_PART = 3
_MIN_WHOLE = 7
_MAX_WORDS = 3
_SHARE = 0.97
_KEPT = 65_536


class Joints:
    """The aliases that words are once they are cut or joined, each word looked up once."""

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self._wholes = remembered(_KEPT, self._find_whole)
        self._cuts = remembered(_KEPT, self._find_cut)

    def whole(self, word: str, languages: tuple[str, ...]) -> Sequence[Entry]:
        """Return the entries of an alias of one word, declined or not; `()` for none."""
        return self._wholes(self._index.revision, word, languages)

    def cut(self, word: str, languages: tuple[str, ...]) -> Sequence[Entry]:
        """Return the entries of two words that a word is together, `()` for none."""
        return self._cuts(self._index.revision, word, languages)

    def _find_whole(self, revision: str, word: str, languages: tuple[str, ...]) -> Sequence[Entry]:
        if len(word) < _MIN_WHOLE:
            return ()
        return next(filter(None, map(self._index.exact, _forms(word, languages))), ())

    def _find_cut(self, revision: str, word: str, languages: tuple[str, ...]) -> Sequence[Entry]:
        if len(word) < _MIN_WHOLE or not may_name_body(word, languages):
            return ()
        start = self._index.walk()
        heads: dict[str, Walk | None] = {}  # the forms of a word share most of them
        for form in _forms(word, languages):
            for at in range(_MIN_PART, len(form) - _MIN_PART + 1):
                head = form[:at]
                if head not in heads:
                    heads[head] = start.step(fold(head))
                begun = heads[head]
                walk = begun.step(fold(form[at:])) if begun is not None else None
                if walk is not None and (entries := walk.entries()):
                    return entries
        return ()


def link_joined(reading: Reading, lookup: Lookup, joints: Joints) -> None:
    """Link the runs of a document that are an alias but for the spaces between its words."""
    words = reading.words
    for run in reading.runs():
        first, lone = words[run.first], run.last - run.first == 1
        if first.all_caps or (lone and first.opens):
            continue
        if lone and not joints.cut(first.text, reading.languages):
            continue  # most runs by far
        if (run.first, run.last) in reading.barred:
            continue
        for span, entries in _met(reading, run, joints):
            candidate = _judged(reading.name(span), entries, reading, lookup)
            if candidate is not None:
                reading.add(span, (candidate,), Decision.MATCH)
                break


def _met(reading: Reading, run: Span, joints: Joints) -> Iterator[tuple[Span, Sequence[Entry]]]:
    """Yield the parts of a run that are entries, with these, the longest first."""
    checkpoint()
    if run.last - run.first == 1:
        yield run, joints.cut(reading.words[run.first].text, reading.languages)
    for size in range(min(_MAX_WORDS, run.last - run.first), 1, -1):
        for first in range(run.first, run.last - size + 1):
            joined = "".join([word.text for word in reading.words[first : first + size]])
            if entries := joints.whole(joined, reading.languages):
                yield span_of(reading.words, first, first + size), entries


def _forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return (word, *base_forms(word, languages)) if languages else (word,)


def _judged(
    name: tuple[str, ...], entries: Sequence[Entry], reading: Reading, lookup: Lookup
) -> Candidate | None:
    """Return the one place or body of some entries as the candidate for a name, None for none."""
    if len({entry.entity_id for entry in entries}) != 1 or entries[0].kind is Kind.PERSON:
        return None
    found = lookup.judge(entries[0].tokens, entries, reading.languages)
    return as_compared(found[0], name, entries[0].tokens, Stage.FOLDED, _SHARE) if found else None
