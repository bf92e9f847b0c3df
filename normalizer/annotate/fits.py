"""Whether a span of a text may be an alias that its words spell, by capitals and language.

Named rules:

- *codes* are never looked for;
- *domains* ("rt.com") need no capitals, but stand close together;
- *capitals*: a name of several words needs one capital, and not that of an article which opens
  the sentence ("Le monde entier" is no newspaper); a word alone needs its own;
- *acronyms*: `US` is not `us`; a case ending may follow the capitals (МАЗе), and an acronym of
  four letters or more may be written as a word (Nato); amid capitals a common word is itself;
- *common words*: a function word or a month alone is no name;
- *languages*: a place or a body that is known in the document's language is not met through a
  folded or inflected alias of another language (Ukrainian "він" is not Icelandic "Vín").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.annotate.language import function_words, is_common_word
from normalizer.annotate.words import Span, Word
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.languages import is_foreign_to, languages_of, primary
from normalizer.types import AliasKind, Kind

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_MIN_TITLE_CASE_ACRONYM = 4


class Fit:
    """The rules, for one document."""

    def __init__(
        self, words: Sequence[Word], index: CandidateIndex, languages: tuple[str, ...]
    ) -> None:
        self._words, self._index, self._languages = words, index, languages
        self._spoken = primary(languages)
        self._known: dict[str, bool] = {}

    def __call__(self, span: Span, entry: Entry) -> bool:
        """Return whether a span may be the entry's alias."""
        if entry.alias.kind is AliasKind.CODE:
            return False
        words = self._words[span.first : span.last]
        if _DOMAIN.fullmatch(entry.alias.text):
            return all(word.gap == "." for word in words[1:])
        if len(words) == 1:
            return self._alone(span.first, entry) and self._is_spoken(words[0], entry)
        cased = sum(map(str.isupper, entry.alias.text))
        if cased > 1 and self._is_article(words[0]):
            return any(word.capital for word in words[1:])
        return not cased or any(word.capital for word in words)

    def _is_article(self, word: Word) -> bool:
        return word.opens and word.text in function_words(self._languages)

    def _alone(self, at: int, entry: Entry) -> bool:
        word, alias = self._words[at], entry.alias.text
        if not any(c.isupper() for c in alias):
            return not any(c.islower() for c in alias)  # a script without case
        if not word.capital:
            return False
        if alias.isupper() and len(alias) > 1:
            return self._is_acronym(at, alias)
        return not is_common_word(word.text, self._languages)

    def _is_acronym(self, at: int, alias: str) -> bool:
        word = self._words[at]
        letters = sum(map(str.isalpha, alias))
        if word.all_caps:
            return not (self._amid_capitals(at) and is_common_word(word.text, self._languages))
        return word.capitals >= letters or letters >= _MIN_TITLE_CASE_ACRONYM

    def _amid_capitals(self, at: int) -> bool:
        """Return whether the words beside one are all in capitals too, as in a headline."""
        beside = [*self._words[max(0, at - 2) : at], *self._words[at + 1 : at + 3]]
        return bool(beside) and all(other.all_caps for other in beside)

    def _is_spoken(self, word: Word, entry: Entry) -> bool:
        exact = entry.tokens == (word.text,)
        if exact or not self._spoken or entry.entity.kind is Kind.PERSON:
            return True
        return not is_foreign_to(entry.alias, self._spoken) or not self._is_known(entry)

    def _is_known(self, entry: Entry) -> bool:
        """Return whether an entity has an alias in a language of the document."""
        known = self._known.get(entry.entity.id)
        if known is None:
            entries = self._index.entries_of(entry.entity.id)
            known = any(languages_of(other.alias) & self._spoken for other in entries)
            self._known[entry.entity.id] = known
        return known
