"""Two names → features → the odds that they name one entity, with the evidence.

The features of an alignment:

- `coverage`: 2 × matched weight × likeness / weight of both names, in [0, 1];
- `worst`: the likeness of the least alike pair of telling tokens, in [0, 1];
- `query_left`, `alias_left`: share of the query's or alias's weight that found no partner;
- `rarity`: how telling the matched tokens are together, in [0, 1];
- `lone_gap`: 1 − coverage when the query is one token, else 0;
- `conflict`: 1 when both names have a given name or patronymic that the other contradicts;
- `number`: 1 when the names differ in a number;
- `gender`: 1 when the query has a surname of the other gender than the entity;
- `weak_alias`: 1 when the alias is a code or an acronym that was not met exactly;
- `context`: 1 when the words about the name speak for the entity;
- `language`: 1 when the very alias is of a language that the caller hints at.

A logistic model with one set of weights a kind (`data/score/weights.json`) adds them up to
log-odds. Every weight has one sign whatever the data say, so that more agreement never scores
less.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizer import tables
from normalizer.align import Alignment, How, align
from normalizer.errors import TableError
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.keys import fold, sounds
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.types import AliasKind, Evidence, Feature, Kind, Stage

FEATURES = (
    "coverage",
    "worst",
    "query_left",
    "alias_left",
    "rarity",
    "lone_gap",
    "conflict",
    "number",
    "gender",
    "weak_alias",
    "context",
    "language",
)
_ROLE_WEIGHT = {
    Role.TITLE: 0.0,
    Role.LEGAL_FORM: 0.05,
    Role.PARTICLE: 0.1,
    Role.PATRONYMIC: 0.15,
    Role.DESIGNATOR: 0.3,
    Role.INITIAL: 0.3,
    Role.GENERIC: 0.4,
    Role.NAME: 1.0,
}
_GIVEN_WEIGHT = 0.5
_TELLING_ROLES = frozenset({Role.NAME, Role.GENERIC, Role.DESIGNATOR})
_MAX_TOKENS = 16


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
    query: Sequence[str], entry: Entry, index: CandidateIndex, hints: Hints, agrees: bool
) -> Scored:
    """Return the log-odds that `query` (tokens in normal form) means the entry's entity.

    `agrees` says that words of the context speak for the entity. Only the first 16 tokens of
    a name are compared.
    """
    query = query[:_MAX_TOKENS]
    stored = entry.tokens[:_MAX_TOKENS]
    kind = entry.entity.kind
    query_roles, stored_roles = _roles(tuple(query), kind), _roles(stored, kind)
    found = align(query, query_roles, stored, stored_roles)
    stage = _stage(query, entry, found)
    values = _alignment_features(query, query_roles, entry, stored_roles, found, index)
    values["weak_alias"] = float(
        entry.alias.kind in (AliasKind.CODE, AliasKind.ACRONYM)
        and stage not in (Stage.EXACT, Stage.FOLDED)
    )
    values["context"] = float(agrees)
    values["language"] = float(
        stage in (Stage.EXACT, Stage.FOLDED)
        and entry.alias.lang.partition("-")[0] in hints.languages
    )
    model = weights()[kind]
    features = tuple(
        Feature(name, round(value, 4), round(model[name] * value, 4))
        for name in FEATURES
        if (value := values.get(name, 0.0))
    )
    log_odds = model["bias"] + sum(feature.weight for feature in features)
    compared = (" ".join(query), " ".join(stored))
    evidence = Evidence(stage, entry.alias.text, entry.alias.kind, compared, features)
    return Scored(entry, log_odds, evidence)


def probability(log_odds: float) -> float:
    """Return log-odds as a probability in (0, 1)."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, log_odds))))


@cache
def weights() -> Mapping[Kind, Mapping[str, float]]:
    """Return the model's weights by kind; raise TableError when the table lacks one."""
    name = "score/weights.json"
    table = tables.json_object(name).get("kinds", {})
    model: dict[Kind, dict[str, float]] = {}
    for kind in Kind:
        given = table.get(kind.value, {})
        missing = {"bias", *FEATURES} - given.keys()
        if missing:
            raise _fault(name, f"{kind.value} has no weight for {', '.join(sorted(missing))}")
        model[kind] = {feature: float(given[feature]) for feature in ("bias", *FEATURES)}
    return model


