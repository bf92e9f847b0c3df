"""Tokens → the sounds that their spelling may stand for → blocking keys at two levels.

1. Latin letters with marks are folded to symbols *before* marks are dropped, so that š and
   ž keep apart from s and z only as far as schemes keep them apart (`data/keys/latin_fold.tsv`).
2. One longest-match scan cuts the token into graphemes; a reading family (English, German,
   French and Portuguese, Slavic Latin, Italian and Romanian, Spanish and Hungarian) gives each
   its sound class (`data/keys/graphemes.tsv`). A family reads the whole token, so six readings
   at most and usually one or two.
3. Cyrillic letters map to the same classes directly; of other scripts the likeliest Latin
   spellings are read (`readings/`), or else the romanised token.
4. The fine key keeps three vowel classes, the deep key consonants alone, and joins what
   Belarusian and Ukrainian spelling parts from Russian (ts and t, dz and d, initial u and v).

A key gathers candidates and is never evidence. The table of a token's classes and its levels
follow our own measurements on names of East Slavic newsmakers in nine orthographies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from normalizer import tables
from normalizer.native.kernel import native
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings
from normalizer.romanise import detect_script, to_latin
from normalizer.scripts import script_of
from normalizer.text import APOSTROPHE

if TYPE_CHECKING:
    from normalizer.native._kernel import Graphemes

FAMILIES = ("english", "german", "french", "slavic", "italian", "spanish")
MIN_KEY_CONSONANTS = 3
_LATIN_BLOCKS = (range(0x370), range(0x1E00, 0x1F00))
"""Basic Latin to combining marks, and further Latin letters."""
_MOST_OF_LETTER = 4
_UNHEARD = "\N{DELETE}"
"""Stands for what no grapheme has, and no token."""
_NATIVE_FAMILIES, _NATIVE_READING, _NATIVE_LETTERS = 6, 7, 64
"""How many families, how long a reading and how long a token `sounds.h` has room for."""

VOICELESS = str.maketrans("bdgv", "ptkf")
"""Sounds that differ in voice → one of both. Languages lose voice where a word ends, as Turkish
does (Mehmed, Mehmet), and schemes part what others join."""

_SEMIVOWEL_U = re.compile("(?<=[aeo])u(?![aeiouy])")
_NASAL = re.compile("[ąę]")
_VOWELS = "aeiouyj"
_GLIDE = re.compile("[ijy]+(?=[aeou])")
_VOWEL_CLASSES = str.maketrans({"o": "a", "e": "i", "y": "i", "j": "i"})
_REPEAT = re.compile(r"(.)\1+")
_INITIAL_U = re.compile(f"^u(?=[^{_VOWELS}])")
_DROP_VOWELS = str.maketrans("", "", _VOWELS)
_FOLDED_APART = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        APOSTROPHE: "",
    }
)


@lru_cache(maxsize=32_768)
def sounds(token: str) -> tuple[str, ...]:
    """Return the distinct sound strings that a token in normal form may stand for.

    The first is the likeliest. A token without letters stands for itself; `""` gives `()`.

    >>> sounds("łukaszenka")[0], sounds("лукашэнка")[0]
    ('lukasenka', 'lukasenka')
    """
    if (graphemes := _native_for(token)) is not None:
        return graphemes.sounds(token)
    if (latin := spellings_read(token)) and (graphemes := native_graphemes()) is not None:
        return graphemes.heard(latin) or (token,)
    return sounds_in_python(token)


def sounds_in_python(token: str) -> tuple[str, ...]:
    """Return what `sounds` does; the kernel's oracle."""
    if not token:
        return ()
    if token.isdigit():
        return (token,)
    return _unique(_heard(token)) or (token,)


def fine_key(sound: str) -> str:
    """Return the fine key of a sound string: its consonants and three vowel classes."""
    if native is not None and sound.isascii():
        return str(native.fine_key(sound))
    return fine_key_in_python(sound)


def fine_key_in_python(sound: str) -> str:
    """Return what `fine_key` does; the kernel's oracle."""
    return _REPEAT.sub(r"\1", _GLIDE.sub("", sound).translate(_VOWEL_CLASSES))


