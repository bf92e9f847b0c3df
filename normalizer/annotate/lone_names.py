"""Words that stand alone and are no alias as written → the entities that they mean, or nobody.

In this order, each only where the one before has found nothing:

1. *surname*: a person whom the document names in full, before or after; a surname that is a
   common word too ("May") only amid a sentence, beside no number and after no "since" or "in";
2. *acronym*: a body whose full name as written has this acronym, with its number ("СП-2");
3. *sound*: a place or a body whose name this is in another script, spelling or language
   ("Брекзит", "Единбург", "Nemci"). A person's surname is never met so: 17 in a hundred unknown
   surnames would be. The word must be long, have its capital from no sentence, and not be an
   adjective or a word of many names; in the alias's own script it must also look like it.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.annotate.full_names import is_numbered_after
from normalizer.annotate.language import (
    capitalises_nouns,
    is_common_word,
    womens_surname,
    words_before_dates,
)
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.reading import Reading
from normalizer.annotate.runs import without_opener
from normalizer.annotate.words import Span, Word, is_quoted, span_of
from normalizer.names.acronym import is_acronym_shape
from normalizer.types import Candidate, Decision

_MIN_HEARD = 5


def link_lone_names(reading: Reading, lookup: Lookup) -> None:
    """Link the lone words of a document that mean somebody; ambiguous where several may be."""
    for run in _common_words(reading):
        candidates = reading.support.namesakes(reading.words[run.first].text)
        if len(candidates) == 1:
            reading.add(run, candidates, Decision.MATCH)
    for found in reading.runs():
        size = found.last - found.first
        if size > 2:
            continue
        run = found if size == 1 else without_opener(reading.words, found)
        if run.last - run.first != 1 or (run.first, run.last) in reading.barred:
            continue
        if is_numbered_after(reading.words, run):
            numbered = span_of(reading.words, run.first, run.last + 1)
            candidates = reading.support.bodies("".join(reading.name(numbered)))
            if len(candidates) == 1 and reading.words[run.first].all_caps:
                reading.add(numbered, candidates, Decision.MATCH)
                continue
        candidates = _candidates(reading, run, lookup)
        if candidates:
            single = len(candidates) == 1
            reading.add(run, candidates, Decision.MATCH if single else Decision.AMBIGUOUS)


def _common_words(reading: Reading) -> Iterator[Span]:
    """Yield common words whose capital must be a name's: no date's, no sentence's."""
    words, dated = reading.words, words_before_dates()
    for at in reading.scan.capitals:
        word = words[at]
        if not is_common_word(word.text, reading.languages) or not 0 < at < len(words) - 1:
            continue
        if word.opens or word.all_caps or at in reading.taken or at in reading.headlines:
            continue
        before, after = words[at - 1], words[at + 1]
        beside_number = before.text[-1:].isdigit() or after.text[:1].isdigit()
        if before.text not in dated and not beside_number:
            yield span_of(words, at, at + 1)


def people_meant(reading: Reading, word: str) -> list[Candidate]:
    """Return the people whom the document names in full and a lone surname may mean."""
    return reading.support.namesakes(word, womens_surname(word, reading.languages))


def _candidates(reading: Reading, run: Span, lookup: Lookup) -> list[Candidate]:
    word = reading.words[run.first]
    found = people_meant(reading, word.text)
    if found:
        return found
    if word.all_caps and is_acronym_shape(reading.surface(run)):
        return reading.support.bodies(word.text)
    if _may_be_heard(reading, word):
        heard = lookup.heard(word.text, reading.languages)
        return [] if heard is None else [heard]
    return []


def _may_be_heard(reading: Reading, word: Word) -> bool:
    """Return whether a lone word may be looked up by its sound."""
    if word.all_caps or len(word.text) < _MIN_HEARD or capitalises_nouns(reading.languages):
        return False
    return not word.opens or is_quoted(reading.document.text, word)
