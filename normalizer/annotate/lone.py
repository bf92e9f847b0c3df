"""Whether a word that stands alone may be another form of an alias: inflected, folded, respelt.

A full name is told by several words; one word is easily another word. Named rules, each for words
that are not the alias itself:

- *numerals*: "II" alone is nobody;
- *short*: a word of three letters has no other form, unless in capitals;
- *sides*: a side of the world is the West in some languages only, and elsewhere where the sun sets;
- *women*: "Nováková" is no man of the name Novák;
- *generic*: "the Government", "Republiky" are words of many names;
- *marks*: a writer may drop a mark and adds none: "Německá" is not "Německa", in the language of
  the alias;
- *adjective*: "Turški" is not Turska, unless the name is such an adjective itself (Irska);
- *languages*: a place or a body that is known in the document's language is not met through a
  folded or inflected alias of another (Ukrainian "він" is not Icelandic "Vín"), nor in small
  letters, and no alias of another language is inflected and folded at once ("Cílem" is not "Cile");
- *letters*: the two letters of an acronym stand for words of its own script: "RG" is not РГ;
- *scripts*: a lone surname in another script than the alias, or without its last consonant, needs
  its bearer's full name in the text, which is not known here: such a mention is `doubtful`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.annotate.compass import is_side
from normalizer.annotate.language import is_common_word, is_relational, masculine_surnames
from normalizer.annotate.words import Word
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import is_foreign_to, languages_of, primary
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, is_plain, roles
from normalizer.scripts import script_of
from normalizer.types import Kind

_MIN_LETTERS = 4
_VOWELS = tuple("aeiouyáéíýąęаеёиоуыэюяійєјьъ")
_MAX_ACRONYM = 2
_NUMERAL = re.compile(r"x?(?:ii|iii|iv|vi|vii|viii|ix)|x[ivx]|xxi?")


class Lone:
    """The rules, for one document."""

    def __init__(self, index: CandidateIndex, languages: tuple[str, ...]) -> None:
        self._index, self._languages = index, languages
        self._spoken = primary(languages)
        self._known: dict[str, bool] = {}

    def may_be(self, word: Word, entry: Entry) -> bool:
        """Return whether a word may be the entry's alias, by its form alone."""
        own = entry.tokens[0]
        if _NUMERAL.fullmatch(word.text) and word.all_caps:
            return False
        small = entry.alias.text.islower()
        if small and self._is_foreign(entry) and self._is_known(entry):
            return False
        if word.text == own:
            return True
        if len(word.text) < _MIN_LETTERS and not word.all_caps:
            return False
        if word.all_caps and len(own) <= _MAX_ACRONYM and _are_of_two_scripts(word.text, own):
            return False
        if self._is_feminine(word.text, own):
            return False
        if is_side(word.text) and self._is_foreign(entry):
            return False
        if tells_little(word.text) or self._adds_marks(word, entry):
            return False
        if self._is_adjective(word.text) and not self._is_adjective(own):
            return entry.kind is Kind.PERSON
        return self._is_spoken(word, entry)

    def _is_adjective(self, token: str) -> bool:
        """Return whether a token is a relational adjective of the document's language, if known."""
        return bool(self._languages) and is_relational(token, self._languages)

    def _is_feminine(self, word: str, own: str) -> bool:
        """Return whether a word is only what a woman of the alias's family would be called."""
        if own not in masculine_surnames(word, self._languages):
            return False
        return own not in base_forms(word, self._languages)

    def _adds_marks(self, word: Word, entry: Entry) -> bool:
        """Return whether a word has more marks than an alias of its language that it folds to."""
        own = entry.tokens[0]
        if word.text.isascii() or not languages_of(entry.alias) & self._spoken:
            return False
        if own in base_forms(word.text, self._languages):
            return False  # "Finlandią" is a case of Finlandia
        return fold(word.text) == fold(own) and _marks(word.text) > _marks(own)

    def _is_spoken(self, word: Word, entry: Entry) -> bool:
        if not self._is_foreign(entry):
            return True
        if entry.kind is not Kind.PERSON and self._is_known(entry):
            return False
        own = entry.tokens[0]
        once = fold(word.text) == fold(own) or own in base_forms(word.text, self._languages)
        return once or _are_of_two_scripts(word.text, own)

    def _is_foreign(self, entry: Entry) -> bool:
        return bool(self._spoken) and is_foreign_to(entry.alias, self._spoken)

    def _is_known(self, entry: Entry) -> bool:
        """Return whether an entity has an alias in a language of the document."""
        known = self._known.get(entry.entity_id)
        if known is None:
            entries = self._index.entries_of(entry.entity_id)
            known = any(languages_of(other.alias) & self._spoken for other in entries)
            self._known[entry.entity_id] = known
        return known


def is_doubtful(word: str, entry: Entry) -> bool:
    """Return whether a lone word is a person's alias in a form that others may bear as well.

    In another script, or in a case that has lost a consonant of it: "Baltu" may be of Baltus.
    """
    if entry.kind is not Kind.PERSON or len(entry.tokens) != 1:
        return False
    own = entry.tokens[0]
    if _are_of_two_scripts(word, own):
        return True
    return not (own.endswith(_VOWELS) or fold(word).startswith(fold(own)))


@lru_cache(maxsize=32_768)
def may_name_body(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word alone may name a place or body that is not known by it as written.

    It is no common word, given name, side of the world or adjective of the document's languages,
    and tells much.
    """
    if is_common_word(word, languages) or is_given_name(word) or is_side(word):
        return False
    return not (is_relational(word, languages) or tells_little(word))


@lru_cache(maxsize=16_384)
def tells_little(word: str) -> bool:
    """Return whether a word in normal form stands in the names of many: generic, a title."""
    return not is_plain(word.rstrip(".")) and roles((word,))[0] is not Role.NAME


def _are_of_two_scripts(word: str, own: str) -> bool:
    return script_of(word[0]) != script_of(own[0])


def _marks(token: str) -> int:
    """Return how many letters of a Latin token are not plain; 0 in other scripts."""
    return sum(1 for c in token if not c.isascii()) if script_of(token[0]) == "Latn" else 0
