"""Names of bodies and places, their words joined or cut: "Wizzair" is Wizz Air, "Ryan Air" Ryanair.

A lone word that no alias has is cut where both parts are words of one alias of two; two or three
words are joined where the whole is an alias. Endings of the document's language are heeded. A
person's name is never met so: most are made of common parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.annotate.lone import may_name_body
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.translated import as_compared
from normalizer.annotate.words import Span, span_of
from normalizer.checkpoint import checkpoint
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.types import Candidate, Decision, Kind, Stage

_MIN_PART = 3
_MIN_WHOLE = 7
_MAX_WORDS = 3
_SHARE = 0.97


def link_joined(reading: Reading, lookup: Lookup, index: CandidateIndex) -> None:
    """Link the runs of a document that are an alias but for the spaces between its words."""
    for run in reading.runs():
        if reading.words[run.first].all_caps or (run.first, run.last) in reading.barred:
            continue
        checkpoint()
        for span, entries in _met(reading, run, index):
            candidate = _judged(reading.name(span), entries, reading, lookup)
            if candidate is not None:
                reading.add(span, (candidate,), Decision.MATCH)
                break


def _met(
    reading: Reading, run: Span, index: CandidateIndex
) -> Iterator[tuple[Span, Sequence[Entry]]]:
    """Yield the parts of a run with the entries that they are, the longest first."""
    if run.last - run.first == 1:
        word = reading.words[run.first]
        if not word.opens and may_name_body(word.text, reading.languages):
            yield run, _cut(word.text, reading.languages, index)
        return
    for size in range(min(_MAX_WORDS, run.last - run.first), 1, -1):
        for first in range(run.first, run.last - size + 1):
            span = span_of(reading.words, first, first + size)
            yield span, _whole("".join(reading.name(span)), reading.languages, index)


def _whole(word: str, languages: tuple[str, ...], index: CandidateIndex) -> Sequence[Entry]:
    if len(word) < _MIN_WHOLE:
        return ()
    forms = (word, *base_forms(word, languages)) if languages else (word,)
    return next(filter(None, (index.exact(form) for form in forms)), ())


def _cut(word: str, languages: tuple[str, ...], index: CandidateIndex) -> Sequence[Entry]:
    """Return the entries of two words that a word is together, `()` for none."""
    if len(word) < _MIN_WHOLE:
        return ()
    forms = (word, *base_forms(word, languages)) if languages else (word,)
    for form in forms:
        for at in range(_MIN_PART, len(form) - _MIN_PART + 1):
            begun = index.walk().step(fold(form[:at]))
            walk = begun.step(fold(form[at:])) if begun is not None else None
            if walk is not None and walk.entries():
                return walk.entries()
    return ()


def _judged(
    name: tuple[str, ...], entries: Sequence[Entry], reading: Reading, lookup: Lookup
) -> Candidate | None:
    """Return the one place or body of some entries as the candidate for a name, None for none."""
    if len({entry.entity_id for entry in entries}) != 1 or entries[0].kind is Kind.PERSON:
        return None
    found = lookup.judge(entries[0].tokens, entries, reading.languages)
    return as_compared(found[0], name, entries[0].tokens, Stage.FOLDED, _SHARE) if found else None