def _fault(name: str, reason: str) -> TableError:
    return tables.fault(name, 0, reason)


@lru_cache(maxsize=65_536)
def _roles(tokens: tuple[str, ...], kind: Kind) -> tuple[Role, ...]:
    return roles(tokens, kind)


def _stage(query: Sequence[str], entry: Entry, found: Alignment) -> Stage:
    if tuple(query) == entry.tokens:
        return Stage.EXACT
    hows = {pair.how for pair in found.pairs}
    whole = not found.left_alone and not found.right_alone
    if whole and hows <= {How.SAME, How.FOLDED}:
        return Stage.FOLDED
    if whole and hows <= {How.SAME, How.FOLDED, How.INFLECTED}:
        return Stage.INFLECTED
    heard = [pair for pair in found.pairs if pair.how is How.SOUND]
    return Stage.FUZZY if any(pair.likeness < 1.0 for pair in heard) else Stage.KEY


def _alignment_features(
    query: Sequence[str],
    query_roles: Sequence[Role],
    entry: Entry,
    stored_roles: Sequence[Role],
    found: Alignment,
    index: CandidateIndex,
) -> dict[str, float]:
    stored = entry.tokens
    left = [_weight(t, r, index) for t, r in zip(query, query_roles, strict=True)]
    right = [_weight(t, r, index) for t, r in zip(stored, stored_roles, strict=False)]
    joined = _joined_likeness(query, stored)
    matched = sum((left[p.left] + right[p.right]) * p.likeness for p in found.pairs)
    total = (sum(left) + sum(right)) or 1.0
    coverage = max(matched / total, joined, float(tuple(query) == stored))
    telling = [
        pair
        for pair in found.pairs
        if stored_roles[pair.right] in _TELLING_ROLES and query_roles[pair.left] in _TELLING_ROLES
    ]
    worst = max(min((pair.likeness for pair in telling or found.pairs), default=0.0), joined)
    whole = 0.0 if joined else 1.0
    rarity = sum(index.rarity(stored[pair.right]) * right[pair.right] for pair in telling)
    return {
        "coverage": coverage,
        "worst": worst,
        "query_left": whole * sum(left[i] for i in found.left_alone) / (sum(left) or 1.0),
        "alias_left": whole * sum(right[j] for j in found.right_alone) / (sum(right) or 1.0),
        "rarity": min(1.0, rarity / 1.5),
        "lone_gap": 1.0 - coverage if _is_lone(query_roles) else 0.0,
        "conflict": float(_conflict(query, query_roles, stored, stored_roles, found)),
        "number": float(_numbers(query) != _numbers(stored)),
        "gender": float(any(pair.how is How.GENDER for pair in found.pairs)),
    }


def _weight(token: str, role: Role, index: CandidateIndex) -> float:
    weight = _ROLE_WEIGHT[role] * (0.4 + 0.6 * index.rarity(token))
    return weight * _GIVEN_WEIGHT if role is Role.NAME and is_given_name(token) else weight


def _is_lone(found: Sequence[Role]) -> bool:
    return sum(1 for role in found if role is not Role.TITLE) <= 1


def _joined_likeness(query: Sequence[str], stored: Sequence[str]) -> float:
    """Return 1 when two names sound alike once written as one word, else 0."""
    if len(query) == len(stored) or max(len(query), len(stored)) > 3:
        return 0.0
    left, right = "".join(query), "".join(stored)
    return float(fold(left) == fold(right) or not set(sounds(left)).isdisjoint(sounds(right)))


def _numbers(name: Sequence[str]) -> list[str]:
    return sorted(token for token in name if any(c.isdigit() for c in token))


def _conflict(
    query: Sequence[str],
    query_roles: Sequence[Role],
    stored: Sequence[str],
    stored_roles: Sequence[Role],
    found: Alignment,
) -> bool:
    """Return whether both names carry a given name, or both a patronymic, with no partner."""
    left = {_sort(query[i], query_roles[i]) for i in found.left_alone}
    right = {_sort(stored[j], stored_roles[j]) for j in found.right_alone}
    return bool((left & right) - {""})


def _sort(token: str, role: Role) -> str:
    if role is Role.PATRONYMIC:
        return "patronymic"
    return "given" if role is Role.NAME and is_given_name(token) else ""
