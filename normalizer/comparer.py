"""Names as the native kernel compares them: `features.compare_sides` in C.

What a comparison needs of a token alone, and of a name alone, is told once and kept. What tables
say of two tokens the kernel asks here; it has all else in itself, and remembers how alike tokens
are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from normalizer.align import (
    MAX_HEARD_BASES,
    How,
    by_ear,
    plainly,
    sound_likeness,
)
from normalizer.distance import native_costs
from normalizer.gaps import letters_alike
from normalizer.inflect import base_forms
from normalizer.keys import fine_key, fold, sounds
from normalizer.names.gender import masculine_forms, surname_gender
from normalizer.names.given import given_name_gender, is_given_name, same_given_name
from normalizer.names.known import are_variants
from normalizer.names.meanings import are_opposed, meanings, same_meaning, senses
from normalizer.names.roles import Role
from normalizer.native.kernel import native
from normalizer.readings.table import has_readings
from normalizer.scripts import script_of
from normalizer.sides import Shape, is_settlement
from normalizer.types import Kind, Stage

if TYPE_CHECKING:
    from normalizer.native._kernel import Comparer, Token
    from normalizer.native._kernel import Shape as KernelShape

STAGES = (Stage.EXACT, Stage.FOLDED, Stage.INFLECTED, Stage.FUZZY, Stage.KEY)
"""By their number in `comparison.h`."""
HOWS = tuple(How)
"""By their number in `words.h`."""
KINDS = {kind: number for number, kind in enumerate((Kind.PERSON, Kind.PLACE, Kind.ORGANISATION))}
"""The number of each in `words.h`."""
_ROLES = {role: number for number, role in enumerate(Role)}
_MOST_LETTERS, _MOST_WORDS = 48, 16
_READ, _DIGITS, _GIVEN_NAME, _CYRILLIC, _LATIN = 1, 2, 4, 8, 16
_WOMANS, _MANS, _HER_SURNAME = 32, 64, 128
_GIVEN, _TELLING, _SETTLEMENT, _SENSED, _MEANT = 1, 2, 4, 8, 16
_OF_SORTS = frozenset({Role.DESIGNATOR, Role.GENERIC})


class UnfitError(Exception):
    """The kernel has no room for a token, which is then to be compared in Python."""


@cache
def comparer() -> Comparer | None:
    """Return what compares names; None where the kernel was not built, or lacks costs."""
    costs = native_costs()
    if native is None or costs is None:
        return None
    found: Comparer = native.Comparer(costs, _QUESTIONS)
    return found


@lru_cache(maxsize=16_384)
def word_of(token: str) -> Token | None:
    """Return a token as the kernel has it, None where it has no room."""
    return made_word(token)


def made_word(token: str, folded: str | None = None) -> Token | None:
    """Return what `word_of` does, for who keeps it; its folded form may be known."""
    if native is None or not 0 < len(token) <= _MOST_LETTERS:
        return None
    script, gender, is_read = script_of(token[0]), given_name_gender(token), has_readings(token)
    traits = (
        _READ * is_read
        | _DIGITS * token.isdigit()
        | _GIVEN_NAME * is_given_name(token)
        | _CYRILLIC * (script == "Cyrl")
        | _LATIN * (script == "Latn")
        | _WOMANS * (gender == "f")
        | _MANS * (gender == "m")
        | _HER_SURNAME * (surname_gender(token) == "f")
    )
    # Not asked of functions that keep their answers: the word itself is kept, with all of them.
    heard, folded = sounds(token), fold(token) if folded is None else folded
    lines = (token, folded, fine_key(heard[0]), plainly(token) if is_read else folded)
    try:
        word: Token = native.Token(*lines, heard, _script_number(script), traits)
    except ValueError:
        return None
    return word


def kernel_shape(shape: Shape, kind: Kind) -> KernelShape | None:
    """Return the shape of a name of a kind as the kernel has it, None where it has no room."""
    words = tuple(map(word_of, shape.tokens))
    if native is None or None in words or not 0 < len(words) <= _MOST_WORDS:
        return None
    roles = bytes([_ROLES[role] for role in shape.roles])
    facts = bytes([_facts(shape, place, kind) for place in range(len(words))])
    found: KernelShape = native.Shape(words, roles, facts, shape.worth)
    return found


def _facts(shape: Shape, place: int, kind: Kind) -> int:
    token = shape.tokens[place]
    facts = _GIVEN * shape.given[place] | _TELLING * shape.telling[place]
    if shape.roles[place] in _OF_SORTS:
        facts |= _SETTLEMENT * is_settlement(token)
    if kind is not Kind.PERSON:
        facts |= _SENSED * bool(senses(token)) | _MEANT * bool(meanings(token))
    return facts


@cache
def _script_number(script: str) -> int:
    """Return a number of a script's own; it means nothing beyond this process."""
    return next(_NUMBERS)


_NUMBERS = iter(range(1 << 30))
LATIN = _script_number("Latn")
"""The number of the Latin script."""


def _bases(token: str) -> tuple[tuple[Token, ...], frozenset[str]]:
    """Return the likeliest base forms of a token, and all of them folded."""
    bases = base_forms(token)
    # Made anew, so that words that are base forms of each other do not hold each other.
    words = [made_word(base) for base in bases[:MAX_HEARD_BASES]]
    fit = tuple([word for word in words if word is not None])
    if len(fit) < len(words):
        raise UnfitError(token)
    return fit, frozenset(map(fold, bases))


def _masculine(token: str) -> frozenset[str]:
    """Return the masculine surnames that a feminine one may stand beside, folded."""
    return frozenset(map(fold, masculine_forms(token)))


_QUESTIONS: tuple[Callable[..., object], ...] = (
    same_given_name,
    sound_likeness,
    _bases,
    _masculine,
    are_opposed,
    same_meaning,
    are_variants,
    letters_alike,
    surname_gender,
    by_ear,
)
"""In the order in which `comparer_type.c` asks them."""
