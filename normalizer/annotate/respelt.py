"""Lone words that are a place's or body's name misspelt, where the document has it right elsewhere.

"Raynair" beside Ryanair, "Райънейр" beside Ryanair: too unlike to be somebody's name by spelling
alone, but a text that names a body seldom names another one that is spelt nearly so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from normalizer.align import likeness_of_words
from normalizer.annotate.lone import may_name_body
from normalizer.annotate.reading import Reading
from normalizer.distance import typed_similarity
from normalizer.index.protocol import CandidateIndex
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.scripts import script_of
from normalizer.text import normalise
from normalizer.types import Candidate, Decision, Feature, Kind, Stage

MIN_LETTERS = 6
_MISSPELT, _HEARD = 0.8, 0.8
_SHARE = 0.97


def link_respelt(reading: Reading, index: CandidateIndex) -> None:
    """Link the lone words that nobody is known by to what the document names nearly so."""
    named = dict(_named(reading))
    if not named:
        return
    for run in reading.runs():
        word = reading.words[run.first]
        lone = run.last - run.first == 1 and not word.opens and not word.all_caps
        if not lone or not _may_be_misspelt(word.text, reading.languages) or index.knows(word.text):
            continue
        alike, name = max((likeness_of(word.text, name, reading.languages), name) for name in named)
        if alike:
            known = named[name]
            reading.add(run, (respelt_as(known, word.text, name, alike),), Decision.MATCH)


@lru_cache(maxsize=131_072)
def likeness_of(word: str, name: str, languages: tuple[str, ...]) -> float:
    """Return how alike a word, or its base form, is to a name, 0 where it is another's.

    In one script by edits, two letters changed round being one; in two by sound.
    """
    if script_of(word[0]) != script_of(name[0]):
        heard = likeness_of_words(word, name)[0]
        return heard if heard >= _HEARD else 0.0
    stored = fold(name)
    forms = (fold(form) for form in (word, *base_forms(word, languages)))
    spelt = max(typed_similarity(form, stored) for form in forms)
    return spelt if spelt >= _MISSPELT and fold(word)[:1] == stored[:1] else 0.0


def respelt_as(known: Candidate, said: str, name: str, alike: float) -> Candidate:
    """Return a candidate of the document as that for another spelling of its name."""
    evidence = replace(
        known.evidence,
        stage=Stage.COREFERENCE,
        compared=(said, name),
        features=(Feature("likeness", round(alike, 4)),),
        antecedent=name,
    )
    return replace(known, score=round(known.score * alike * _SHARE, 4), evidence=evidence)


def _named(reading: Reading) -> Iterator[tuple[str, Candidate]]:
    """Yield the long one-word names of places and bodies that are linked."""
    for found in reading.found.values():
        match = found.match
        if match is None or match.kind is Kind.PERSON:
            continue
        name = normalise(found.surface)
        if " " in name or len(name) < MIN_LETTERS:
            continue
        if match.evidence.stage is not Stage.COREFERENCE:
            yield name, match


def _may_be_misspelt(word: str, languages: tuple[str, ...]) -> bool:
    return len(word) >= MIN_LETTERS and may_name_body(word, languages)
