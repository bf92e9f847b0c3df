"""Names inside linked names, on request: "Minsk" in "Minsk Tractor Works"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.scanner import Scanner
from normalizer.annotate.words import Word
from normalizer.decide import decide
from normalizer.types import Annotation, Decision


def nested_mentions(reading: Reading, scanner: Scanner, lookup: Lookup) -> Iterator[Annotation]:
    """Yield the mentions inside the linked mentions of a document, in order of the outer ones.

    The longest at each place that is not the whole, of one entity that is not the outer one's:
    a surname in its bearer's full name is no name of its own.
    """
    starts = [word.start for word in reading.words]
    for at in sorted(reading.found):
        outer = reading.found[at]
        if outer.match is None:
            continue
        first, last = bisect_left(starts, outer.start), bisect_left(starts, outer.end)
        inside = reading.words[first:last]
        for start, end, part in _inner_parts(inside, reading, scanner):
            candidates = lookup.judge(part.name, part.entries, reading.languages)
            decision = decide(candidates)
            if decision is Decision.MATCH and candidates[0].entity_id != outer.match.entity_id:
                surface = reading.document.text[start:end]
                kind = candidates[0].kind
                yield Annotation(start, end, surface, kind, decision, candidates)


def _inner_parts(
    inside: Sequence[Word], reading: Reading, scanner: Scanner
) -> Iterator[tuple[int, int, AliasMention]]:
    """Yield (start, end, mention) for the aliases in some words that are not all of them."""
    seen: set[tuple[int, int]] = set()
    for words in (inside[:-1], inside[1:]):
        for mention in scanner.among(words, reading.languages):
            span = (mention.span.start, mention.span.end)
            if span not in seen:
                seen.add(span)
                yield *span, mention
