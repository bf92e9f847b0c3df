"""Every way to reach a token of the alias table from a misspelt one.

A token is reached by itself, its folded form, the base form of an inflected token, a masculine
surname, a shared fine or deep sound key, a shared NYSIIS code (for Latin spellings that no
romanisation scheme explains), or a small edit distance. Each way has an estimate of how likely
the reached token is the one meant; the estimates only order candidates for the scorer.

1. `ways` says, of a token alone, which keys to ask for and around which spellings to look.
2. `reach` asks a lexicon for them: the distinct tokens of a table, wherever they are kept. A key of
   sounds counts the less the more tokens have it, and of all keys only the likeliest are followed:
   in a table of a million names hundreds of tokens sound alike, and would keep from the pool of
   candidates what is spelt nearly so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain, repeat
from typing import Protocol

from normalizer.index.derived import codes
from normalizer.index.rarity import Scale
from normalizer.index.spelling import is_looked_for
from normalizer.inflect import base_forms
from normalizer.keys import deep_keys, fine_keys, fold
from normalizer.names.gender import masculine_forms
from normalizer.readings.spellings import spellings
from normalizer.readings.table import has_readings

FUZZY_LIMIT = 32
MOST_SPELLINGS = 2
MOST_BY_KEYS = 256
"""How many tokens are reached by keys."""
_FOLDED, _BASE, _FINE, _DEEP, _CODE = ESTIMATES = 1.0, 0.95, 0.9, 0.75, 0.55


class Level(IntEnum):
    """What a key of the lexicon is: a folded form, a fine or deep sound key, a phonetic code."""

    FOLD = 0
    FINE = 1
    DEEP = 2
    CODE = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """What to ask a lexicon for one token: keys with their estimates, and folded spellings."""

    keys: tuple[tuple[Level, str, float], ...]
    spelt: tuple[str, ...]


class Lexicon(Protocol):
    """The distinct tokens of an alias table, by their keys and by their spelling."""

    def tokens_of(self, level: Level, key: str) -> Sequence[str]:
        """Return the tokens that have this key; `()` for none."""
        ...

    def misspelt(self, folded: str, limit: int) -> Iterable[tuple[str, float]]:
        """Return up to `limit` folded forms spelt nearly so, with their likeness, best first.

        What counts as near is for `spelling.nearly_spelt` to say.
        """
        ...


@lru_cache(maxsize=16_384)
def ways(token: str, is_known: bool) -> Ways:
    """Return what to ask for a token in normal form.

    Base forms of a token that is known as it stands are asked for by their spelling alone: their
    sounds bring little then, and cost the most.
    """
    found: dict[tuple[Level, str], float] = {}
    for level, key, estimate in _keys(token, is_known):
        if found.get((level, key), 0.0) < estimate:
            found[level, key] = estimate
    keys = tuple((level, key, estimate) for (level, key), estimate in found.items())
    return Ways(keys, spelt(token))


def reach(lexicon: Lexicon, scale: Scale, token: str, is_token: bool = True) -> Mapping[str, float]:
    """Return the tokens that `token` may mean, with an estimate in (0, 1] for each.

    A name written as one word is no token: nobody inflects it, so it is asked for as if known.
    """
    is_known = not is_token or any(lexicon.tokens_of(Level.FOLD, fold(token)))
    asked = ways(token, is_known)
    reached: dict[str, float] = {}
    for estimate, found in _followed(lexicon, scale, asked.keys):
        _add(reached, found, estimate)
    for spelt in asked.spelt:
        for form, likeness in lexicon.misspelt(spelt, FUZZY_LIMIT):
            _add(reached, lexicon.tokens_of(Level.FOLD, form), likeness * likeness)
    return reached


def _followed(
    lexicon: Lexicon, scale: Scale, keys: Iterable[tuple[Level, str, float]]
) -> Iterator[tuple[float, Sequence[str]]]:
    """Yield the tokens of keys with an estimate, the likeliest keys first, while there is room."""
    held: list[tuple[float, Sequence[str]]] = []
    for level, key, estimate in keys:
        found = lexicon.tokens_of(level, key)
        if found:
            share = 1.0 if level is Level.FOLD else scale.share(len(found))
            held.append((estimate * share, found))
    room = MOST_BY_KEYS
    for estimate, found in sorted(held, key=lambda each: -each[0]):
        if len(found) <= room:
            room -= len(found)
            yield estimate, found


def _spelt(token: str) -> tuple[str, ...]:
    """Return the Latin spellings of a token that misspelt ones are looked for around.

    The folded form, too, of a token with readings: whoever mistypes a name in its own script
    writes a letter of that script wrong.
    """
    return (*(spellings(token)[:MOST_SPELLINGS] if has_readings(token) else ()), fold(token))


def forms(token: str) -> tuple[str, ...]:
    """Return the forms whose keys are asked for: the token, then its base forms."""
    return token, *dict.fromkeys((*base_forms(token), *masculine_forms(token)))


def spelt(token: str) -> tuple[str, ...]:
    """Return the folded spellings that misspelt ones are looked for around."""
    return tuple(filter(is_looked_for, dict.fromkeys(_spelt(token))))


def _keys(token: str, is_known: bool) -> Iterator[tuple[Level, str, float]]:
    for form, trust in zip(forms(token), chain((1.0,), repeat(_BASE)), strict=False):
        yield Level.FOLD, fold(form), trust * _FOLDED
        if is_known and trust < 1.0:
            continue
        yield from ((Level.FINE, key, trust * _FINE) for key in sorted(fine_keys(form)))
        yield from ((Level.DEEP, key, trust * _DEEP) for key in sorted(deep_keys(form)))
    yield from ((Level.CODE, code, _CODE) for code in codes(token))


def _add(reached: dict[str, float], found: Iterable[str], estimate: float) -> None:
    for other in found:
        if reached.get(other, 0.0) < estimate:
            reached[other] = estimate
