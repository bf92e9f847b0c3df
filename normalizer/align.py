"""Which token of one name answers to which of another, and how alike they are.

Order does not count: surname and given name change places freely. Each name token takes at
most one partner; the likest pairs are taken first, weighted by how telling they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product, starmap

from normalizer.distance import best_similarity, plain_similarity
from normalizer.inflect import base_forms
from normalizer.keys import VOICELESS, fine_key, fold, sounds
from normalizer.names.gender import masculine_forms
from normalizer.names.given import same_given_name
from normalizer.names.meanings import are_opposed, same_meaning
from normalizer.names.roles import Role
from normalizer.readings.likeness import reading_likeness
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings
from normalizer.scripts import script_of
from normalizer.text import APOSTROPHE

MIN_LIKENESS, _LEAST_HEARD = 0.6, 0.8
_INITIAL_LIKENESS = 0.95
_FOLDED, _INFLECTED, _GENDERED, _GIVEN = 0.99, 0.985, 0.8, 0.9
_LEAST_MEANT, _MEANT_ALIKE, _MEANT_MORE = 0.15, 0.8, 0.15
_OF_HER, _ADDED_TO_ALL = 0.95, "ová"
"""Czech and Slovak give every woman's surname this ending, hers that has none at home too."""
_MISTYPED_FROM = 5
MAX_HEARD_BASES = 2
_WORTH_HEARING = 0.5
_BY_EAR = 0.92
_SAME_FATHER = 0.85
_BY_VOICE = 0.9


class How(StrEnum):
    """Why two tokens are held to be alike."""

    SAME = "same"
    FOLDED = "folded"
    INFLECTED = "inflected"
    SOUND = "sound"
    GENDER = "gender"
    GIVEN = "given"
    MEANING = "meaning"
    INITIAL = "initial"


Likeness = Callable[[str, str], tuple[float, How]]
"""How alike two tokens are, in [0, 1], and why."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens that answer to each other, by position, with a likeness in (0, 1]."""

    left: int
    right: int
    likeness: float
    how: How


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs of two names, and the positions that found no partner."""

    pairs: tuple[Pair, ...]
    left_alone: tuple[int, ...]
    right_alone: tuple[int, ...]


def align(
    left: Sequence[str],
    left_roles: Sequence[Role],
    right: Sequence[str],
    right_roles: Sequence[Role],
    alike: Likeness | None = None,
) -> Alignment:
    """Return the best pairing of two names' tokens; tokens less alike than 0.6 stay alone.

    `alike` tells how alike two tokens are: `likeness`, unless another is given.
    """
    alike = alike or likeness
    offers: list[tuple[float, int, int, How]] = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found, how = alike(a, b)
            if Role.INITIAL in (left_roles[i], right_roles[j]) and how is not How.SAME:
                found, how = initial_likeness(a, b), How.INITIAL
            elif left_roles[i] is right_roles[j] is Role.PATRONYMIC and found < _SAME_FATHER:
                continue  # patronymics are alike by their endings
            if found >= MIN_LIKENESS:
                offers.append((found, i, j, how))
    offers.sort(key=lambda offer: (-offer[0], abs(offer[1] - offer[2]), offer[1]))
    pairs: list[Pair] = []
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    for found, i, j, how in offers:
        if i in free_left and j in free_right:
            free_left.remove(i)
            free_right.remove(j)
            pairs.append(Pair(i, j, found, how))
    return Alignment(tuple(pairs), tuple(sorted(free_left)), tuple(sorted(free_right)))


@lru_cache(maxsize=65_536)
def likeness(left: str, right: str) -> tuple[float, How]:
    """Return how alike two tokens in normal form are, in [0, 1], and why.

    `left` may be inflected, `right` is a stored form. Numbers are the same or not alike.
    """
    if left == right:
        return 1.0, How.SAME
    if left.isdigit() or right.isdigit():
        return 0.0, How.SAME
    if fold(left) == fold(right):
        return _FOLDED, How.FOLDED
    if not _worth_hearing(left, right):
        return _GIVEN * same_given_name(left, right), How.GIVEN
    best, how = sound_likeness(left, right), How.SOUND
    if best < 1.0:
        for found, way in _other_ways(left, right):
            if found > best:
                best, how = found, way
    return best, how


def _worth_hearing(left: str, right: str) -> bool:
    """Return whether two tokens share enough of their letters, or of their likeliest sound.

    What shares neither can be alike by a far-fetched reading only, and most rivals share neither.
    """
    return (
        plain_similarity(fold(left), fold(right)) >= _WORTH_HEARING
        or plain_similarity(likeliest_sound(left), likeliest_sound(right)) >= _WORTH_HEARING
    )


@lru_cache(maxsize=32_768)
def likeliest_sound(token: str) -> str:
    """Return the likeliest sound of a token in normal form, vowels in three classes."""
    return fine_key(sounds(token)[0])


@lru_cache(maxsize=65_536)
def likeness_of_words(left: str, right: str) -> tuple[float, How]:
    """Return how alike two tokens of names of places or bodies are: by spelling or by meaning.

    Words of known and different meanings are not alike, however they are spelt: east, west.
    """
    found, how = likeness(left, right)
    if found and how is not How.SAME and are_opposed(left, right):
        return 0.0, How.MEANING
    if found < _MEANT_ALIKE + _MEANT_MORE and (strength := same_meaning(left, right)):
        meant = _MEANT_ALIKE + _MEANT_MORE * strength
        if strength >= _LEAST_MEANT and meant > found:
            return meant, How.MEANING
    return found, how


def starts_apart(left: str, right: str) -> bool:
    """Return whether two tokens open with other letters, and with other sounds."""
    return fold(left)[:1] != fold(right)[:1] and (
        likeliest_sound(left)[:1] != likeliest_sound(right)[:1]
    )


def likeness_in_bodies(left: str, right: str) -> tuple[float, How]:
    """Return `likeness_of_words` of two tokens of names of bodies.

    0 where they sound hardly alike and open with other sounds: once all other words are
    translations, a name of its own is all that tells Серовский and Izhevsk mechanical plant apart.
    """
    found, how = likeness_of_words(left, right)
    if how is How.SOUND and found < _LEAST_HEARD and starts_apart(left, right):
        return 0.0, how
    return found, how


def spelling_likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Return how alike two names are spelt in plain Latin letters, in [0, 1], in any order.

    Tells apart what sounds alike in some reading: Terespol and Tereszpol.
    """
    return plain_similarity(_plainly(tuple(left)), _plainly(tuple(right)))


