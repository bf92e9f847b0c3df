"""Names of places and bodies whose words are small but for the first: "Северен поток 2".

Most languages write "Atlantic council" so, and the capital of "central Europe" further on. Such
a name is no run of capitals; where the table knows it in another language or spelling, it is met
here. Two sorts of spans are looked up, the longest first:

- a *head* with a capital that is not the sentence's, and the small words after it, each of which
  the table knows in some form or by what it means; a number may end it;
- a *side*: a word that tells a part of the world or of a land (by `data/names/meanings.tsv`),
  small or not, before a place of one word that is linked already.

What is looked up must be met whole: no word may be left over on either side.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from normalizer.annotate.compass import is_side
from normalizer.annotate.full_names import spelt_alike
from normalizer.annotate.language import function_words
from normalizer.annotate.longer import is_variant
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.runs import MAX_TAIL
from normalizer.annotate.sure import is_sure
from normalizer.annotate.words import PLAIN_GAPS, Span, is_number_after, span_of
from normalizer.checkpoint import checkpoint
from normalizer.types import Candidate, Decision, Kind

_MIN_SCORE = 0.93
_OPENING = frozenset('"«“„‘')


def link_phrases(reading: Reading, lookup: Lookup) -> None:
    """Link the phrases of a document that name a place or a body which the table knows."""
    heads = frozenset(reading.heads(partial(lookup.is_familiar, languages=reading.languages)))
    for at in sorted(heads.union(_before_linked(reading))):
        if at in reading.headlines:
            continue
        for span in _spans(reading, lookup, at, at in heads):
            checkpoint()
            candidate = _known(reading, lookup, span)
            if candidate is not None:
                for inner in range(span.first, span.last):
                    reading.found.pop(reading.words[inner].start, None)
                reading.add(span, (candidate,), Decision.MATCH)
                reading.support.introduce(candidate, reading.surface(span))
                break


def _before_linked(reading: Reading) -> Iterator[int]:
    """Yield the positions of the words before what is linked: they may tell a side of it."""
    return (at - 1 for at in map(reading.place_of, reading.found) if at)


def _spans(reading: Reading, lookup: Lookup, at: int, is_head: bool) -> Iterator[Span]:
    """Yield the spans that may be a phrase which begins at a word, the longest first."""
    side = _side(reading, at) if is_side(reading.words[at].text) else None
    if side is not None:
        yield side
    elif is_head and at not in reading.taken:
        yield from _phrases(reading, lookup, at)


def _known(reading: Reading, lookup: Lookup, span: Span) -> Candidate | None:
    if (span.first, span.last) in reading.barred:
        return None
    if is_variant(reading.words, span.last, reading.taken):
        return None
    return known_as(reading.name(span), reading, lookup)


def known_as(name: tuple[str, ...], reading: Reading, lookup: Lookup) -> Candidate | None:
    """Return the place or body that a name of several words is met as whole, None for none."""
    found = lookup.name(name, reading.languages)
    if found is not None and _is_whole(found):
        return found
    return lookup.translated(name, reading.languages)


def _is_whole(found: Candidate) -> bool:
    if found.kind is Kind.PERSON or found.score < _MIN_SCORE:
        return False
    values = {feature.name: feature.value for feature in found.evidence.features}
    return is_sure(found) and not values.get("alias_left") and spelt_alike(found.evidence)


def _side(reading: Reading, at: int) -> Span | None:
    """Return the span of a side and the lone place after it; None where none is after it."""
    words = reading.words
    if at in reading.taken and words[at].start not in reading.found:
        return None
    if words[at + 1].gap not in PLAIN_GAPS:
        return None
    inner = reading.found.get(words[at + 1].start)
    if inner is None or inner.kind is not Kind.PLACE or inner.end != words[at + 1].end:
        return None
    return span_of(words, at, at + 2)


def _phrases(reading: Reading, lookup: Lookup, at: int) -> Iterator[Span]:
    """Yield the spans of a head and the small words after it, the longest first."""
    words, head = reading.words, reading.words[at]
    ends: list[int] = []
    small = function_words(reading.languages)
    position, sized = at + 1, 0
    while position < len(words) and sized < MAX_TAIL:
        word = words[position]
        if position in reading.taken:
            ends.extend(_end_of_place(reading, position) if sized else ())
            break
        if is_number_after(word):
            ends = [position + 1] if sized else []  # without its number it is another name
            break
        if word.capital or word.gap not in PLAIN_GAPS:
            known = (position, position + 1) in reading.barred and word.gap in PLAIN_GAPS
            ends.extend([position + 1] if known and sized else ())  # "stranou Rakouska"
            break
        if word.text not in small:
            if not lookup.is_familiar(word.text, reading.languages):
                break
            ends.append(position + 1)
        sized += 1
        position += 1
    for last in sorted(ends, reverse=True):
        numbered = words[last - 1].text.isdigit()
        if numbered or not head.opens or head.gap[-1:] in _OPENING:
            yield span_of(words, at, last)


def _end_of_place(reading: Reading, at: int) -> Iterator[int]:
    """Yield where the place that begins at a word ends: "Spolková republika" goes on in it."""
    word = reading.words[at]
    found = reading.found.get(word.start)
    if found is None or found.kind is not Kind.PLACE or word.gap not in PLAIN_GAPS:
        return
    last = at
    while last < len(reading.words) and reading.words[last].end <= found.end:
        last += 1
    yield last
