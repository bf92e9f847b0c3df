"""A lone word that is no alias as written, met by its sound or spelling: whether that is enough.

A place or a body alone: of a hundred unknown surnames seventeen would be somebody's. The word must
be linked without doubt, and in the alias's own script it must also look like it.
"""

from __future__ import annotations

from normalizer.align import likeness_of_words
from normalizer.decide import decide
from normalizer.distance import plain_similarity
from normalizer.features import joined_likeness
from normalizer.index.protocol import Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.names.lexicon import uses_of_word
from normalizer.scripts import script_of
from normalizer.types import Candidate, Decision, Evidence, Kind, Stage

_MIN_TWICE = 6
_MIN_HEARD = 6
_LOOKS_ALIKE = 0.8
_MISTYPED = 0.9
_MAY_LOOK_ALIKE, _MAY_SOUND_ALIKE = 0.7, 0.85
_SPELT = frozenset({Stage.FOLDED, Stage.INFLECTED})
_HEARD = frozenset({Stage.KEY, Stage.FUZZY})


def may_be_heard(word: str, entry: Entry) -> bool:
    """Return whether a word may turn out to be heard as an entry's alias; False is nearly certain.

    Most words of a text are compared in full for nothing: an alias of several words of its own is
    not met by one of them, and in one script the whole looks alike, or like what the word declines.
    """
    if entry.kind is Kind.PERSON:
        return False
    stored = entry.tokens
    if _has_several_names(stored) and not joined_likeness((word,), stored):
        return False
    if script_of(word[0]) != script_of(stored[0][0]):
        return any(likeness_of_words(word, own)[0] >= _MAY_SOUND_ALIKE for own in stored)
    said, whole = fold(word), fold("".join(stored))
    if said[:1] != whole[:1]:
        return False
    alike = plain_similarity(said, whole)
    return alike >= _LOOKS_ALIKE or (
        alike >= _MAY_LOOK_ALIKE
        and any(plain_similarity(fold(base), whole) >= _LOOKS_ALIKE for base in base_forms(word))
    )


def _has_several_names(stored: tuple[str, ...]) -> bool:
    """Return whether more than one word of an alias is no title, generic word or the like."""
    return len(stored) > 1 and sum(not uses_of_word(token) for token in stored) > 1


def is_heard(candidate: Candidate, languages: tuple[str, ...]) -> bool:
    """Return whether a candidate for a lone word is what a document in some languages means."""
    evidence = candidate.evidence
    if candidate.kind is Kind.PERSON or decide([candidate]) is not Decision.MATCH:
        return False
    if evidence.stage is Stage.FUZZY and candidate.score < _MISTYPED:
        return False
    if _crosses_scripts(evidence):
        return evidence.stage in _HEARD | _SPELT
    if evidence.stage in _SPELT:
        return _is_spelt(*evidence.compared, languages)
    if evidence.stage is Stage.KEY and len(evidence.compared[0]) < _MIN_HEARD:
        return False  # "Swiss" is no Sviss
    return evidence.stage in _HEARD and _looks_alike(evidence)


def _is_spelt(said: str, stored: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word is another's folded form or case, and both at once if it is long."""
    once = fold(said) == fold(stored) or stored in base_forms(said, languages)
    return once or len(said) >= _MIN_TWICE


def _crosses_scripts(evidence: Evidence) -> bool:
    said, stored = evidence.compared
    return script_of(said[0]) != script_of(stored[0])


def _looks_alike(evidence: Evidence) -> bool:
    said, stored = map(fold, evidence.compared)
    return said[:1] == stored[:1] and plain_similarity(said, stored) >= _LOOKS_ALIKE
