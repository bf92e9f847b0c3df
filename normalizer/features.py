"""Two names, aligned → the features that the score is made of, and the stage of the match.

- `coverage`: 2 × matched weight × likeness / weight of both names, in [0, 1];
- `worst`: the likeness of the least alike pair of telling tokens, in [0, 1];
- `alike`: 1 when every telling token has a partner that is the same, or sounds the same;
- `unlike`: how far `worst` is below 0.9, in tenths, at most 1;
- `query_left`, `alias_left`: share of the query's or alias's weight that found no partner;
- `rarity`: how telling the matched tokens are together, in [0, 1];
- `lone_gap`: 1 − coverage when the query is one token, else 0;
- `conflict`: 1 when both names have a given name or patronymic that the other contradicts;
- `no_surname`: 1 when no surname of the alias has a partner of more than an initial;
- `number`: 1 when the names differ in a number;
- `gender`: 1 when the query has a surname of the other gender than the alias;
- `designator`: 1 when one name alone says that it is of an area, a street, a mountain …;
- `acronym`: 1 when the query is an acronym that the name of a body can have, and nothing else.

A token weighs by its role and its rarity: a surname much, a given name half, a middle name, a
generic word, a patronymic, a particle little, a title nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizer.align import Alignment, How, align
from normalizer.keys import fold, sounds
from normalizer.names.acronym import acronyms
from normalizer.names.given import is_given_name
from normalizer.names.lexicon import Use, uses_of_word
from normalizer.names.roles import Role, roles
from normalizer.readings.likeness import reading_likeness
from normalizer.readings.table import has_readings
from normalizer.types import Kind, Stage

ALIGNMENT_FEATURES = (
    "coverage",
    "worst",
    "alike",
    "unlike",
    "query_left",
    "alias_left",
    "rarity",
    "lone_gap",
    "conflict",
    "no_surname",
    "number",
    "gender",
    "designator",
    "acronym",
)
MAX_TOKENS = 16
_ROLE_WEIGHT = {
    Role.TITLE: 0.0,
    Role.LEGAL_FORM: 0.05,
    Role.PARTICLE: 0.1,
    Role.PATRONYMIC: 0.15,
    Role.DESIGNATOR: 0.3,
    Role.INITIAL: 0.3,
    Role.ORDINAL: 0.3,
    Role.GENERIC: 0.4,
    Role.NAME: 1.0,
}
_GIVEN_WEIGHT = 0.5
_SETTLEMENT_WEIGHT = 0.02
_MIDDLE_WEIGHT = 0.35
_MIN_MIDDLE_LENGTH = 4
_MIN_RARITY = 0.4
_RARE_ENOUGH = 1.5
_TELLING = frozenset({Role.NAME, Role.GENERIC, Role.DESIGNATOR})
_ALIKE = 0.97
_UNLIKE = 0.9
_MAX_JOINED_TOKENS = 3
_JOINED_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have in common: tokens without titles, the stage, and the features."""

    query: tuple[str, ...]
    stored: tuple[str, ...]
    stage: Stage
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Side:
    tokens: tuple[str, ...]
    roles: tuple[Role, ...]
    weights: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.weights)


def compare(
    query: tuple[str, ...], stored: tuple[str, ...], kind: Kind, rarity: Callable[[str], float]
) -> Comparison:
    """Return the comparison of two names in normal form, both taken as names of a `kind`.

    `rarity` tells how telling a token is, in (0, 1]. Only the first 16 tokens are compared.
    """
    if _is_acronym(query, stored, kind):
        nothing = dict.fromkeys(ALIGNMENT_FEATURES, 0.0)
        return Comparison(query, stored, Stage.ACRONYM, {**nothing, "acronym": 1.0})
    left = _side(query[:MAX_TOKENS], kind, rarity)
    right = _side(stored[:MAX_TOKENS], kind, rarity)
    found = align(left.tokens, left.roles, right.tokens, right.roles)
    stage = _stage(left, right, found)
    return Comparison(left.tokens, right.tokens, stage, _features(left, right, found, rarity))


def _is_acronym(query: tuple[str, ...], stored: tuple[str, ...], kind: Kind) -> bool:
    if kind is not Kind.ORGANISATION or len(query) != 1 or len(stored) == 1:
        return False
    return query[0] in acronyms(stored)


def _side(tokens: tuple[str, ...], kind: Kind, rarity: Callable[[str], float]) -> _Side:
    kept, found = _without_titles(tokens, kind)
    weights = [_weight(t, r, rarity) for t, r in zip(kept, found, strict=True)]
    if kind is Kind.PERSON:
        for place in _middle_names(kept, found):
            weights[place] *= _MIDDLE_WEIGHT
    return _Side(kept, found, tuple(weights))


def _middle_names(tokens: tuple[str, ...], found: tuple[Role, ...]) -> list[int]:
    """Return the places of names between the first and the last, which often go unsaid.

    Short ones count in full: the syllables of a Korean or Chinese name are all its own.
    """
    names = [place for place, role in enumerate(found) if role is Role.NAME]
    return [place for place in names[1:-1] if len(tokens[place]) >= _MIN_MIDDLE_LENGTH]


@lru_cache(maxsize=65_536)
def _without_titles(
    tokens: tuple[str, ...], kind: Kind
) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """Return tokens and roles without titles; all of them for a name of nothing but titles."""
    found = roles(tokens, kind)
    kept = [place for place, role in enumerate(found) if role is not Role.TITLE]
    if not kept:
        return tokens, (Role.NAME,) * len(tokens)
    return tuple(tokens[place] for place in kept), tuple(found[place] for place in kept)


