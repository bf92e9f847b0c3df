"""A name and what stands in brackets after it → one entity, where only one of them is known.

1. A body's acronym behind its name: "Světového fondu pro přírodu (WWF)". The name begins at the
   nearest capital before the brackets from which on a word tells a body (`data/names/`).
2. A name in another spelling: "Райънейр (Ryanair)", word by word.
3. An acronym that nobody is known by, behind the name of a body in several words: "Svobodnou
   stranou Rakouska (FPÖ)". From then on it is that body's in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.align import likeness_of_words
from normalizer.annotate.language import is_common_word
from normalizer.annotate.reading import Reading
from normalizer.annotate.respelt import respelt_as
from normalizer.annotate.words import PLAIN_GAPS, Span, span_of
from normalizer.index.protocol import CandidateIndex
from normalizer.names.acronym import is_acronym_shape
from normalizer.names.roles import Role, roles
from normalizer.text import normalise
from normalizer.types import Annotation, Candidate, Decision, Kind, Stage

_MAX_WORDS = 8
_ALIKE = 0.75
_MIN_SHARED = 4
_SURE = 1.0
_PLAINLY = frozenset({Stage.EXACT, Stage.FOLDED, Stage.INFLECTED})


def link_in_brackets(reading: Reading, index: CandidateIndex) -> None:
    """Link what stands before or in brackets, beside a linked name."""
    if "(" not in reading.document.text:
        return
    introduced: dict[str, Candidate] = {}
    for at in _in_brackets(reading):
        first = reading.found.get(reading.words[at].start)
        if first is not None and first.match is not None:
            if first.match.kind is not Kind.PERSON and _closes(reading, first.end):
                _link_before(reading, index, at, first, first.match)
        elif at not in reading.taken and (known := _body_before(reading, at)) is not None:
            word = reading.words[at]
            if _is_new_acronym(reading, at, index):
                introduced[word.text] = known
    for at, word in enumerate(reading.words) if introduced else ():
        if word.all_caps and at not in reading.taken and word.text in introduced:
            known = introduced[word.text]
            candidate = respelt_as(known, word.text, normalise(known.evidence.compared[0]), _SURE)
            reading.add(span_of(reading.words, at, at + 1), (candidate,), Decision.MATCH)


def _in_brackets(reading: Reading) -> list[int]:
    """Return the positions of the words that open brackets, but for the first of the text."""
    found: dict[int, None] = {}
    at = reading.document.text.find("(")
    while at >= 0:
        place = reading.place_of(at)
        if 0 < place < len(reading.words) and reading.words[place].gap[-1:] == "(":
            found[place] = None
        at = reading.document.text.find("(", at + 1)
    return list(found)


def _closes(reading: Reading, end: int) -> bool:
    return reading.document.text[end : end + 1] == ")"


def _link_before(
    reading: Reading, index: CandidateIndex, at: int, inside: Annotation, known: Candidate
) -> None:
    """Link the name before the brackets at a word to what is linked inside them."""
    span = None
    if known.kind is Kind.ORGANISATION and is_acronym_shape(inside.surface):
        span = _name_of_body(reading, at)
    if span is not None and not _share_word(reading.name(span), known, index):
        return  # another body of these letters
    if span is None:
        span = _same_in_other_words(reading, at, inside)
    if span is not None:
        said = " ".join(reading.name(span))
        candidate = respelt_as(known, said, inside.surface, _SURE)
        reading.add(span, (candidate,), Decision.MATCH)


def _words_before(reading: Reading, at: int) -> Iterator[int]:
    """Yield the positions of the words of one phrase before a word, the nearest first."""
    words = reading.words
    for place in range(at - 1, max(-1, at - 1 - _MAX_WORDS), -1):
        if place in reading.taken:
            return
        yield place
        if words[place].opens or words[place].gap not in PLAIN_GAPS:
            return


def _name_of_body(reading: Reading, at: int) -> Span | None:
    """Return the span of several words before the brackets that name a body, None for none."""
    told = False
    for place in _words_before(reading, at):
        word = reading.words[place]
        told = told or roles((word.text,))[0] is Role.GENERIC
        if told and word.capital and not word.all_caps:
            if is_common_word(word.text, reading.languages):
                return None
            return span_of(reading.words, place, at) if at - place > 1 else None
    return None


def _share_word(said: Sequence[str], known: Candidate, index: CandidateIndex) -> bool:
    """Return whether a name has a word of one that an entity has, in any language."""
    own = {token for entry in index.entries_of(known.entity_id) for token in entry.tokens}
    own = {token for token in own if len(token) >= _MIN_SHARED}
    long = [word for word in said if len(word) >= _MIN_SHARED]
    return any(likeness_of_words(word, token)[0] >= _ALIKE for word in long for token in own)


def _same_in_other_words(reading: Reading, at: int, inside: Annotation) -> Span | None:
    """Return the span of the words before the brackets that are those inside, spelt otherwise."""
    stored = normalise(inside.surface).split()
    places = list(_words_before(reading, at))[: len(stored)]
    if len(places) < len(stored) or not all(reading.words[place].capital for place in places):
        return None
    said = [reading.words[place].text for place in reversed(places)]
    pairs = zip(said, stored, strict=True)
    alike = all(likeness_of_words(word, name)[0] >= _ALIKE for word, name in pairs)
    return span_of(reading.words, places[-1], at) if alike else None


def _body_before(reading: Reading, at: int) -> Candidate | None:
    """Return the body of several words whose linked name ends before the brackets at a word."""
    end = reading.words[at - 1].end
    for place in range(at - 2, max(-1, at - 1 - _MAX_WORDS), -1):
        found = reading.found.get(reading.words[place].start)
        if found is not None:
            match = found.match if found.end >= end else None
            return match if match is not None and _is_plainly_body(match) else None
    return None


def _is_plainly_body(known: Candidate) -> bool:
    return known.kind is Kind.ORGANISATION and known.evidence.stage in _PLAINLY


def _is_new_acronym(reading: Reading, at: int, index: CandidateIndex) -> bool:
    word = reading.words[at]
    if not _closes(reading, word.end) or index.knows(word.text):
        return False
    return is_acronym_shape(reading.document.text[word.start : word.end])
