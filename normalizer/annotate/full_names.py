"""Runs of two capitals and more → the entities that they name in full, in whatever spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.annotate.language import is_relational
from normalizer.annotate.longer import is_variant
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.sure import is_sure
from normalizer.annotate.words import HYPHENS, Span, Word, is_number_after, span_of
from normalizer.checkpoint import checkpoint
from normalizer.distance import plain_similarity
from normalizer.keys import fold
from normalizer.names.given import is_given_name
from normalizer.names.meanings import same_meaning
from normalizer.readings.table import has_readings
from normalizer.scripts import script_of
from normalizer.text import normalise
from normalizer.types import Candidate, Decision, Evidence, Kind, Stage

_MISTYPED = 0.9
_MIN_SURNAME = 4


def link_full_names(reading: Reading, lookup: Lookup) -> None:
    """Link the runs of a document, or their longest parts, that the table knows by rule.

    Each that is linked introduces its entity to the rest of the document.
    """
    words = reading.words
    for run in reading.runs():
        lone = run.last == run.first + 1
        if lone and (run.last == len(words) or not words[run.last].text.isdigit()):
            continue  # most runs by far: a lone word is no full name
        if lone and not is_numbered_after(words, run):
            continue
        for span in _parts(words, run):
            checkpoint()
            if (span.first, span.last) in reading.barred:
                continue
            candidate = lookup.name(reading.name(span), reading.languages)
            if candidate is None or not _is_meant(candidate, reading, run, span):
                candidate = _translated(reading, lookup, run, span)
            if candidate is not None:
                if candidate.kind is Kind.PERSON:
                    span = _with_surname(reading, run, span)
                reading.add(span, (candidate,), Decision.MATCH)
                reading.support.introduce(candidate, reading.surface(span))
                break


def _translated(reading: Reading, lookup: Lookup, run: Span, span: Span) -> Candidate | None:
    """Return what a whole run means by what each of its words means, None for a part of one."""
    if (span.first, span.last) != (run.first, run.last) or is_numbered_after(reading.words, span):
        return None
    return lookup.translated(reading.name(span), reading.languages)


def is_numbered_after(words: Sequence[Word], span: Span) -> bool:
    """Return whether a number stands after a span that may belong to the name."""
    return span.last < len(words) and is_number_after(words[span.last])


def _is_meant(candidate: Candidate, reading: Reading, run: Span, span: Span) -> bool:
    """Return whether a span of a run is a candidate's name, given what else the run says.

    Words may be left over on one side only: "Ochrony Przyrody" in "Związek Ochrony Przyrody" is
    not a part of the name of another union for it.
    """
    words, languages = reading.words, reading.languages
    if not is_sure(candidate) or not spelt_alike(candidate.evidence):
        return False
    if span.last < len(words) and words[span.last].capital and words[span.last].gap in HYPHENS:
        return False  # "Saif ul" in "Saif ul-Mulook"
    if is_variant(words, span.last, ()):
        return False
    ends = span.last == run.last and is_numbered_after(words, run)
    if ends and candidate.kind is Kind.ORGANISATION:
        return False  # "Nord Stream" is not what is meant by "Nord Stream 3"
    if span.first > run.first and words[span.first].gap in HYPHENS:
        return False  # "ul-Haq Qadri" in "Noor-ul-Haq Qadri"
    if candidate.kind is Kind.ORGANISATION and _has_more(words, run, span, languages):
        return False
    left = any(f.name == "alias_left" and f.value for f in candidate.evidence.features)
    return not (left and span.first > run.first and candidate.kind is not Kind.PERSON)


def _with_surname(reading: Reading, run: Span, span: Span) -> Span:
    """Return the span of a person's full name with the one more surname that a run ends with.

    "Lars Løkke" is known, "Lars Løkke Rasmussen" written. A word that the document writes small
    elsewhere opens a sentence.
    """
    words = reading.words
    if span.last + 1 != run.last or span.first != run.first:
        return span
    named, more = words[span.last - 1], words[span.last]
    if len(more.text) < _MIN_SURNAME or more.all_caps or is_given_name(named.text):
        return span
    if more.gap != " " or not is_given_name(words[span.first].text):
        return span
    is_word = reading.scan.has_small(more.text) or is_relational(more.text, reading.languages)
    return span if is_word else run


def _has_more(words: Sequence[Word], run: Span, span: Span, languages: tuple[str, ...]) -> bool:
    """Return whether a run goes on after a body's name with what is no person's.

    Or begins before it with an adjective: "Europejska Partia Ludowa" is no Народная партия.
    """
    if span.first > run.first and is_relational(words[span.first - 1].text, languages):
        return not words[span.first - 1].opens
    return span.last < run.last and not is_given_name(words[span.last].text)


def spelt_alike(evidence: Evidence) -> bool:
    """Return whether each word of a name met by its spelling opens as one of the alias does.

    In one script, and unless it means the same: "Австрийская" is no "Латвийская", but for a
    letter or two.
    """
    said, stored = (normalise(part).split() for part in evidence.compared)
    if evidence.stage not in (Stage.FUZZY, Stage.KEY) or not said or not stored:
        return True
    return all(any(_opens_alike(word, own) for own in stored) for word in said)


def _opens_alike(word: str, own: str) -> bool:
    if script_of(word[0]) != script_of(own[0]) or has_readings(word):
        return True
    if fold(word)[:1] == fold(own)[:1] or same_meaning(word, own):
        return True
    return plain_similarity(fold(word), fold(own)) >= _MISTYPED


def _parts(words: Sequence[Word], run: Span) -> Iterator[Span]:
    """Yield the run and its parts of two words and more, the longest first; a number is one."""
    size = run.last - run.first
    if is_numbered_after(words, run):
        yield span_of(words, run.first, run.last + 1)
    for length in range(size, 1, -1):
        for first in range(run.first, run.last - length + 1):
            yield span_of(words, first, first + length)
