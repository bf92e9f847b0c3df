"""An entry's comparison with a query → log-odds that the entry's entity is meant, with evidence.

A logistic model with one set of weights a kind of entity (`data/score/weights.json`) adds up
the features of the comparison (`features.py`) and the hints of the caller:

- `weak_alias`: 1 when the alias is a code or an acronym and the query only resembles it;
- `foreign_ending`: 1 when a lone token has an ending that neither the alias's language nor the
  caller's has;
- `context`: 1 when the words about the name speak for the entity;
- `language`: 1 when the very alias is of a language that the caller hints at.

Every weight has one sign whatever the data say, so that more agreement never scores less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from normalizer import tables
from normalizer.features import ALIGNMENT_FEATURES, Comparison, compare
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import languages_of
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Evidence, Feature, Kind, Stage

FEATURES = (*ALIGNMENT_FEATURES, "weak_alias", "foreign_ending", "context", "language")
_TABLE = "score/weights.json"
_MET = frozenset({Stage.EXACT, Stage.FOLDED})
_WEAK = frozenset({AliasKind.CODE, AliasKind.ACRONYM})


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its log-odds of being meant, and why."""

    entry: Entry
    log_odds: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Hints:
    """What a caller knows beside the name: folded words of the context, and languages."""

    words: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def score(
    query: tuple[str, ...], entry: Entry, index: CandidateIndex, hints: Hints, agrees: bool
) -> Scored:
    """Return the log-odds that `query` (tokens in normal form) means the entry's entity.

    `agrees` says that words of the context speak for the entity.
    """
    kind, alias = entry.entity.kind, entry.alias
    found = compare(query, entry.tokens, kind, index.rarity, index.knows)
    met, inflected = found.stage in _MET, found.stage is Stage.INFLECTED
    values = {
        **found.values,
        "weak_alias": float(alias.kind in _WEAK and not met and not inflected),
        "foreign_ending": float(inflected and _is_foreign(found, alias, hints)),
        "context": float(agrees),
        "language": float((met or inflected) and bool(languages_of(alias) & hints.languages)),
    }
    log_odds, features = weigh(kind, values)
    compared = (" ".join(found.query), " ".join(found.stored))
    evidence = Evidence(found.stage, alias.text, alias.kind, compared, features)
    return Scored(entry, log_odds, evidence)


def _is_foreign(found: Comparison, alias: Alias, hints: Hints) -> bool:
    if alias.source == CANONICAL_SOURCE:
        return False
    languages = tuple(sorted(languages_of(alias) | hints.languages))
    if len(found.query) != 1 or not languages:
        return False
    bases = {fold(base) for base in base_forms(found.query[0], languages)}
    return fold(found.stored[0]) not in bases


def weigh(kind: Kind, values: Mapping[str, float]) -> tuple[float, tuple[Feature, ...]]:
    """Return the log-odds that features amount to for a kind, and what each adds; absent is 0."""
    model = weights()[kind]
    features = tuple(
        Feature(name, round(value, 4), round(model[name] * value, 4))
        for name in FEATURES
        if (value := values.get(name, 0.0))
    )
    return model["bias"] + sum(feature.weight for feature in features), features


@cache
def weights() -> Mapping[Kind, Mapping[str, float]]:
    """Return the model's weights by kind; raise TableError when the table lacks one."""
    table = tables.json_object(_TABLE).get("kinds", {})
    model: dict[Kind, dict[str, float]] = {}
    for kind in Kind:
        given = table.get(kind.value, {})
        missing = {"bias", *FEATURES} - given.keys()
        if missing:
            reason = f"{kind.value} has no weight for {', '.join(sorted(missing))}"
            raise tables.fault(_TABLE, 0, reason)
        model[kind] = {feature: float(given[feature]) for feature in ("bias", *FEATURES)}
    return model
