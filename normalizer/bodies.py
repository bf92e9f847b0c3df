"""How names of places and bodies are compared, where that differs from names of people.

1. Words written together are told apart and acronyms spelt out (`names/unspaced.py`); legal forms
   are set apart (`names/legal_forms.py`).
2. Words are alike by spelling or by meaning; a likeness counts from one half, since any two
   words are so alike by chance.
3. A word is as common as what it means.

And the features that they have beside those of all names:

- `whole`: coverage cubed: how near to the whole of both names it comes;
- `opposed`: 1 when words without a partner are known to mean different things: north and south;
- `legal_form`: 1 when their legal forms, which are no words of the name, are known to be of
  different sorts (AG and GmbH), a quarter when one alone has a form;
- `spelt`: how alike the names are spelt, cubed: romanised, their words in alphabetical order;
- `length`: how many letters the shorter name has, of 24: short names resemble many others;
- `as_surname`: 1 when a lone query ends like a surname, and is not the alias as it stands;
- `after_person`: 1 when the alias has more than the query, and they share a given name: without
  its other words the name of a body that bears a person's is that person's;
- `exact`: 1 when the query is the alias as it stands, 0.95 when only marks are missing or added; of
  short names 0.9 when only the legal form is put otherwise, 0.85 when one has none; then it is all
  there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from normalizer.align import (
    How,
    Likeness,
    likeness,
    likeness_in_bodies,
    likeness_of_words,
    spelling_likeness,
)
from normalizer.gaps import Met
from normalizer.names.gender import surname_gender
from normalizer.names.legal_forms import form_apart
from normalizer.names.lettered import lettered
from normalizer.names.meanings import are_opposed, telling
from normalizer.names.roles import Role
from normalizer.names.unspaced import in_words
from normalizer.sides import Rarity
from normalizer.types import Kind

BODY_FEATURES = (
    "whole",
    "opposed",
    "legal_form",
    "spelt",
    "length",
    "as_surname",
    "after_person",
    "exact",
)

Credit = Callable[[float], float]
"""What a likeness of two tokens adds to coverage."""
_Words = Callable[[tuple[str, ...]], tuple[str, ...]]

_CHANCE = 0.5
_MANY_LETTERS = 24
_AS_IT_STANDS = frozenset({How.SAME, How.FOLDED})


@dataclass(frozen=True, slots=True)
class Way:
    """How names of a kind are compared.

    `words` are those of a name, `rarity` says how telling one is, `alike` how alike two are, and
    `credit` what that adds to coverage. A word of `sorts` that one name alone has says that it is
    of another sort.
    """

    words: _Words
    rarity: Callable[[Rarity], Rarity]
    alike: Likeness
    credit: Credit
    sorts: frozenset[Role] = frozenset({Role.DESIGNATOR})


def way_of(kind: Kind) -> Way:
    """Return how names of a kind are compared."""
    return _WAYS[kind]


def body_features(both: Met, coverage: float, kind: Kind, legal_form: float) -> dict[str, float]:
    """Return the features of places and bodies alone; all 0 for people."""
    if kind is Kind.PERSON:
        return dict.fromkeys(BODY_FEATURES, 0.0)
    left, right = _uninflected(both), both.right.tokens
    return {
        "whole": coverage**3,
        "opposed": float(_are_opposed(both)),
        "legal_form": legal_form,
        "spelt": spelling_likeness(left, right) ** 3,
        "length": min(1.0, min(_letters(left), _letters(right)) / _MANY_LETTERS),
        "as_surname": float(_as_surname(both)),
        "after_person": float(_after_person(both)),
        "exact": 0.0,
    }


def _uninflected(both: Met) -> list[str]:
    """Return the query's tokens, those that are cases of their partners as these are spelt."""
    tokens = list(both.left.tokens)
    for pair in both.found.pairs:
        if pair.how is How.INFLECTED:
            tokens[pair.left] = both.right.tokens[pair.right]
    return tokens


def _without_form(name: tuple[str, ...]) -> tuple[str, ...]:
    return form_apart(name).words


def _told_by_meaning(rarity: Rarity) -> Rarity:
    return lambda token: telling(token, rarity)


def _credit_of_word(found: float) -> float:
    return max(0.0, (found - _CHANCE) / (1.0 - _CHANCE))


def _are_opposed(both: Met) -> bool:
    """Return whether each name has a word alone whose meaning is known to be another."""
    ours = [both.left.tokens[place] for place in both.found.left_alone]
    theirs = [both.right.tokens[place] for place in both.found.right_alone]
    return any(are_opposed(a, b) for a in ours for b in theirs)


def _letters(name: Sequence[str]) -> int:
    return sum(map(len, name))


def _as_surname(both: Met) -> bool:
    query = both.left.tokens
    if len(query) != 1 or any(pair.how in _AS_IT_STANDS for pair in both.found.pairs):
        return False
    return bool(surname_gender(query[0]))


def _after_person(both: Met) -> bool:
    more = both.found.right_alone and not both.found.left_alone
    return bool(more) and any(map(both.is_given, both.names))


PLAINLY = Way(lettered, lambda rarity: rarity, likeness, lambda found: found)
_OF_BODIES = Way(_without_form, _told_by_meaning, likeness_in_bodies, _credit_of_word)
_OF_PLACES = replace(
    _OF_BODIES,
    words=in_words,
    alike=likeness_of_words,
    sorts=frozenset({Role.DESIGNATOR, Role.GENERIC}),
)
_WAYS = {Kind.PERSON: PLAINLY, Kind.ORGANISATION: _OF_BODIES, Kind.PLACE: _OF_PLACES}