@lru_cache(maxsize=65_536)
def _plainly(tokens: tuple[str, ...]) -> str:
    return " ".join(sorted(map(plainly, tokens)))


@lru_cache(maxsize=32_768)
def plainly(token: str) -> str:
    """Return a token in plain Latin letters: romanised, or the likeliest spelling of its units."""
    likeliest = spellings(token)[:1] if has_readings(token) else ()
    return likeliest[0] if likeliest else fold(token)


def initial_likeness(left: str, right: str) -> float:
    """Return 0.95 when the shorter token may be the initial of the longer, else 0.

    By the likeliest reading of each: a silent h is no vowel.
    """
    short, long = sorted((left, right), key=len)
    heads = [fine_key(sounds(token)[0])[:1] for token in (short, long)]
    return _INITIAL_LIKENESS if heads[0] == heads[1] else 0.0


def _other_ways(left: str, right: str) -> list[tuple[float, How]]:
    given = same_given_name(left, right)
    ways = [(_GIVEN * given, How.GIVEN)] if given else []
    bases = base_forms(left)
    if any(fold(base) == fold(right) for base in bases):
        ways.append((_INFLECTED, How.INFLECTED))
    else:
        near = bases[:MAX_HEARD_BASES]
        heard = max((sound_likeness(base, right) for base in near), default=0.0)
        ways.append((_INFLECTED * heard, How.INFLECTED if heard == 1.0 else How.SOUND))
    if masculine(left) & masculine(right):
        ways.append((_GENDERED, How.GENDER))
        if left.endswith(_ADDED_TO_ALL) and fold(right) in masculine(left):
            ways.append((_OF_HER, How.INFLECTED))
    return ways


def masculine(token: str) -> frozenset[str]:
    """Return the folded forms of a token and of the masculine surnames that it may stand beside."""
    return frozenset(map(fold, (token, *masculine_forms(token))))


def sound_likeness(left: str, right: str) -> float:
    """Return the best similarity over the readings of two tokens; short ones must be equal.

    A token of a script with readings is compared with Latin letters unit by unit instead.
    """
    if has_readings(left) != has_readings(right):
        foreign, other = (left, right) if has_readings(left) else (right, left)
        return reading_likeness(foreign, fold(other))
    read = by_ear(left, right)
    best = best_similarity(sounds(left), sounds(right))
    if best < 1.0 and min(len(left), len(right)) < _MISTYPED_FROM:
        best = best * best if best > 0.9 else 0.0
        if best < _BY_VOICE and any(
            starmap(_differ_by_voice, product(sounds(left), sounds(right)))
        ):
            best = _BY_VOICE
    return max(best, read)


def _differ_by_voice(left: str, right: str) -> bool:
    """Return whether two sound strings of three or more differ in voice alone: Fuad, Fuat."""
    plain = left.translate(VOICELESS)
    return len(plain) > 2 and plain == right.translate(VOICELESS)


def by_ear(left: str, right: str) -> float:
    """Return how well a Latin token is the original of a Cyrillic one, 0 for other scripts.

    Western names are written by ear (Вуд is Wood, Шарко is Charcot), which no scheme undoes.
    """
    scripts = (script_of(left[0]), script_of(right[0]))
    if set(scripts) != {"Cyrl", "Latn"}:
        return 0.0
    cyrillic, latin = (left, right) if scripts[0] == "Cyrl" else (right, left)
    heard = reading_likeness(cyrillic.replace(APOSTROPHE, ""), fold(latin))
    return min(heard, _BY_EAR)
