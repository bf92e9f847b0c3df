"""A declined name → the name that it declines, judged as that.

How sure a spelling is of an entity is learnt from names, whose inflection is seldom known. In a
document the language is, and the words beside have been heeded: a form that the language's own
endings lead back to the very alias is as sure as the alias, but for the declension.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalizer.annotate.language import masculine_surnames
from normalizer.annotate.lookup import Lookup
from normalizer.decide import decide
from normalizer.index.protocol import Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.types import Candidate, Decision, Stage

_DECLINED = 0.985


def judged_by_base(
    name: tuple[str, ...], entries: Sequence[Entry], languages: tuple[str, ...], lookup: Lookup
) -> tuple[Candidate, ...]:
    """Return the candidate for a name that declines the alias of one of some entries.

    The entries are of one entity. `()` where none is declined so in these languages (BCP 47), or
    where the base form itself would not be linked.
    """
    base = next((e for e in entries if is_declined(name, e.tokens, languages)), None)
    if base is None:
        return ()
    found = lookup.judge(base.tokens, entries, languages)
    if decide(found) is not Decision.MATCH:
        return ()
    evidence = replace(
        found[0].evidence,
        stage=Stage.INFLECTED,
        compared=(" ".join(name), " ".join(base.tokens)),
    )
    score = round(found[0].score * _DECLINED, 4)
    return (replace(found[0], score=score, evidence=evidence),)


def is_declined(name: Sequence[str], base: Sequence[str], languages: tuple[str, ...]) -> bool:
    """Return whether the endings of some languages lead each word of a name to another's.

    Never without a language: the endings of all of them together reach too far.
    """
    if not languages or len(name) != len(base):
        return False
    return all(
        fold(word) == fold(own)
        or own in base_forms(word, languages)
        or own in masculine_surnames(word, languages)
        for word, own in zip(name, base, strict=True)
    )
