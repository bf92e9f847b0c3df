"""Whether one of two aligned names has a name too many before the other's first.

Who is called by a first name keeps it: *Sergei* Nikitich Khrushchev is not Nikita Khrushchev,
nor Charles *Louis* Napoléon Bonaparte Napoleon Bonaparte. A name that is left out elsewhere,
a second given name or another surname, says little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.align import Alignment
from normalizer.names.roles import Role
from normalizer.sides import Side

FORENAME_FEATURES = ("query_forename", "alias_forename")


def forename_features(left: Side, right: Side, found: Alignment) -> dict[str, float]:
    """Return for the query (left) and the alias: 1 when it has a forename more, else 0."""
    partners = {pair.left: pair.right for pair in found.pairs}
    back = {place: other for other, place in partners.items()}
    return {
        "query_forename": float(_has_more(left, found.left_alone, partners, right)),
        "alias_forename": float(_has_more(right, found.right_alone, back, left)),
    }


def _has_more(side: Side, alone: Sequence[int], partners: Mapping[int, int], other: Side) -> bool:
    """Return whether a name without partner stands right before the partner of the first name.

    The other name has two names at least: a lone one may be a surname.
    """
    names = [place for place, role in enumerate(other.roles) if role is Role.NAME]
    first = next((p for p, r in enumerate(other.roles) if r in (Role.NAME, Role.INITIAL)), -1)
    return len(names) > 1 and any(
        side.roles[place] is Role.NAME and partners.get(_after(side, place), -1) == first
        for place in alone
    )


def _after(side: Side, place: int) -> int:
    """Return the place of the next token that is no particle."""
    after = place + 1
    while after < len(side.roles) and side.roles[after] is Role.PARTICLE:
        after += 1
    return after
