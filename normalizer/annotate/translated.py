"""A name of several words that is met by what its words mean: "Severnega morja" is Morze Północne.

How sure a name is of an entity is learnt from spellings, and a translation has none in common. In
a document the language is known, so that a word is led back to the one that has a meaning:

- every word of the name answers to one of the alias's and none is left over on either side, but
  for the alias's function words ("Council of Europe");
- two words answer to each other when they have a sense in common (`data/names/meanings.tsv`), or,
  where one has no known sense, when they are alike; figures are the same figures;
- what is met so is one place or body; a name that says only what sort of body it is ("Supreme
  Court", "Foreign Ministry") is any country's, and met by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product

from normalizer.align import likeness
from normalizer.annotate.language import function_words
from normalizer.annotate.slots import words_meaning
from normalizer.distance import plain_similarity
from normalizer.index.meeting import Slot
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.names.meanings import are_telling, senses_in
from normalizer.scripts import script_of
from normalizer.types import Candidate, Kind, Stage

_MAX_WORDS = 6
_MAX_ASKED = 4
_NEAR = 24
_ALIKE = 0.85
_TRANSLATED = 0.96


def entries_translated(
    name: tuple[str, ...], languages: tuple[str, ...], index: CandidateIndex
) -> tuple[Entry, ...]:
    """Return the entries whose every word means what one of a name's does; of one entity or none.

    `()` for a person's name, and where no language of the document is known.
    """
    if not languages or not 2 <= len(name) <= _MAX_WORDS:
        return ()
    meant = [senses_in(word, languages) for word in name]
    if not any(meant):
        return ()
    slots = [_slot_of(word, senses) for word, senses in zip(name, meant, strict=True)]
    met = index.met(slots, "", _NEAR)
    found = None if met is None else _answering(name, met, languages)
    if found is None or len({entry.entity_id for entry in found}) > 1:
        # Of many only those count that are near as a whole.
        asked = islice(_in_english(name, meant), _MAX_ASKED)
        near = (entry for each in asked for _, entry in index.near(each, _NEAR))
        found = _answering(name, near, languages)
    return tuple(found) if len({entry.entity_id for entry in found}) == 1 else ()


def _answering(
    name: tuple[str, ...], entries: Iterable[Entry], languages: tuple[str, ...]
) -> list[Entry]:
    """Return the entries whose words answer to a name's, each once, the nearest in letters first.

    Of an entity's aliases that one is told.
    """
    found = {
        id(entry): entry
        for entry in entries
        if entry.kind is not Kind.PERSON and _answers(name, entry, languages)
    }
    return sorted(found.values(), key=lambda entry: -_likeness(name, entry.tokens))


def _likeness(name: tuple[str, ...], tokens: tuple[str, ...]) -> float:
    """Return how alike two names are spelt in plain letters, in [0, 1]."""
    return plain_similarity(*(" ".join(map(fold, words)) for words in (name, tokens)))


@lru_cache(maxsize=16_384)
def _slot_of(word: str, senses: tuple[str, ...]) -> Slot:
    """Return what may answer to a word of some senses."""
    tokens = (token for sense in senses for token in words_meaning(sense))
    return Slot((word, *senses), tuple(dict.fromkeys(tokens)))


def _in_english(words: Sequence[str], meant: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the name with each word that has senses replaced by one of them."""
    return product(*(senses or (word,) for word, senses in zip(words, meant, strict=True)))


def _answers(words: tuple[str, ...], entry: Entry, languages: tuple[str, ...]) -> bool:
    """Return whether each word of a name and each of an alias answer to each other."""
    own = (entry.alias.lang or "en",)
    small = function_words(own)
    left = [token for token in entry.tokens if token not in small]
    if len(left) != len(words):
        return False
    told = False
    for word in words:
        partner = next((t for t in left if _mean_the_same(word, languages, t, own)), None)
        if partner is None:
            return False
        left.remove(partner)
        senses = senses_in(word, languages)
        told = told or word.isdigit() or not senses or are_telling(senses)
    return told or entry.kind is Kind.PLACE


@lru_cache(maxsize=16_384)
def _mean_the_same(word: str, languages: tuple[str, ...], token: str, own: tuple[str, ...]) -> bool:
    """Return whether a word of a document and one of an alias mean the same or are the same."""
    if word == token:
        return True
    if word.isdigit() or token.isdigit():
        return False
    ours, theirs = senses_in(word, languages), senses_in(token, own)
    if ours and theirs:
        return not set(ours).isdisjoint(theirs)
    forms = (word, *base_forms(word, languages))
    if script_of(word[0]) == script_of(token[0]):
        return any(_spelt_alike(fold(form), fold(token)) for form in forms)
    return any(likeness(form, token)[0] >= _ALIKE for form in forms)


def _spelt_alike(form: str, token: str) -> bool:
    return form[:1] == token[:1] and plain_similarity(form, token) >= _ALIKE


def as_translated(found: Candidate, name: Sequence[str], tokens: Sequence[str]) -> Candidate:
    """Return the candidate of an alias as one for a name that means the same; by key."""
    return as_compared(found, name, tokens, Stage.KEY, _TRANSLATED)


def as_compared(
    found: Candidate, name: Sequence[str], tokens: Sequence[str], stage: Stage, share: float
) -> Candidate:
    """Return the candidate of an alias as one for a name, with a share of its score."""
    compared = (" ".join(name), " ".join(tokens))
    evidence = replace(found.evidence, stage=stage, compared=compared)
    return replace(found, score=round(found.score * share, 4), evidence=evidence)
