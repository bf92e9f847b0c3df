"""A fast first look at two tokens: whether comparing them in full is worth the time."""

from __future__ import annotations

from functools import lru_cache

from normalizer.comparer import word_of
from normalizer.distance import plain_similarity
from normalizer.inflect import base_forms
from normalizer.keys import deep_keys, fold, sounds
from normalizer.names.given import is_given_name, same_given_name
from normalizer.readings.table import has_readings
from normalizer.scripts import script_of

_MIN_COMPARED = 3
_ENOUGH = 0.6
_ENOUGH_BY_EAR = 0.5


@lru_cache(maxsize=65_536)
def resembles(token: str, other: str) -> bool:
    """Return whether two tokens in normal form may turn out alike; False is as good as certain.

    Tokens of one or two letters, and those of scripts with readings, always may. In two scripts
    less is asked for: Western names are written by ear (Лири is Leary).
    """
    return looks_alike(token, other) or _may_be_given(token, other)


def looks_alike(token: str, other: str) -> bool:
    """Return what two tokens tell by themselves, without given names that are known to be one."""
    ours, theirs = word_of(token), word_of(other)
    if ours is None or theirs is None:
        return looks_alike_in_python(token, other)
    return ours.resembles(theirs)


def looks_alike_in_python(token: str, other: str) -> bool:
    """Return what `looks_alike` does; the kernel's oracle."""
    if len(token) < _MIN_COMPARED or len(other) < _MIN_COMPARED:
        return True
    if has_readings(token) or has_readings(other):
        return True
    if plain_similarity(fold(token), fold(other)) >= _ENOUGH:
        return True
    if not deep_keys(token).isdisjoint(deep_keys(other)):
        return True
    enough = _ENOUGH_BY_EAR if script_of(token[0]) != script_of(other[0]) else _ENOUGH
    return any(plain_similarity(a, b) >= enough for a in sounds(token) for b in sounds(other))


def _may_be_given(token: str, other: str) -> bool:
    """Return whether a token, or one of its base forms, is the given name that the other is."""
    if not is_given_name(other):
        return False
    return any(same_given_name(given, other) for given in _given_names(token))


@lru_cache(maxsize=16_384)
def _given_names(token: str) -> tuple[str, ...]:
    """Return which of a token and its base forms are given names: mostly none."""
    return tuple(filter(is_given_name, (token, *base_forms(token))))
