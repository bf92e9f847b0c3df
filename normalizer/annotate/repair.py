"""A text as it came → the text to read, with the way back to the offsets of the original.

1. Character references of HTML that extraction has left are what they stand for: "&quot;" is
   a quotation mark, "O&#39;Leary" a name with an apostrophe.
2. A word that a line's end has parted is whole, when the whole is a word of the table and the
   hyphen is only the line's: "Luka-⏎shenko".

A text that needs neither is read as it is. Only whole repairs are made: a span of the read text
maps to the span of the original that says it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from normalizer.inflect import base_forms
from normalizer.text import normal_token

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_PARTED = re.compile(r"([^\W\d_]{2,40})[-\u00ad\u2010][^\S\n]?\n[^\S\n]*([^\W\d_]{2,40})")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text to read; `places` and `shifts` lead from its offsets back to the original's.

    From the offset `places[i]` of the read text on, the original lies `shifts[i]` further.
    """

    text: str
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of the read text, not empty, says."""
        return self._at(start), self._at(end - 1) + self._width(end - 1)

    def _at(self, place: int) -> int:
        found = bisect_right(self.places, place) - 1
        return place + (self.shifts[found] if found >= 0 else 0)

    def _width(self, place: int) -> int:
        """Return how much of the original one character of the read text takes up."""
        return self._at(place + 1) - self._at(place)


def repaired(text: str, knows: Callable[[str], bool]) -> Repaired:
    """Return the text to read; `knows` tells the words of aliases. Idempotent for most texts."""
    if "&" not in text and not _may_be_parted(text):
        return Repaired(text)
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for start, end, said in _repairs(text, knows):
        pieces += (text[done:start], said)
        length += start - done + len(said)
        done = end
        places.append(length)
        shifts.append(end - length)
    if not places:
        return Repaired(text)
    pieces.append(text[done:])
    return Repaired("".join(pieces), tuple(places), tuple(shifts))


def _may_be_parted(text: str) -> bool:
    return "-\n" in text or "\u00ad\n" in text or "\u2010\n" in text or "- \n" in text


def _repairs(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what is read there) in order, none overlapping."""
    found = [*_references(text), *_parted(text, knows)]
    last = 0
    for start, end, said in sorted(found):
        if start >= last:
            yield start, end, said
            last = end


def _references(text: str) -> Iterator[tuple[int, int, str]]:
    for reference in _REFERENCE.finditer(text):
        said = html.unescape(reference.group())
        if len(said) == 1 and not "\ud800" <= said <= "\udfff":
            yield *reference.span(), said


def _parted(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """Yield the line ends inside words that the table knows whole and not in parts."""
    for parted in _PARTED.finditer(text):
        head, tail = parted.groups()
        whole = normal_token(head + tail)
        if tail[0].islower() and any(map(knows, (whole, *base_forms(whole)))):
            yield parted.end(1), parted.start(2), ""
