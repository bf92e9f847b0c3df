"""A document's text → its words, with what their spelling and their gaps tell.

Text that is no prose (addresses of the web and of mail, handles, letters without an end) yields
no words. Words that bad extraction has glued are cut where a capital follows a small letter,
provided that the whole is not a known word itself and one of its parts is. Where a script has no
spaces, the words of the table are cut out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from normalizer.checkpoint import checkpoint
from normalizer.text import cut_at_apostrophes, normal_token, raw_spans

# Bounded, and begun only where a word begins: one word may be ten million letters long.
_MASK = re.compile(
    r"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://|www\.)\S+"  # addresses with a scheme
    r"|(?<![\w.-])[\w.-]{1,253}\.[a-z]{2,63}/\S*"  # addresses without one
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,190}"  # mail
    r"|(?<!\w)@\w+",  # handles
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;]|\n\s*\n|[—–•]\s")
_MIN_PART = 3
_MAX_WORD = 200
MAX_NUMBER = 2
_TO_NUMBER = frozenset(" -\u2010\u2011\u2013\u2014\u00a0\"“”»'’")
_BETWEEN_CHECKS = 64
_SIGNS = ("@", "/", *map("".join, product("wW", "wW", "wW", ".")))
_SPACE = re.compile(r"[ \n]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MAX_UNSPACED = 12
_ENDS_IN_INITIAL = re.compile(r"[\s.][^\W\d_]\.$")
PLAIN_GAPS = frozenset({" ", "\N{NO-BREAK SPACE}", "\n"})
"""What parts two words of one phrase."""
HYPHENS = frozenset("-\u2010\u2011")
_OPENING, _CLOSING = frozenset('"«“„″'), frozenset('"»”“″')
_QUOTES = (("«", "»"), ("“", "”“"), ("„", "“”"), ('"', '"'))


class Word(NamedTuple):
    """A word of a document: its span, its normal form, its capitals, and the gap before it."""

    start: int
    end: int
    text: str
    capital: bool
    all_caps: bool
    capitals: int
    """How many capitals it opens with."""
    gap: str
    opens: bool
    """Whether the word opens a sentence, a line after a blank one, or a quotation."""
    stops: bool
    """Whether a full stop follows at once."""


class Span(NamedTuple):
    """Words `first` to `last` (half-open) and the original span of what they say."""

    first: int
    last: int
    start: int
    end: int


def span_of(words: Sequence[Word], first: int, last: int) -> Span:
    """Return the span of words `first` to `last` (half-open)."""
    return Span(first, last, words[first].start, words[last - 1].end)


def is_number_after(word: Word) -> bool:
    """Return whether a word is a number that may end the name before it: "Nord Stream — 2"."""
    return word.text.isdigit() and len(word.text) <= MAX_NUMBER and _TO_NUMBER.issuperset(word.gap)


def words_of(text: str, knows: Callable[[str], bool]) -> list[Word]:
    """Return the words of a document in order; `knows` tells the words of aliases."""
    words: list[Word] = []
    last = 0
    checkpoint()
    for start, end in _spans(text, knows):
        if not len(words) % _BETWEEN_CHECKS:
            checkpoint()
        normal, capital, all_caps, capitals = spelt(text[start:end])
        if not normal:
            continue
        gap = plain_gap(text[last:start])
        opens = not words or (gap != " " and opens_after(gap))
        stops = text.startswith(".", end)
        words.append(Word(start, end, normal, capital, all_caps, capitals, gap, opens, stops))
        last = end
    return words


def plain_gap(gap: str) -> str:
    """Return what stands between two words without the signs that nobody sees."""
    return gap if gap.isascii() else _INVISIBLE.sub("", gap)


@lru_cache(maxsize=16_384)
def spelt(raw: str) -> tuple[str, bool, bool, int]:
    """Return a raw word's normal form, whether it has a capital, has only such, and opens with."""
    capital = raw[0].isupper() or raw[0].istitle()
    capitals = len(raw) - len(raw.lstrip(_capitals(raw))) if capital else 0
    return normal_token(raw), capital, len(raw) > 1 and raw.isupper(), capitals


@lru_cache(maxsize=4_096)
def opens_after(gap: str) -> bool:
    """Return whether the word after a gap opens a sentence or a quotation."""
    return bool(_SENTENCE_END.search(gap)) or _opens_quote(gap)


def closed_end(text: str, span: Span) -> int:
    """Return the end of a span, past the quotation mark that closes one opened inside it."""
    inside, after = text[span.start : span.end], text[span.end : span.end + 1]
    for opening, closing in _QUOTES:
        closed = sum(map(inside.count, closing)) if opening not in closing else 0
        if after and after in closing and (inside.count(opening) - closed) % 2:
            return span.end + 1
    return span.end


