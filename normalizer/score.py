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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from normalizer import tables
from normalizer.features import ALIGNMENT_FEATURES, Comparison
from normalizer.index.protocol import Entry
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import languages_of
from normalizer.native.kernel import native
from normalizer.query import Query
from normalizer.types import CANONICAL_SOURCE, AliasKind, Evidence, Feature, Kind, Stage

FEATURES = (*ALIGNMENT_FEATURES, "weak_alias", "foreign_ending", "context", "language")
_TABLE = "score/weights.json"
_DIGITS = 4
_MET = frozenset({Stage.EXACT, Stage.FOLDED})
_WEAK = frozenset({AliasKind.CODE, AliasKind.ACRONYM})


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its log-odds of being meant, and why.

    `values` are those of `FEATURES`. Most rivals are never told, so evidence is made of them when
    it is asked for.
    """

    entry: Entry
    log_odds: float
    found: Comparison
    values: tuple[float, ...]

    @property
    def compared(self) -> tuple[str, str]:
        """Return the two strings that were compared."""
        return " ".join(self.found.query), " ".join(_stored(self.found, self.entry))

    def evidence(self) -> Evidence:
        """Return why the entry has its log-odds."""
        alias = self.entry.alias
        features = _told(_model(self.entry.kind), self.values)
        return Evidence(self.found.stage, alias.text, alias.kind, self.compared, features)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a caller knows beside the name: folded words of the context, and languages."""

    words: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def score(query: Query, entry: Entry, hints: Hints, agrees: bool) -> Scored:
    """Return the log-odds that a query means the entry's entity.

    `agrees` says that words of the context speak for the entity.
    """
    found = query.compare_entry(entry)
    met, inflected = found.stage in _MET, found.stage is Stage.INFLECTED
    is_near = met or inflected
    hinted = bool(hints.languages) and is_near
    values = (
        *found.features,
        float(not is_near and entry.alias_kind in _WEAK),
        float(inflected and _is_foreign(found, entry, hints)),
        float(agrees),
        float(hinted and not languages_of(entry.alias).isdisjoint(hints.languages)),
    )
    return Scored(entry, _weighed(_model(entry.kind), values), found, values)


def _stored(found: Comparison, entry: Entry) -> tuple[str, ...]:
    """Return the tokens of an entry as they were compared."""
    return entry.tokens if found.stored is None else found.stored


def _is_foreign(found: Comparison, entry: Entry, hints: Hints) -> bool:
    alias, stored = entry.alias, _stored(found, entry)
    if alias.source == CANONICAL_SOURCE:
        return False
    languages = tuple(sorted(languages_of(alias) | hints.languages))
    if len(found.query) != 1 or not languages:
        return False
    bases = {fold(base) for base in base_forms(found.query[0], languages)}
    return fold(stored[0]) not in bases


def weigh(model: Mapping[str, float], features: Sequence[float]) -> float:
    """Return the log-odds that a comparison's features amount to by a model, without hints."""
    values = (*features, *(0.0,) * (len(FEATURES) - len(features)))
    return _weighed(_in_order(model), values)


def _weighed(model: tuple[float, ...], values: tuple[float, ...]) -> float:
    """Return the bias and what each value adds by its weight, rounded; `model` opens with it."""
    if native is not None:
        found: float = native.weighed(model, values)
        return found
    added = [_rounded(weight * value) for weight, value in zip(model[1:], values, strict=True)]
    return model[0] + sum(added)


def _told(model: tuple[float, ...], values: tuple[float, ...]) -> tuple[Feature, ...]:
    """Return the features that are not 0 with what each adds; a model opens with its bias."""
    if native is not None:
        found: tuple[Feature, ...] = native.told(Feature, FEATURES, model, values)
        return found
    return tuple(
        [
            Feature(name, _rounded(value), _rounded(weight * value))
            for name, weight, value in zip(FEATURES, model[1:], values, strict=True)
            if value
        ]
    )


@cache
def _model(kind: Kind) -> tuple[float, ...]:
    return _in_order(weights()[kind])


def _in_order(model: Mapping[str, float]) -> tuple[float, ...]:
    return tuple([model[name] for name in ("bias", *FEATURES)])


def _rounded(number: float) -> float:
    return round(number, _DIGITS)


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
