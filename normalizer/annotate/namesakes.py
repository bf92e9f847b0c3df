"""Lone words that turn out to be the surnames of people named in full whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.align import likeness
from normalizer.annotate.reading import Reading
from normalizer.names.given import is_given_name
from normalizer.text import normalise
from normalizer.types import Annotation, Kind

_SAME = 0.98


def forget_namesakes(reading: Reading) -> None:
    """Unlink lone words that are surnames of unknown people, unless their bearer is named too.

    "Later Brest left" is no town after "Anna Brest", and "Миллер" nobody's but Алексей Миллер's.
    """
    surnames = frozenset(_unknown_surnames(reading))
    if not surnames:
        return
    for at, found in list(reading.found.items()):
        name = normalise(found.surface)
        if " " in name or _is_supported(found, reading):
            continue
        if any(likeness(name, surname)[0] >= _SAME for surname in surnames):
            reading.drop(at)


def _unknown_surnames(reading: Reading) -> Iterator[str]:
    """Yield the last words of full names that resolved to nobody."""
    for run in reading.runs():
        if run.last - run.first > 1 and is_given_name(reading.words[run.first].text):
            yield reading.words[run.last - 1].text


def _is_supported(found: Annotation, reading: Reading) -> bool:
    """Return whether a person is named in full elsewhere in the document."""
    person = found.kind is Kind.PERSON and found.candidates
    return bool(person) and found.candidates[0].entity_id in reading.support