def is_quoted(text: str, word: Word) -> bool:
    """Return whether a word of a text stands alone in quotation marks: its capital is its own."""
    after = text[word.end : word.end + 1]
    return word.gap[-1:] in _OPENING and after != "" and after in _CLOSING


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the quotation marks that stand about it, as it is where there are none."""
    opening, closing = text[max(0, start - 1) : start], text[end : end + 1]
    if opening and closing and opening in _OPENING and closing in _CLOSING:
        return start - 1, end + 1
    return start, end


def initial_end(text: str, span: Span) -> int:
    """Return the end of a person's name, past the full stop of an initial that it ends with."""
    several = span.last - span.first > 1
    stops = several and _ENDS_IN_INITIAL.search(text[span.start : span.end + 1])
    return span.end + 1 if stops else span.end


def opened_start(text: str, span: Span) -> int:
    """Return the start of a span, before the quotation mark that one inside it closes."""
    inside, before = text[span.start : span.end], text[max(0, span.start - 1) : span.start]
    for opening, closing in _QUOTES:
        closed = sum(map(inside.count, closing))
        lone = closed % 2 if opening in closing else closed > inside.count(opening)
        if before and before == opening and lone and not inside.endswith(tuple(closing)):
            return span.start - 1
    return span.start


def _capitals(raw: str) -> str:
    return "".join(letter for letter in raw if letter.isupper())


def _opens_quote(gap: str) -> bool:
    return gap[-1:] in '"“„«‘' and gap != ""


def _spans(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    masked = masked_spans(text)
    at = 0
    for start, end in raw_spans(text):
        while at < len(masked) and masked[at][1] <= start:
            at += 1
        if not (at < len(masked) and masked[at][0] < end):
            yield from _inside(text[start:end], start, knows)


def parts_of(
    raw: str, knows: Callable[[str], bool]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the span of each word in letters between which only apostrophes and the like stand.

    With each comes the span of what apostrophes part: a mask of an address covers that as a whole.
    """
    for start, end in cut_at_apostrophes(raw):
        for span in _inside(raw[start:end], start, knows):
            yield span, (start, end)


def _inside(raw: str, start: int, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the words in one raw token; `start` is where that begins."""
    if len(raw) > _MAX_WORD:
        return
    if raw[1:].islower() and (raw.isascii() or not _UNSPACED.search(raw)):
        yield start, start + len(raw)  # most words by far
    else:
        yield from _unglued(raw, start, knows)


def masked_spans(text: str, has_web: bool = True) -> list[tuple[int, int]]:
    """Return the spans of addresses and handles, in order; `has_web` is False without "www.".

    They hold no space, so only what stands between spaces about a sign of theirs is looked at.
    """
    spans: list[tuple[int, int]] = []
    done = 0
    for sign in _signs(text, _SIGNS if has_web else _SIGNS[:2]):
        if sign >= done:
            start = max(text.rfind(" ", done, sign), text.rfind("\n", done, sign), done - 1) + 1
            space = _SPACE.search(text, sign)
            done = space.start() if space else len(text)
            spans += (found.span() for found in _MASK.finditer(text, start, done))
    return spans


def _signs(text: str, signs: Sequence[str]) -> list[int]:
    """Return where some signs stand, of which every address and handle has one, in order."""
    found: list[int] = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    return sorted(found)


def _unglued(raw: str, start: int, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    if not raw.isascii() and _UNSPACED.search(raw):
        yield from _unspaced(raw, start, knows)
        return
    cuts = _camel_cuts(raw)
    if cuts and not knows(normal_token(raw)):
        edges = [0, *cuts, len(raw)]
        parts = list(pairwise(edges))
        long = all(b - a >= _MIN_PART for a, b in parts)
        if long and any(knows(normal_token(raw[a:b])) for a, b in parts):
            yield from ((start + a, start + b) for a, b in parts)
            return
    yield start, start + len(raw)


def _unspaced(raw: str, start: int, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the words of the table in a run of a script without spaces, and what lies between.

    At each place the longest word of two letters and more is taken.
    """
    at = between = 0
    while at < len(raw):
        sizes = range(min(_MAX_UNSPACED, len(raw) - at), 1, -1)
        size = next((n for n in sizes if knows(normal_token(raw[at : at + n]))), 0)
        if size:
            if between < at:
                yield start + between, start + at
            yield start + at, start + at + size
            at = between = at + size
        else:
            at += 1
    if between < len(raw):
        yield start + between, start + len(raw)


@lru_cache(maxsize=16_384)
def _camel_cuts(raw: str) -> tuple[int, ...]:
    """Return where a capital between two small letters opens a new word inside `raw`."""
    if raw.isupper():
        return ()
    return tuple(
        at
        for at in range(1, len(raw) - 1)
        if raw[at].isupper() and raw[at - 1].islower() and raw[at + 1].islower()
    )
