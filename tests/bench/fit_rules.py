"""What the fit may not decide: signs of weights, weights held by hand, and bounds on others.

Sets of one kind, with one name an entity, cannot teach all that users need. Their tables are big
and of famous people, so that a near name is kinder there than in a table of a few hundred, and
nobody in them asks for the brother, the namesake or the town that a person is called after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from normalizer.score import FEATURES
from normalizer.types import Kind

_MORE = ("coverage", "worst", "alike", "rarity", "acronym", "letters", "telling")
_MORE_OF_BODIES = ("whole", "spelt", "length", "exact")
SIGNS = {name: 1 if name in (*_MORE, *_MORE_OF_BODIES) else -1 for name in FEATURES}
"""More agreement never scores less."""
_HINTS = frozenset({"weak_alias", "foreign_ending", "context", "language"})
_LONE = frozenset({"lone_gap", "lone_alias"})
_OF_BODIES = frozenset({"exact", "whole", "spelt", "length", "opposed", "legal_form"})
_AFTER_PEOPLE = frozenset({"as_surname", "after_person"})
EXACT_LOG_ODDS = 4.0
"""Of a place or body with this very alias, whatever its kind: nothing else tells them apart."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which weights of a kind keep what they are, and how high or low others may be.

    `precision` and `false_nil` are asked of the decision, as shares of what is linked and of
    queries of nobody known. `very_alias` is the probability from which an entity is linked by an
    alias itself, None where it is that of names that are only alike.
    """

    held: frozenset[str]
    precision: float
    false_nil: float
    very_alias: float | None = None
    at_most: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)

    def bounds(self, name: str) -> tuple[float | None, float | None]:
        """Return between what a weight that is not held may be, None for no bound."""
        low, high = (0.0, None) if SIGNS[name] > 0 else (None, 0.0)
        return self.at_least.get(name, low), self.at_most.get(name, high)


RULES = {
    Kind.PERSON: Rules(
        _HINTS | _LONE | _OF_BODIES | _AFTER_PEOPLE,
        0.981,
        0.03,
        very_alias=0.91,  # that of a common name reaches no more
        at_most={
            "other_bones": -8.0,
            "bones_by_ear": -6.0,
            "fathers": -6.0,
            "conflict": -3.0,
            "gender": -3.0,
            "no_surname": -4.0,
            "replaced": -1.5,
        },
        at_least={"initials": -2.4},
    ),
    Kind.PLACE: Rules(
        _HINTS | _LONE | _AFTER_PEOPLE,
        0.955,
        0.055,
        at_most={"number": -3.0, "designator": -0.7, "opposed": -3.0, "replaced": -3.0},
    ),
    Kind.ORGANISATION: Rules(
        _HINTS | _LONE | _AFTER_PEOPLE,
        0.95,
        0.03,
        very_alias=0.808,  # that of an acronym reaches no more
        at_most={
            "number": -4.0,
            "designator": -0.8,
            "opposed": -4.0,
            "legal_form": -2.0,
            "query_left": -3.0,
            "alias_left": -4.0,
            "replaced": -3.0,
        },
        # A word that is translated or declined is less alike, however sure it is.
        at_least={"surname_gap": -3.0},
    ),
}
