"""Whether a span of a text may be an alias that its words spell, by capitals and language.

Named rules:

- *codes* are never looked for, nor are names without a letter ("27");
- *domains* ("rt.com") need no capitals, but stand close together;
- *capitals*: a name of several words needs one capital, and not that of an article which opens
  the sentence ("Le monde entier" is no newspaper); a word alone needs its own, and so does the
  first of several that are inflected ("vlády Spojeného království" is any of its governments);
- *small letters*: a name that the table writes in small letters ("dpa", "brexit") needs none, but
  has to be met as it is stored, or inflected when it is one long word; an adjective, a word of
  many names ("government") and a word of another script are none;
- *numbers*: a name in small letters that opens with a number ("24 hours") needs quotation marks;
- *acronyms*: `US` is not `us`; a case ending may follow the capitals (МАЗе), but among capitals
  nothing is inflected (USO is not USA); an acronym of four letters or more may be written as a
  word (Nato), whose capital must not come from the sentence when it is inflected; amid capitals
  a common word is itself; a few capitals alone are no case of a name in small letters (ECA of Eco);
- *common words*: a function word or a month alone is no name.

What else a word alone must fulfil stands in `lone.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizer.annotate.language import function_words, is_common_word, is_relational
from normalizer.annotate.lone import Lone, tells_little
from normalizer.annotate.words import Span, Word
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import languages_of, primary
from normalizer.scripts import script_of
from normalizer.types import AliasKind

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_MIN_TITLE_CASE_ACRONYM = 4
_MIN_TELLING = 5
_MIN_INFLECTED_SMALL = 6
_MAX_ACRONYM = 4
QUOTES = frozenset('"«“„')


class Fit:
    """The rules, for one document."""

    def __init__(
        self, words: Sequence[Word], index: CandidateIndex, languages: tuple[str, ...]
    ) -> None:
        self._words, self._languages = words, languages
        self._lone = Lone(index, languages)

    def __call__(self, span: Span, entry: Entry) -> bool:
        """Return whether a span may be the entry's alias."""
        shape = _shape(entry.alias.text)
        if entry.alias_kind is AliasKind.CODE or not shape.letters:
            return False
        words = self._words[span.first : span.last]
        if shape.domain:
            return all(word.gap == "." for word in words[1:])
        if len(words) == 1:
            return self._alone(span.first, entry, shape) and self._lone.may_be(words[0], entry)
        if not shape.capitals:
            titled = not words[0].text.isdigit() or words[0].gap[-1:] in QUOTES
            said = tuple(word.text for word in words)
            return titled and (entry.tokens == said or self._is_phrase(entry))
        if shape.capitals > 1 and self._is_article(words[0]):
            return any(word.capital for word in words[1:])
        if entry.tokens[-1].isdigit() and len(words[0].text) >= _MIN_INFLECTED_SMALL:
            return True  # "boeingi 737"
        if shape.opens and not words[0].capital and entry.tokens != tuple(w.text for w in words):
            return False
        return any(word.capital for word in words)

    def _is_phrase(self, entry: Entry) -> bool:
        """Return whether an alias in small letters tells so much that its cases are its own.

        It is of the document's language, and no word of it is short, an adjective made from a name
        or stands in the names of many: "studené válce", but not "německé vládě".
        """
        if not languages_of(entry.alias) & primary(self._languages):
            return False
        return all(_tells(token, self._languages) for token in entry.tokens)

    def _is_article(self, word: Word) -> bool:
        return word.opens and word.text in function_words(self._languages)

    def _alone(self, at: int, entry: Entry, shape: _Shape) -> bool:
        word = self._words[at]
        if not shape.cased:
            return True
        if not shape.capitals:
            return self._in_small_letters(word, entry)
        if not word.capital:
            own = entry.tokens[0]  # easyJet, easyJetu
            declined = len(own) >= _MIN_INFLECTED_SMALL and word.text.startswith(own)
            return not shape.opens and (word.text == own or declined)
        if shape.capitals == shape.letters > 1:
            return self._is_acronym(at, entry, shape.letters)
        if word.all_caps and len(word.text) <= _MAX_ACRONYM and not self._amid_capitals(at):
            return fold(word.text) == fold(entry.tokens[0])
        return not is_common_word(word.text, self._languages)

    def _in_small_letters(self, word: Word, entry: Entry) -> bool:
        if is_common_word(word.text, self._languages):
            return False
        if any(map(tells_little, (word.text, *base_forms(word.text, self._languages)))):
            return False
        if is_relational(word.text, ()) or script_of(word.text[0]) != script_of(entry.tokens[0][0]):
            return False
        return (word.text,) == entry.tokens or (
            len(word.text) >= _MIN_INFLECTED_SMALL and not is_relational(entry.tokens[0], ())
        )

    def _is_acronym(self, at: int, entry: Entry, letters: int) -> bool:
        word = self._words[at]
        if word.all_caps:
            amid = self._amid_capitals(at)
            if not amid and fold(word.text) != fold(entry.tokens[0]):
                return False
            return not (amid and is_common_word(word.text, self._languages))
        if word.capitals >= letters:
            return True
        if letters < _MIN_TITLE_CASE_ACRONYM:
            return False
        own = entry.tokens[0]
        return word.text == own or (not word.opens and fold(word.text) != fold(own))

    def _amid_capitals(self, at: int) -> bool:
        """Return whether the words beside one are all in capitals too, as in a headline."""
        beside = [*self._words[max(0, at - 2) : at], *self._words[at + 1 : at + 3]]
        return bool(beside) and all(other.all_caps for other in beside)


def _tells(token: str, languages: tuple[str, ...]) -> bool:
    if len(token) < _MIN_TELLING or is_relational(token, languages):
        return False
    return not any(map(tells_little, (token, *base_forms(token, languages))))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the letters of an alias tell: how many, how many capitals, whether it opens with one."""

    letters: int
    capitals: int
    opens: bool
    cased: bool
    domain: bool


@lru_cache(maxsize=16_384)
def _shape(alias: str) -> _Shape:
    letters = sum(map(str.isalpha, alias))
    capitals = sum(map(str.isupper, alias))
    cased = bool(capitals) or any(map(str.islower, alias))
    return _Shape(letters, capitals, not alias[:1].islower(), cased, bool(_DOMAIN.fullmatch(alias)))
