"""What the name of a place or body takes in that stands at its edges.

- *article*: an English one that another language took over with the name ("The Huffington Post");
- *legal form*: "Ryanair Holdings Plc", but not after a number: "Nord Stream 2 AG" is the company
  of the pipeline;
- *case*: the ending that a hyphen joins to an acronym ("LOT-u");
- *model*: the rest of its number ("Boeing 737-800").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.language import function_words
from normalizer.annotate.words import HYPHENS, PLAIN_GAPS, Word, span_of
from normalizer.languages import primary
from normalizer.names.roles import Role, roles
from normalizer.types import Kind

_BEFORE_FORM = re.compile(r"[\"”“»]?,?[^\S\n]")
_MAX_ENDING = 3
_ARTICLE = "the"


class Endings:
    """The rules, for the words of one document; `languages` are the document's (BCP 47)."""

    def __init__(self, words: Sequence[Word], languages: tuple[str, ...]) -> None:
        self._words = words
        self._small = function_words(languages)
        self._borrows = bool(languages) and "en" not in primary(languages)

    def taken_in(self, mention: AliasMention, covered: Collection[int]) -> AliasMention:
        """Return a mention of no person with what belongs to its name at its edges.

        `covered` are the positions of words in mentions.
        """
        if all(entry.kind is Kind.ORGANISATION for entry in mention.entries):
            mention = self._with_legal_form(self._with_article(mention, covered))
        return self._with_ending(mention)

    def _with_article(self, mention: AliasMention, covered: Collection[int]) -> AliasMention:
        at = mention.span.first - 1
        if at < 0 or at in covered or not self._borrows:
            return mention
        word = self._words[at]
        if word.text != _ARTICLE or not word.capital or self._words[at + 1].gap not in PLAIN_GAPS:
            return mention
        return mention._replace(span=span_of(self._words, at, mention.span.last))

    def _with_legal_form(self, mention: AliasMention) -> AliasMention:
        last = mention.span.last
        if last == len(self._words) or mention.span.end != self._words[last - 1].end:
            return mention
        word = self._words[last]
        if not word.capital or self._words[last - 1].text.isdigit():
            return mention
        is_form = roles(("x", word.text))[1] is Role.LEGAL_FORM
        if not (is_form and _BEFORE_FORM.fullmatch(word.gap)):
            return mention
        return mention._replace(span=span_of(self._words, mention.span.first, last + 1))

    def _with_ending(self, mention: AliasMention) -> AliasMention:
        last = mention.span.last
        if last == len(self._words) or self._words[last].gap not in HYPHENS:
            return mention
        said, ending = self._words[last - 1], self._words[last]
        is_case = said.all_caps and ending.text.isalpha() and len(ending.text) <= _MAX_ENDING
        is_case = is_case and not ending.capital and ending.text not in self._small
        is_model = said.text.isdigit() and ending.text[:1].isdigit() and len(mention.name) > 1
        if not (is_case or is_model):
            return mention
        return mention._replace(span=span_of(self._words, mention.span.first, last + 1))
