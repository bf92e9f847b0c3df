"""Names of places and bodies misspelt, where the document has them right elsewhere.

"Raynair" beside Ryanair, "Nord Steram 2" beside Nord Stream 2: too unlike to be somebody's name by
spelling alone, but a text that names a body seldom names another one that is spelt nearly so.
Lone words first, then names of several words: of as many, with the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from normalizer.align import likeness_of_words
from normalizer.annotate.aliases import joins
from normalizer.annotate.lone import may_name_body
from normalizer.annotate.reading import Reading
from normalizer.annotate.words import Span, is_quoted, span_of
from normalizer.distance import typed_similarity
from normalizer.index.protocol import CandidateIndex, Walk
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.scripts import script_of
from normalizer.text import normalise, tokens
from normalizer.types import Candidate, Decision, Feature, Kind, Stage

MIN_LETTERS = 6
_MISSPELT, _HEARD, _MISSPELT_TOGETHER = 0.8, 0.8, 0.85
_MIN_TOGETHER = 10
_MIN_WORD = 3
_LETTERS_APART = 2
_SHARE = 0.97

_Named = Mapping[str, Candidate]


def link_respelt(reading: Reading, index: CandidateIndex) -> None:
    """Link the names that nobody is known by to what the document names nearly so."""
    named = dict(_named(reading))
    _link_words(reading, index, {name: c for name, c in named.items() if " " not in name})
    _link_names(reading, index, {name: c for name, c in named.items() if " " in name})


def _link_words(reading: Reading, index: CandidateIndex, named: _Named) -> None:
    """Link the lone words that are nearly a name of one word."""
    if not named:
        return
    for run in reading.runs():
        word = reading.words[run.first]
        lone = run.last - run.first == 1 and not word.all_caps
        if not lone or (word.opens and not is_quoted(reading.document.text, word)):
            continue
        if not _may_be_misspelt(word.text, reading.languages) or index.knows(word.text):
            continue
        alike, name = max((likeness_of(word.text, name, reading.languages), name) for name in named)
        if alike:
            known = named[name]
            reading.add(run, (respelt_as(known, word.text, name, alike),), Decision.MATCH)


def _link_names(reading: Reading, index: CandidateIndex, named: _Named) -> None:
    """Link the words that are together nearly a name of as many words, and open as it does."""
    opened: defaultdict[str, list[str]] = defaultdict(list)
    for name in named:
        if len(name) >= _MIN_TOGETHER:
            opened[name[0]].append(name)
    if not opened:
        return
    words, taken = reading.words, reading.taken
    for at in reading.scan.capitals:
        if at in taken or words[at].text[0] not in opened:
            continue
        alike, name, span = _likeliest(reading, at, opened[words[at].text[0]])
        if span is not None and not _begins_alias(index, reading.name(span)):
            known = respelt_as(named[name], " ".join(reading.name(span)), name, alike)
            reading.add(span, (known,), Decision.MATCH)


def _likeliest(reading: Reading, at: int, names: Sequence[str]) -> tuple[float, str, Span | None]:
    """Return the name that the words from one on are likeliest, how alike, and their span."""
    best: tuple[float, str, Span | None] = (0.0, "", None)
    for name in names:
        span = _free(reading, at, name.count(" ") + 1)
        alike = _likeness_of_names(reading.name(span), name) if span is not None else 0.0
        if alike > best[0]:
            best = (alike, name, span)
    return best


def _free(reading: Reading, at: int, size: int) -> Span | None:
    """Return the span of some words from one on that are in no mention and joined, or None."""
    words = reading.words
    last = at + size
    if last > len(words) or not reading.taken.isdisjoint(range(at, last)):
        return None
    if not all(joins(words[place - 1], words[place]) for place in range(at + 1, last)):
        return None
    return span_of(words, at, last)


def _begins_alias(index: CandidateIndex, name: Sequence[str]) -> bool:
    """Return whether an alias is a name, or begins with it: "Nord Stream" is no Nord Strem."""
    walk: Walk | None = index.walk()
    for word in name:
        walk = walk.step(word) if walk is not None else None
    return walk is not None


def _likeness_of_names(said: Sequence[str], name: str) -> float:
    """Return how alike some words are to a name of as many, 0 where they are another's."""
    whole = " ".join(said)
    if abs(len(whole) - len(name)) > _LETTERS_APART:
        return 0.0
    stored = tokens(name)
    if whole == name or _short(said) != _short(stored) or script_of(whole[0]) != script_of(name[0]):
        return 0.0
    alike = typed_similarity(fold(whole), fold(name))
    return alike if alike >= _MISSPELT_TOGETHER else 0.0


def _short(words: Sequence[str]) -> list[str]:
    """Return the figures and the shortest words, in which no letter is a slip."""
    return [word for word in words if word.isdigit() or len(word) < _MIN_WORD]


@lru_cache(maxsize=32_768)
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
    """Yield the long names of places and bodies that are linked, in normal form."""
    for found in reading.found.values():
        match = found.match
        if match is None or match.kind is Kind.PERSON:
            continue
        name = normalise(found.surface)
        if len(name) >= MIN_LETTERS and match.evidence.stage is not Stage.COREFERENCE:
            yield name, match


def _may_be_misspelt(word: str, languages: tuple[str, ...]) -> bool:
    return len(word) >= MIN_LETTERS and may_name_body(word, languages)