def deep_key(sound: str) -> str:
    """Return the deep key of a sound string: its consonants, with ts/t, dz/d and u/v joined."""
    if native is not None and sound.isascii():
        return str(native.deep_key(sound))
    return deep_key_in_python(sound)


def deep_key_in_python(sound: str) -> str:
    """Return what `deep_key` does; the kernel's oracle."""
    joined = _INITIAL_U.sub("v", sound).replace("ds", "d").replace("c", "t")
    return _REPEAT.sub(r"\1", joined.translate(_DROP_VOWELS))


def fine_keys(token: str) -> frozenset[str]:
    """Return the fine keys of a token, one for each reading; none too short to tell much."""
    return keys_of(token)[0]


def deep_keys(token: str) -> frozenset[str]:
    """Return the deep keys of a token, each of at least `MIN_KEY_CONSONANTS` consonants."""
    return keys_of(token)[1]


@lru_cache(maxsize=32_768)
def keys_of(token: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fine keys and the deep keys of a token."""
    if (graphemes := _native_for(token)) is not None:
        return graphemes.keys(token)
    return keys_in_python(token)


def keys_in_python(token: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what `keys_of` does; the kernel's oracle."""
    heard = sounds(token)
    fine = frozenset(fine_key(sound) for sound in heard if _telling(sound))
    deep = (deep_key(sound) for sound in heard)
    return fine, frozenset(key for key in deep if len(key) >= MIN_KEY_CONSONANTS)


def fold(token: str) -> str:
    """Return a token in plain ASCII where it can be: romanised, without marks and apostrophes.

    >>> fold("лукашенко"), fold("łukaszenka")
    ('lukashenko', 'lukaszenka')
    """
    return token if token.isascii() else _fold(token)


@lru_cache(maxsize=32_768)
def _fold(token: str) -> str:
    return _plain(token if _script(token) in ("Latn", "") else to_latin(token).casefold())


class _PlainLetters(dict[int, str]):
    """What is left of each letter once it stands in plain letters, told when it is met first."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code).translate(_FOLDED_APART))
        kept = (c for c in apart if not unicodedata.combining(c) and c not in _DROPPED)
        found = self[code] = "".join(kept)
        return found


def _plain(latin: str) -> str:
    return latin.translate(_PLAIN_LETTERS)


_PLAIN_LETTERS = _PlainLetters()
_DROPPED = frozenset(
    " '\"`\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{MODIFIER LETTER PRIME}\N{MODIFIER LETTER DOUBLE PRIME}" + APOSTROPHE
)


_script = lru_cache(4_096)(detect_script)
"""The script of a token, which is asked for its folded form and for its sounds."""


def _telling(sound: str) -> bool:
    return len(sound.translate(_DROP_VOWELS)) >= 2 or len(sound) >= 4


def _heard(token: str) -> Iterable[str]:
    script = _script(token)
    if script == "Cyrl":
        return _cyrillic_sounds(token)
    if has_readings(token):
        return chain.from_iterable(map(family_readings, spellings(token)))
    latin = token if script == "Latn" else to_latin(token).casefold().replace(" ", "")
    return _latin_sounds(latin)


def spellings_read(token: str) -> tuple[str, ...]:
    """Return the Latin spellings that all families read for a token; `()` where it has sounds."""
    if not has_readings(token) or token.isdigit() or _script(token) == "Cyrl":
        return ()
    return spellings(token)


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound for sound in found if sound))


def _cyrillic_sounds(token: str) -> Iterator[str]:
    plain = token.replace(APOSTROPHE, "")
    yield plain.translate(_cyrillic_and_digits())
    if "щ" in plain:  # Bulgarian reads the letter as sht
        yield plain.replace("щ", "шт").translate(_cyrillic())


def _latin_sounds(token: str) -> Iterator[str]:
    folded = _fold_letters(token)
    yield from family_readings(folded)
    semivowel = _SEMIVOWEL_U.sub("W", folded)  # Belarusian ў written u: Tsikhanouskaya
    if semivowel != folded:
        yield from family_readings(semivowel)
    if _NASAL.search(token):  # Polish nasals as other languages write them: Dombrovsky
        yield from family_readings(_fold_letters(token.replace("ą", "on").replace("ę", "en")))


def family_readings(folded: str) -> tuple[str, ...]:
    """Return the sound strings of Latin letters by reading family, marks folded to symbols."""
    graphemes = native_graphemes()
    return family_readings_in_python(folded) if graphemes is None else graphemes.readings(folded)


def family_readings_in_python(folded: str) -> tuple[str, ...]:
    """Return what `family_readings` does; the kernel's oracle."""
    pattern, readings = _graphemes()
    by_grapheme = [readings[grapheme] for grapheme in pattern.findall(folded)]
    return tuple(map("".join, zip(*by_grapheme, strict=True))) or ("",) * len(FAMILIES)


class _HeardLetters(dict[int, str]):
    """What each Latin letter is heard by, its marks folded to symbols or dropped."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        apart = unicodedata.normalize("NFD", _latin_fold().get(letter, letter))
        found = self[code] = "".join(c for c in apart if not unicodedata.combining(c))
        return found


_HEARD_LETTERS = _HeardLetters()


def _fold_letters(token: str) -> str:
    return token if token.isascii() else token.translate(_HEARD_LETTERS)


@cache
def _latin_fold() -> dict[str, str]:
    rows = tables.rows("keys/latin_fold.tsv", ("letter", "folded"))
    return dict(rows)


@cache
def _cyrillic() -> _Heard:
    rows = tables.rows("keys/cyrillic.tsv", ("letter", "sound"))
    return _Heard({ord(letter): sound for letter, sound in rows})


@cache
def _cyrillic_and_digits() -> _HeardWithDigits:
    return _HeardWithDigits(_cyrillic())


class _Heard(dict[int, str]):
    """What is heard of each letter: nothing of one that is not listed."""

    def __missing__(self, code: int) -> str:
        return ""


class _HeardWithDigits(_Heard):
    """The same, but digits stand for themselves."""

    def __missing__(self, code: int) -> str:
        return chr(code) if chr(code).isdigit() else ""


def _native_for(token: str) -> Graphemes | None:
    """Return the graphemes of the kernel for a token that it hears by itself, else None."""
    return native_graphemes() if token.isascii() and len(token) <= _NATIVE_LETTERS else None


@cache
def latin_letters() -> dict[str, tuple[str, str, bool]]:
    """Return what is heard of a Latin letter, what it is folded to, and True; for signs False.

    A token of such letters and signs alone is heard, and folded, one by one. Only those are here
    of which plain ASCII is left, four letters at most.
    """
    found: dict[str, tuple[str, str, bool]] = {}
    for letter in map(chr, chain.from_iterable(_LATIN_BLOCKS)):
        plain, script = _plain(letter), script_of(letter)
        heard = "".join(c if c.isascii() else _UNHEARD for c in _fold_letters(letter))
        is_told = plain.isascii() and max(len(heard), len(plain)) <= _MOST_OF_LETTER
        if is_told and script in ("Latn", ""):
            found[letter] = heard, plain, bool(script)
    return found


@cache
def native_graphemes() -> Graphemes | None:
    """Return the graphemes as the native kernel has them, None where it cannot have them."""
    _, readings = _graphemes()
    if native is None or len(FAMILIES) != _NATIVE_FAMILIES:
        return None
    sizes = [max(map(len, heard)) for heard in readings.values()]
    if max(sizes) > _NATIVE_READING or not all(
        map(str.isascii, chain(readings, *readings.values()))
    ):
        return None
    graphemes: Graphemes = native.Graphemes(readings)
    return graphemes


@cache
def _graphemes() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    rows = tables.rows("keys/graphemes.tsv", ("grapheme", *FAMILIES))
    readings = {grapheme: tuple(sounds) for grapheme, *sounds in rows}
    readings |= {digit: (digit,) * len(FAMILIES) for digit in "0123456789"}
    longest_first = sorted(readings, key=lambda grapheme: (-len(grapheme), grapheme))
    return re.compile("|".join(map(re.escape, longest_first))), readings
