"""One of two names that are compared: its tokens without titles, their roles and their weights.

1. Titles are left out, unless the name has nothing else.
2. A token weighs by its role: a surname much, a given name half, a middle name, a generic
   word, a patronymic, a particle little. All this depends on the name alone, and is kept.
3. How rare the table has a token raises or lowers its weight.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from normalizer.names.given import is_given_name
from normalizer.names.lexicon import Use, uses_of_word
from normalizer.names.ordinals import ordinal
from normalizer.names.roles import Role, roles
from normalizer.types import Kind

Rarity = Callable[[str], float]
"""How telling a token is, in (0, 1]: 1 when at most one entity has it."""

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
_TELLING = frozenset({Role.NAME, Role.GENERIC, Role.DESIGNATOR})
_GIVEN_WEIGHT = 0.5
_SETTLEMENT_WEIGHT = 0.02
_MIDDLE_WEIGHT = 0.35
_MIN_MIDDLE_LENGTH = 4
_MIN_RARITY = 0.4
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a name tells of itself: for each token its role, its worth, and what it may be.

    `numbers` are its figures and ordinals.
    """

    tokens: tuple[str, ...]
    roles: tuple[Role, ...]
    worth: tuple[float, ...]
    given: tuple[bool, ...]
    telling: tuple[bool, ...]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """A name's shape, with each token's rarity and weight in the table, and all weights' sum."""

    shape: Shape
    rarities: tuple[float, ...]
    weights: tuple[float, ...]
    total: float

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens, titles left out."""
        return self.shape.tokens

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the role of each token."""
        return self.shape.roles


def side_of(shape: Shape, rarity: Rarity) -> Side:
    """Return one side of a comparison: the shape of a name, weighed by a table."""
    rarities = tuple([rarity(token) for token in shape.tokens])
    weights = tuple(
        [
            worth * (_MIN_RARITY + (1.0 - _MIN_RARITY) * rare)
            for worth, rare in zip(shape.worth, rarities, strict=True)
        ]
    )
    return Side(shape, rarities, weights, sum(weights))


def shape_of(tokens: tuple[str, ...], kind: Kind) -> Shape:
    """Return the shape of a name in normal form; one of nothing but titles keeps them as names."""
    found = roles(tokens, kind)
    if Role.TITLE in found:
        kept = [place for place, role in enumerate(found) if role is not Role.TITLE]
        if kept:
            tokens = tuple([tokens[place] for place in kept])
        found = tuple([found[place] for place in kept]) or (Role.NAME,) * len(tokens)
    return Shape(
        tokens,
        found,
        _worth(tokens, found, kind),
        tuple([r is Role.NAME and is_given_name(t) for t, r in zip(tokens, found, strict=True)]),
        tuple([role in _TELLING for role in found]),
        _numbers(tokens, found, kind),
    )


def is_settlement(token: str) -> bool:
    """Return whether a word says no more of a place than that it is a town or a village."""
    return Use.SETTLEMENT in uses_of_word(token)


def _worth(tokens: tuple[str, ...], found: tuple[Role, ...], kind: Kind) -> tuple[float, ...]:
    worth = [_worth_of(token, role) for token, role in zip(tokens, found, strict=True)]
    if kind is Kind.PERSON and len(tokens) > 2:
        for place in _middle_names(tokens, found):
            worth[place] *= _MIDDLE_WEIGHT
    return tuple(worth)


def _worth_of(token: str, role: Role) -> float:
    if role is Role.DESIGNATOR and is_settlement(token):
        return _SETTLEMENT_WEIGHT
    worth = _ROLE_WEIGHT[role]
    return worth * _GIVEN_WEIGHT if role is Role.NAME and is_given_name(token) else worth


def _middle_names(tokens: tuple[str, ...], found: tuple[Role, ...]) -> list[int]:
    """Return the places of names between the first and the last, which often go unsaid.

    Short ones count in full: the syllables of a Korean or Chinese name are all its own.
    """
    names = [place for place, role in enumerate(found) if role is Role.NAME]
    return [place for place in names[1:-1] if len(tokens[place]) >= _MIN_MIDDLE_LENGTH]


def _numbers(tokens: tuple[str, ...], found: tuple[Role, ...], kind: Kind) -> frozenset[str]:
    """Return the figures and the ordinals; of places and bodies every Roman numeral is one."""
    numbers: list[str] = []
    for token, role in zip(tokens, found, strict=True):
        if not token.isalpha():
            numbers += _FIGURES.findall(token)
        if role is Role.ORDINAL or (kind is not Kind.PERSON and len(token) > 1 and ordinal(token)):
            numbers.append(str(ordinal(token)))
    return frozenset(numbers)
