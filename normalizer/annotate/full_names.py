"""Runs of two capitals and more → the entities that they name in full, in whatever spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.words import Span, Word, span_of
from normalizer.checkpoint import checkpoint
from normalizer.types import Candidate, Decision

MIN_SCORE = 0.85


def link_full_names(reading: Reading, lookup: Lookup) -> None:
    """Link the runs of a document, or their longest parts, that the table knows by rule.

    Each that is linked introduces its entity to the rest of the document.
    """
    for run in reading.runs():
        for span in _parts(reading.words, run):
            checkpoint()
            if (span.first, span.last) in reading.barred:
                continue
            candidates = lookup.name(reading.name(span), reading.languages)
            if candidates and is_sure(candidates[0]):
                reading.add(span, candidates[:1], Decision.MATCH)
                reading.support.introduce(candidates[0], reading.surface(span))
                break


def is_sure(candidate: Candidate) -> bool:
    """Return whether a resolved run is sure enough to be linked in a text.

    Every word of the run must have found its partner: a name with a word too many is
    another's until shown otherwise.
    """
    values = {feature.name: feature.value for feature in candidate.evidence.features}
    whole = not values.get("query_left") and not values.get("conflict")
    return whole and candidate.score >= MIN_SCORE


def _parts(words: Sequence[Word], run: Span) -> Iterator[Span]:
    """Yield the run and its parts of two words and more, the longest first."""
    size = run.last - run.first
    for length in range(size, 1, -1):
        for first in range(run.first, run.last - length + 1):
            yield span_of(words, first, first + length)
