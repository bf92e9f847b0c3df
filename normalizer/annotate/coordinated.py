"""Sides that share the place after them: "Środkowej i Wschodniej Europy" names Central Europe too.

A word that tells a side (`phrases.py`), a short function word, and another side with its place:
the first side is looked up with the same place, and is linked where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.annotate.compass import is_side
from normalizer.annotate.language import function_words
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.phrases import known_as
from normalizer.annotate.reading import Reading
from normalizer.annotate.words import PLAIN_GAPS, span_of
from normalizer.types import Decision, Kind

_MAX_CONJUNCTION = 3


def link_coordinated(reading: Reading, lookup: Lookup) -> None:
    """Link the first of two sides of one place, where the table knows it with that place."""
    for at, place in list(_shared(reading)):
        if at in reading.taken or at in reading.headlines:
            continue
        candidate = known_as((reading.words[at].text, place), reading, lookup)
        if candidate is not None and candidate.kind is Kind.PLACE:
            reading.add(span_of(reading.words, at, at + 1), (candidate,), Decision.MATCH)


def _shared(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield the position of each first side, with the word of the place that both share."""
    words, joining = reading.words, function_words(reading.languages)
    found = reading.found
    places = [at for at in map(reading.place_of, found) if at > 1]
    for at in sorted({first for end in places for first in (end - 3, end - 2)}):
        if not 0 <= at < len(words) - 3:
            continue
        joint, second, place = words[at + 1 : at + 4]
        if len(joint.text) > _MAX_CONJUNCTION or joint.text not in joining:
            continue
        if not (is_side(words[at].text) and is_side(second.text)):
            continue
        plain = all(word.gap in PLAIN_GAPS for word in (joint, second, place))
        if plain and any(_is_place(reading, word.start, place.end) for word in (second, place)):
            yield at, place.text


def _is_place(reading: Reading, start: int, end: int) -> bool:
    """Return whether a linked place begins and ends there."""
    found = reading.found.get(start)
    return found is not None and found.kind is Kind.PLACE and found.end == end
