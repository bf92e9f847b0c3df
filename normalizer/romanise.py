"""Text in any script → Latin letters, under a named scheme.

Order of the steps, for each word that has letters of another script:
1. NFC; stress marks on Cyrillic letters are dropped;
2. letters that the scheme does not know are respelt with a neighbour that it knows
   (`data/romanise/standins.tsv`, then the letter without its marks);
3. at each place the scheme's first rule that fits, else its mapping, else `unidecode`;
4. each output takes the case of what it was made from.

Words in Latin letters, digits, spaces and punctuation come through untouched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizer import tables
from normalizer.errors import TableError
from normalizer.scheme_choice import LAST_RESORT, check_choice, default_scheme, scheme_of
from normalizer.schemes import NO_LETTER, SchemeInfo, SchemeTable, load_scheme, scheme_ids, standins
from normalizer.scripts import main_script, script_of

__all__ = [
    "LAST_RESORT",
    "Romanisation",
    "SchemeInfo",
    "check_schemes",
    "default_scheme",
    "detect_script",
    "romanisation",
    "romanise",
    "scheme_for",
    "schemes",
    "to_latin",
]

_LAST_RESORT_INFO = SchemeInfo(
    id=LAST_RESORT,
    lang="",
    script="",
    name="Unidecode",
    description="ASCII for the letters of any script, one by one; where no scheme reads them",
    source="Unidecode package",
    url="https://pypi.org/project/Unidecode/",
)

_LATIN = "Latn"
_LATIN_BLOCKS_END = "\N{GREEK CAPITAL LETTER HETA}"
_APOSTROPHE = "\N{MODIFIER LETTER APOSTROPHE}"
_APOSTROPHES = "'`\u2018\u2019\u02bc"
_ANY_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_LETTERS = (
    r"(?:[^\W\d_]|[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f87\u102b-\u103e\u17b4-\u17d3])+"
)
_WORD = re.compile(f"{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*")
_NEVER = re.compile("(?!)")
_STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]")
_BLOCKS_READ_AT_ONCE = {"Hani": range(0x4E, 0xA0), "Hang": range(0xAC, 0xD8)}
"""The blocks of 256 letters of scripts that have dozens: many names would wait for a table each."""
_CACHED_WORDS, _CACHED_LETTERS = 1 << 15, 1 << 13
_CACHED_LENGTH = 64  # names come again and again, whole documents do not


@dataclass(frozen=True, slots=True)
class Romanisation:
    """A romanised text, and the scheme that made it."""

    text: str
    scheme: str


def detect_script(text: str) -> str:
    """Return the ISO 15924 code of the script of most letters; `""` for a text without letters.

    >>> detect_script("Лукашэнка"), detect_script("123")
    ('Cyrl', '')
    """
    if text.isascii():
        return _LATIN if any(map(str.isalpha, text)) else ""
    return main_script(text)


def romanise(text: str, scheme: str) -> str:
    """Return a text in Latin letters under a scheme; Latin words and ASCII stay as they are.

    Letters that neither the scheme nor a stand-in covers go through `unidecode`, one by one.
    The case of the original is kept, for multi-letter outputs too. Any string is accepted.
    Raises UnknownSchemeError.

    >>> romanise("Щукин, ЩУКИН", "ru_bgn1947")
    'Shchukin, SHCHUKIN'
    """
    word = _words_by(scheme)
    return text if text.isascii() else _WORD.sub(lambda found: word(found[0]), text)


def romanisation(text: str, scheme: str = "", lang: str = "") -> Romanisation:
    """Return a text romanised under a scheme, or, for scheme `""`, as `to_latin` does.

    Raises UnknownSchemeError.
    """
    if scheme:
        return Romanisation(romanise(text, scheme), scheme)
    return Romanisation(to_latin(text, lang), scheme_for(text, lang))


def to_latin(text: str, lang: str = "") -> str:
    """Return a text in Latin letters, each word under the default scheme of its script.

    `lang` (BCP 47) is a hint; without it the language is guessed from letters that only some
    alphabets have. Latin text is returned unchanged.

    >>> to_latin("Володимир Зеленський, Київ")
    'Volodymyr Zelenskyi, Kyiv'
    """
    if text.isascii():
        return text
    short = len(text) <= _CACHED_LENGTH
    return _cached_to_latin(text, lang) if short else _to_latin(text, lang)


def _to_latin(text: str, lang: str) -> str:
    if text.isalpha():
        return _word_to_latin(text, lang)
    chosen: dict[str, Callable[[str], str]] = {"": _last_resort_word}

    def in_latin(word: str) -> str:
        script = _foreign_script(word)
        if script not in chosen:
            chosen[script] = _words_by(scheme_of(script, text, lang))
        return chosen[script](word)

    return _WORD.sub(lambda found: in_latin(found[0]), text)


def _word_to_latin(word: str, lang: str) -> str:
    """Return a word alone in Latin letters; whoever asks remembers it, so nobody else need."""
    script = _foreign_script(word)
    scheme = scheme_of(script, word, lang) if script else LAST_RESORT
    return _last_resort_word(word) if scheme == LAST_RESORT else _romaniser(scheme).read(word)


_cached_to_latin = lru_cache(_CACHED_WORDS)(_to_latin)


def scheme_for(text: str, lang: str = "") -> str:
    """Return the default scheme for the letters of a text that are not Latin.

    `unidecode` for a text without such letters. `lang` as in `to_latin`.

    >>> scheme_for("Ціханоўская"), scheme_for("Αθήνα")
    ('be_news_en', 'el_elot743')
    """
    return scheme_of(_foreign_script(text), text, lang)


def schemes() -> tuple[SchemeInfo, ...]:
    """Return what every scheme is, sorted by ID; the last resort comes at the end."""
    return (*(load_scheme(scheme).info for scheme in scheme_ids()), _LAST_RESORT_INFO)


def check_schemes() -> Iterator[TableError]:
    """Yield an error for each scheme file that is malformed and each sample that comes out wrong.

    The tables that choose schemes and stand-ins are checked too. Nothing is yielded when all
    is well.
    """
    for scheme in scheme_ids():
        try:
            samples = load_scheme(scheme).samples
        except TableError as error:
            yield error
            continue
        for original, expected in samples:
            if (made := romanise(original, scheme)) != expected:
                reason = f"sample {original!r} gives {made!r}, not {expected!r}"
                yield tables.fault(f"schemes/{scheme}.json", 0, reason)
    for check in (check_choice, standins):
        try:
            check()
        except TableError as error:
            yield error


class _Romaniser:
    """One scheme, compiled: all its rules in one expression, and a cache of words."""

    def __init__(self, table: SchemeTable) -> None:
        self._mapping = table.mapping
        self._outs = [rule.out for rule in table.rules]
        # A rule that fits wins over those after it, and any rule over the mapping: the order
        # of the alternatives. Validation keeps groups out of rules, so group n is rule n.
        rules = [f"({rule.match})" for rule in table.rules]
        letters = "".join(table.mapping)
        self._letters = frozenset(filter(_is_foreign, letters))
        self._pattern = re.compile("|".join([*rules, f"[{letters}]", f"[^{letters}]+"]))
        self._rules = re.compile("|".join(rules)) if rules else _NEVER
        self._by_letter = str.maketrans(dict(table.mapping))
        self._capitals = str.maketrans(dict(table.capitals))
        self._stand_ins: dict[str, str] = {}
        self.word = lru_cache(_CACHED_WORDS)(self.read)

    def read(self, word: str) -> str:
        """Return a word in Latin letters, read anew."""
        if self._letters.issuperset(word):
            if not self._rules.search(word):  # letter by letter, and at once
                return word.translate(self._by_letter)
            return self._pattern.sub(self._small_piece, word)
        if not any(map(_is_foreign, word)):
            return word
        source = self._respell(_STRESS.sub("", unicodedata.normalize("NFC", word)))
        lower = _ANY_APOSTROPHE.sub(_APOSTROPHE, "".join(map(_lower, source)))
        return self._pattern.sub(lambda found: self._piece(found, source), lower)

    def _respell(self, word: str) -> str:
        """Return a word with the scheme's own letters in place of its neighbours'."""
        shouted = len(word) > 1 and word.isupper()
        letters = []
        for letter in word:
            low = _lower(letter)
            if low in self._mapping or not _is_foreign(letter):
                letters.append(letter)
                continue
            stand_in = self._stand_in(low)
            if letter != low:
                stand_in = stand_in.upper() if shouted else stand_in[:1].upper() + stand_in[1:]
            letters.append(stand_in if stand_in.lower() != low else letter)
        return "".join(letters)

    def _stand_in(self, letter: str) -> str:
        """Return the letters of the scheme that stand for one it lacks, else the letter."""
        if letter not in self._stand_ins:
            self._stand_ins[letter] = self._find_stand_in(letter)
        return self._stand_ins[letter]

    def _find_stand_in(self, letter: str) -> str:
        base = unicodedata.normalize("NFD", letter)[0]
        for known in (letter, base):
            for candidate in (*standins().get(known, ()), known):
                if candidate == NO_LETTER:
                    return ""
                if all(part in self._mapping for part in candidate):
                    return candidate
        return letter

    def _small_piece(self, found: re.Match[str]) -> str:
        """Return what stands for a piece of a word of small letters that the scheme knows."""
        return self._outs[found.lastindex - 1] if found.lastindex else self._mapping[found[0]]

    def _piece(self, found: re.Match[str], source: str) -> str:
        start, end = found.span()
        if found.lastindex:
            out = self._outs[found.lastindex - 1]
        elif found[0] in self._mapping:
            out = self._mapping[found[0]]
        else:
            return _last_resort_run(source[start:end])
        return self._cased(out, source, start, end)

    def _cased(self, out: str, source: str, start: int, end: int) -> str:
        """Return an output in the case of the letters that it stands for."""
        if start == end:  # a rule that adds an ending: the case of the letters before it
            before = source[max(start - 2, 0) : start]
            return self._upper(out) if len(before) > 1 and before.isupper() else out
        if not source[start].isupper():
            return out
        if _is_shouted(source, start, end):
            return self._upper(out)
        return self._upper(out[:1]) + out[1:]

    def _upper(self, text: str) -> str:
        return text.translate(self._capitals).upper()


def _is_shouted(source: str, start: int, end: int) -> bool:
    """Return whether a span and its neighbour, the next letter if there is one, are capitals."""
    window = source[start : end + 1]
    if end == len(source):
        window = source[max(start - 1, 0) : end]
    return len(window) > 1 and window.isupper()


def _words_by(scheme: str) -> Callable[[str], str]:
    """Return what romanises a word under a scheme; raise UnknownSchemeError."""
    return _last_resort_word if scheme == LAST_RESORT else _romaniser(scheme).word


@cache
def _romaniser(scheme: str) -> _Romaniser:
    return _Romaniser(load_scheme(scheme))


@lru_cache(_CACHED_WORDS)
def _last_resort_word(word: str) -> str:
    return _last_resort_run(word) if any(map(_is_foreign, word)) else word


def _last_resort_run(letters: str) -> str:
    """Return letters in ASCII but for the Latin ones; the same letters if nothing would be left."""
    return "".join(map(_last_resort_letter, letters)).strip() or letters


@lru_cache(_CACHED_LETTERS)
def _last_resort_letter(letter: str) -> str:
    script = script_of(letter)
    if letter in _APOSTROPHES or script == _LATIN:
        return letter
    made = _last_resort_of(script)(letter)
    # "SH" and "H" tell Semitic letters apart, not capitals.
    return made.lower() if made.isupper() and not letter.isupper() else made


@cache
def _last_resort_of(script: str) -> Callable[[str], str]:
    """Return what writes letters of a script in ASCII, its tables read."""
    # Imported here: its tables are large, and most runs never need them.
    from unidecode import unidecode_expect_nonascii

    for block in _BLOCKS_READ_AT_ONCE.get(script, ()):
        unidecode_expect_nonascii(chr(block << 8))
    return unidecode_expect_nonascii


def _lower(letter: str) -> str:
    """Return a letter's lower case where that is one letter, so that positions stay."""
    low = letter.lower()
    return low if len(low) == 1 else letter


@cache
def _is_foreign(character: str) -> bool:
    """Return whether a character is a letter that is not Latin."""
    if character < _LATIN_BLOCKS_END or not character.isalpha():
        return False
    return script_of(character) != _LATIN and unicodedata.category(character) != "Lm"


def _foreign_script(text: str) -> str:
    """Return the script of most letters of a text that are not Latin; `""` for none."""
    found = set(map(_script_if_foreign, text))
    found.discard("")
    if len(found) < 2:
        return found.pop() if found else ""
    return main_script("".join(filter(_is_foreign, text)))


@cache
def _script_if_foreign(character: str) -> str:
    return script_of(character) if _is_foreign(character) else ""