def _weight(token: str, role: Role, rarity: Callable[[str], float]) -> float:
    if role is Role.DESIGNATOR and _is_settlement(token):
        return _SETTLEMENT_WEIGHT
    weight = _ROLE_WEIGHT[role] * (_MIN_RARITY + (1.0 - _MIN_RARITY) * rarity(token))
    return weight * _GIVEN_WEIGHT if role is Role.NAME and is_given_name(token) else weight


def _stage(left: _Side, right: _Side, found: Alignment) -> Stage:
    if left.tokens == right.tokens:
        return Stage.EXACT
    hows = {pair.how for pair in found.pairs}
    whole = not found.left_alone and not found.right_alone
    if whole and hows <= {How.SAME, How.FOLDED}:
        return Stage.FOLDED
    if whole and hows <= {How.SAME, How.FOLDED, How.INFLECTED}:
        return Stage.INFLECTED
    heard = [pair for pair in found.pairs if pair.how is How.SOUND]
    return Stage.FUZZY if any(pair.likeness < 1.0 for pair in heard) else Stage.KEY


def _features(
    left: _Side, right: _Side, found: Alignment, rarity: Callable[[str], float]
) -> dict[str, float]:
    joined = _joined_likeness(left.tokens, right.tokens)
    matched = sum((left.weights[p.left] + right.weights[p.right]) * p.likeness for p in found.pairs)
    coverage = max(matched / (left.total + right.total), joined)
    telling = [
        pair
        for pair in found.pairs
        if left.roles[pair.left] in _TELLING and right.roles[pair.right] in _TELLING
    ]
    least = max(min((pair.likeness for pair in telling or found.pairs), default=0.0), joined)
    rare = sum(rarity(right.tokens[p.right]) * right.weights[p.right] for p in telling)
    apart = 0.0 if joined else 1.0
    return {
        "coverage": coverage,
        "worst": least,
        "alike": float(least >= _ALIKE),
        "unlike": min(1.0, 10 * max(0.0, _UNLIKE - least)),
        "query_left": apart * sum(left.weights[i] for i in found.left_alone) / left.total,
        "alias_left": apart * sum(right.weights[j] for j in found.right_alone) / right.total,
        "rarity": min(1.0, rare / _RARE_ENOUGH),
        "lone_gap": 1.0 - coverage if len(left.tokens) == 1 else 0.0,
        "conflict": float(_conflict(left, right, found)),
        "no_surname": float(_no_surname(right, found)),
        "number": float(_numbers(left.tokens) != _numbers(right.tokens)),
        "gender": float(any(pair.how is How.GENDER for pair in found.pairs)),
        "acronym": 0.0,
        "designator": float(_other_sort(left, right, found)),
    }


def _joined_likeness(query: Sequence[str], stored: Sequence[str]) -> float:
    """Return how alike two names are once written as one word: 1 when they sound alike, else 0.

    Where one of them is of a script with readings, at least 0.8, or 0. Its family name may
    come first, whatever the order of the other.
    """
    if len(query) == len(stored) or max(len(query), len(stored)) > _MAX_JOINED_TOKENS:
        return 0.0
    left, right = "".join(query), "".join(stored)
    if has_readings(left) != has_readings(right):
        foreign, other = (left, stored) if has_readings(left) else (right, query)
        orders = {"".join(other), "".join((*other[-1:], *other[:-1]))}
        alike = max(reading_likeness(foreign, fold(order)) for order in orders)
        return alike if alike >= _JOINED_ALIKE else 0.0
    return float(fold(left) == fold(right) or not set(sounds(left)).isdisjoint(sounds(right)))


def _numbers(name: Sequence[str]) -> list[str]:
    return sorted(token for token in name if any(c.isdigit() for c in token))


def _conflict(left: _Side, right: _Side, found: Alignment) -> bool:
    """Return whether both names carry a given name, or both a patronymic, with no partner."""
    ours = {_sort(left.tokens[i], left.roles[i]) for i in found.left_alone}
    theirs = {_sort(right.tokens[j], right.roles[j]) for j in found.right_alone}
    return bool((ours & theirs) - {""})


def _no_surname(right: _Side, found: Alignment) -> bool:
    """Return whether names that are no given names exist, and none is matched in full."""
    surnames = {
        place
        for place, (token, role) in enumerate(zip(right.tokens, right.roles, strict=True))
        if role is Role.NAME and not is_given_name(token)
    }
    met = {pair.right for pair in found.pairs if pair.how is not How.INITIAL}
    return bool(surnames) and not surnames & met


def _other_sort(left: _Side, right: _Side, found: Alignment) -> bool:
    """Return whether one name has a designator, other than of a settlement, with no partner."""
    alone = [(left, place) for place in found.left_alone]
    alone += [(right, place) for place in found.right_alone]
    return any(
        side.roles[place] is Role.DESIGNATOR and not _is_settlement(side.tokens[place])
        for side, place in alone
    )


def _is_settlement(token: str) -> bool:
    return Use.SETTLEMENT in uses_of_word(token)


def _sort(token: str, role: Role) -> str:
    if role is Role.PATRONYMIC:
        return "patronymic"
    return "given" if role is Role.NAME and is_given_name(token) else ""
