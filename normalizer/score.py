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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from normalizer import tables
from normalizer.features import ALIGNMENT_FEATURES, Comparison, compare
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import languages_of
from normalizer.native.kernel import native
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Evidence, Feature, Kind, Stage

FEATURES = (*ALIGNMENT_FEATURES, "weak_alias", "foreign_ending", "context", "language")
_TABLE = "score/weights.json"
_DIGITS = 4
_MET = frozenset({Stage.EXACT, Stage.FOLDED})
_WEAK = frozenset({AliasKind.CODE, AliasKind.ACRONYM})


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its log-odds of being meant, and why.

    `values` are the features that are not 0, as (name, value, weight); most rivals are never
    told, so evidence is made of them when it is asked for.
    """

    entry: Entry
    log_odds: float
    stage: Stage
    compared: tuple[str, str]
    values: tuple[tuple[str, float, float], ...]

    def evidence(self) -> Evidence:
        """Return why the entry has its log-odds."""
        alias = self.entry.alias
        features = _told(self.values)
        return Evidence(self.stage, alias.text, alias.kind, self.compared, features)


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
    kind, alias = entry.kind, entry.alias
    found = compare(query, entry.tokens, kind, index.rarity, index.knows)
    met, inflected = found.stage in _MET, found.stage is Stage.INFLECTED
    values = {
        **found.values,
        "weak_alias": float(alias.kind in _WEAK and not met and not inflected),
        "foreign_ending": float(inflected and _is_foreign(found, alias, hints)),
        "context": float(agrees),
        "language": float((met or inflected) and bool(languages_of(alias) & hints.languages)),
    }
    log_odds, weighed = _weighed(weights()[kind], values)
    compared = (" ".join(found.query), " ".join(found.stored))
    return Scored(entry, log_odds, found.stage, compared, weighed)


def _is_foreign(found: Comparison, alias: Alias, hints: Hints) -> bool:
    if alias.source == CANONICAL_SOURCE:
        return False
    languages = tuple(sorted(languages_of(alias) | hints.languages))
    if len(found.query) != 1 or not languages:
        return False
    bases = {fold(base) for base in base_forms(found.query[0], languages)}
    return fold(found.stored[0]) not in bases


def weigh(
    model: Mapping[str, float], values: Mapping[str, float]
) -> tuple[float, tuple[Feature, ...]]:
    """Return the log-odds that features amount to by a model, and what each adds; absent is 0."""
    log_odds, weighed = _weighed(model, values)
    return log_odds, _told(weighed)


def _weighed(
    model: Mapping[str, float], values: Mapping[str, float]
) -> tuple[float, tuple[tuple[str, float, float], ...]]:
    found = [(name, value) for name in FEATURES if (value := values.get(name, 0.0))]
    added = rounded([model[name] * value for name, value in found])
    told = [(*each, weight) for each, weight in zip(found, added, strict=True)]
    return model["bias"] + sum(added), tuple(told)


def _told(weighed: Iterable[tuple[str, float, float]]) -> tuple[Feature, ...]:
    return tuple([Feature(name, round(value, _DIGITS), weight) for name, value, weight in weighed])


def rounded(numbers: list[float]) -> list[float]:
    """Return numbers rounded to four digits, as `round` does each."""
    if native is not None:
        found: list[float] = native.rounded(numbers)
        return found
    return [round(number, _DIGITS) for number in numbers]


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


@cache
def pair_weights() -> Mapping[Kind, Mapping[str, float]]:
    """Return the weights of pairs of names by kind; raise TableError for an unknown feature.

    They are those of a table but for the ones that the table of weights has under `pairs`.
    """
    given = tables.json_object(_TABLE).get("pairs", {})
    model: dict[Kind, Mapping[str, float]] = {}
    for kind, known in weights().items():
        own = {name: float(weight) for name, weight in given.get(kind.value, {}).items()}
        if strange := sorted(own.keys() - known.keys()):
            raise tables.fault(_TABLE, 0, f"pairs: {kind.value}: no such weight: {strange[0]}")
        model[kind] = {**known, **own}
    return model
