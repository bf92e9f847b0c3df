"""Text → tokens in normal form, each with its span of the original.

Order of the steps, for each token:
1. tokens are cut from the raw text: letters, marks and digits, with invisible characters
   and inner apostrophes; an English possessive *s* is left outside, a Romance elision is cut off;
2. invisible characters, stress marks and vowel points are dropped, the rest is NFKC;
3. letters of another script that only look right are repaired (`data/text/homoglyphs.tsv`);
4. case is folded.

The normal form of a text is its tokens joined by one space, so punctuation, hyphens and
quotation marks never part two spellings; whoever needs the punctuation has the spans.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from normalizer import tables
from normalizer.errors import InvalidTextError
from normalizer.types import OffsetUnit

MAX_NAME_LENGTH = 1_000

APOSTROPHE = "\N{MODIFIER LETTER APOSTROPHE}"
APOSTROPHES = "'\u2019\u2018\u02bc\u02b9\u02bb`\u00b4\u2032\uff07"
INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f87\u102b-\u103e"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_LETTER = rf"(?:[^\W_{APOSTROPHES}]|[{MARKS}])"
_TOKEN = re.compile(
    rf"{_LETTER}+(?:(?:[{INVISIBLE}]+[{APOSTROPHES}]?[{INVISIBLE}]*|[{APOSTROPHES}]){_LETTER}+)*"
)
_PLAIN_TOKEN = re.compile("[a-z0-9]+")
_KEPT = re.compile(f"{_LETTER}|{APOSTROPHE}")
_INNER_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_DROPPED = re.compile(
    f"[{INVISIBLE}\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)
_STRESS = re.compile("[\u0300\u0301]")
_DOT_ABOVE = "\N{COMBINING DOT ABOVE}"
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_BAD_IN_NAME = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its normal form and its half-open span in code points of the original."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text in order; none for a text without letters and digits.

    >>> [token.text for token in tokenise("Russia\N{RIGHT SINGLE QUOTATION MARK}s National Guard")]
    ['russia', 'national', 'guard']
    """
    return [
        Token(normal, start, end)
        for start, end in raw_spans(text)
        if (normal := normal_token(text[start:end]))
    ]


def raw_spans(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the raw tokens of a text, in order."""
    spans: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        raw = found.group()
        if raw.isalnum() and APOSTROPHE not in raw:  # which is a letter to Unicode
            spans.append((start, end))
        else:
            spans.extend((start + a, start + b) for a, b in cut_at_apostrophes(raw))
    return spans


@lru_cache(maxsize=4_096)
def cut_at_apostrophes(raw: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of the raw tokens in letters between which no other sign stands.

    A possessive *s* is left outside, a Romance elision is cut off; the whole where neither is.
    """
    end = len(raw)
    marks = [found.start() for found in _INNER_APOSTROPHE.finditer(raw)]
    if marks and raw[marks[-1] + 1 :] in ("s", "S") and len(raw) > 2:
        end = marks.pop()
    if marks and raw[: marks[0]].casefold() in _elisions():
        return ((0, marks[0]), (marks[0] + 1, end))
    return ((0, end),)


@lru_cache(maxsize=16_384)
def normal_token(raw: str) -> str:
    """Return the normal form of one raw token; `""` when nothing of it remains."""
    if raw.isascii() and raw.isalnum():
        return raw.lower()
    text = _DROPPED.sub("", raw)
    text = unicodedata.normalize("NFKC", _INNER_APOSTROPHE.sub(APOSTROPHE, text))
    text = _repair_homoglyphs(_STRESS.sub("", text))
    folded = unicodedata.normalize("NFKC", text.casefold()).replace("i" + _DOT_ABOVE, "i")
    return folded if folded.isalnum() else "".join(_KEPT.findall(folded)).strip(APOSTROPHE)


def normalise(text: str) -> str:
    """Return the normal form of a text: its tokens joined by one space; `""` for no tokens.

    Idempotent. Raises InvalidTextError for a lone surrogate.

    >>> normalise("  LUKAŠENKA,\N{NO-BREAK SPACE}Alaksandr ")
    'lukašenka alaksandr'
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return " ".join(_PLAIN_TOKEN.findall(text.lower()))
    check_text(text, "text")
    found = [normal_token(text[start:end]) for start, end in raw_spans(text)]
    return " ".join(filter(None, found))


def tokens(normal: str) -> tuple[str, ...]:
    """Return the tokens of a normal form; `()` for `""`."""
    return tuple(normal.split())


def check_text(text: str, field: str) -> None:
    """Raise InvalidTextError naming `field` when the text holds a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidTextError(field, f"lone surrogate at position {error.start}") from None


def check_name(name: str, field: str = "name") -> None:
    """Raise InvalidTextError naming `field` when a name cannot be one.

    A name has a letter or digit, no control character, no lone surrogate, and at most
    `MAX_NAME_LENGTH` code points.
    """
    if not name.strip():
        raise InvalidTextError(field, "is empty")
    if len(name) > MAX_NAME_LENGTH:
        raise InvalidTextError(
            field, f"has {len(name):,} characters; the limit is {MAX_NAME_LENGTH:,}"
        )
    check_text(name, field)
    if found := _BAD_IN_NAME.search(name):
        code = ord(found.group())
        raise InvalidTextError(field, f"control character U+{code:04X} at position {found.start()}")
    if not tokenise(name):
        raise InvalidTextError(field, "has no letter or digit")


def convert_offsets(text: str, positions: Sequence[int], unit: OffsetUnit) -> list[int]:
    """Return code point positions of `text`, each in [0, len(text)], counted in `unit`."""
    if unit is OffsetUnit.CODEPOINT or text.isascii():
        return list(positions)
    width = _utf8_width if unit is OffsetUnit.UTF8 else _utf16_width
    before = [0, *accumulate(map(width, text))]
    return [before[position] for position in positions]


def _utf8_width(character: str) -> int:
    code = ord(character)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4


def _utf16_width(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _repair_homoglyphs(token: str) -> str:
    """Return a token of mixed Latin and Cyrillic in the script of its unmistakable letters.

    A token that has unmistakable letters of both scripts is left as it is.
    """
    if not (_LATIN_LETTER.search(token) and _CYRILLIC_LETTER.search(token)):
        return token
    to_cyrillic, to_latin = _homoglyphs()
    plainly_latin = any(_LATIN_LETTER.match(c) and ord(c) not in to_cyrillic for c in token)
    plainly_cyrillic = any(_CYRILLIC_LETTER.match(c) and ord(c) not in to_latin for c in token)
    if plainly_latin and plainly_cyrillic:
        return token
    if not plainly_latin and not plainly_cyrillic:
        latin = sum(1 for c in token if _LATIN_LETTER.match(c))
        plainly_latin = latin * 2 > len(token)
    return token.translate(to_latin if plainly_latin else to_cyrillic)


@cache
def _homoglyphs() -> tuple[dict[int, str], dict[int, str]]:
    pairs = tables.rows("text/homoglyphs.tsv", ("latin", "cyrillic"))
    return (
        {ord(latin): cyrillic for latin, cyrillic in pairs},
        {ord(cyrillic): latin for latin, cyrillic in pairs},
    )


def is_elision(token: str) -> bool:
    """Return whether a token in normal form may be an elided article or preposition: d, dell."""
    return token in _elisions()


@cache
def _elisions() -> frozenset[str]:
    return frozenset(word for word, _ in tables.rows("text/elisions.tsv", ("elision", "lang")))
