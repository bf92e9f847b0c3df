"""Words that stand for several in names of bodies and places → these: US Army, НПО, SAV.

Short forms of states (`data/names/shortened_states.tsv`), abbreviations of common phrases and
compounds that another language says in several words (`data/names/shortened_phrases.tsv`), all
these beside other words alone; and words that were learnt to stand for several.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from normalizer import tables
from normalizer.names.meanings import words
from normalizer.names.romanised import Romanised

_STATES = "names/shortened_states.tsv"
_PHRASES = "names/shortened_phrases.tsv"
_ALONE: tuple[str, ...] = ()


@lru_cache(maxsize=16_384)
def expanded(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name with each word that stands for several spelt out: SAV, NOAA, US Army.

    What the tables written by hand have is spelt out beside other words only. The name itself when
    there is none.

    >>> expanded(("нпо", "стрела"))
    ('scientific', 'production', 'association', 'стрела')
    """
    known, beside = words(), len(tokens) > 1
    spelt = (
        (spelt_out(t) if beside else _ALONE) or (known[t].stands_for if t in known else _ALONE)
        for t in tokens
    )
    return tuple(p for t, parts in zip(tokens, spelt, strict=True) for p in parts or (t,))


def may_stand_for_several(token: str) -> bool:
    """Return whether `expanded` spells a word out, alone or beside other words."""
    known = words().get(token)
    return bool(spelt_out(token) or (known and known.stands_for))


@lru_cache(maxsize=16_384)
def spelt_out(token: str) -> tuple[str, ...]:
    """Return what a word stands for by the tables written by hand; `()` for most.

    A word in Latin letters may be a romanised one of them, unless it is a word of its own.
    """
    table = _shortened()
    if token in table:
        return table[token]
    if token in words():
        return _ALONE
    return table.get(_romanised().word_of(token), _ALONE)


@cache
def _romanised() -> Romanised:
    return Romanised(_shortened())


@cache
def _shortened() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meant, short in tables.rows(_PHRASES, ("words", "short")):
        found.update(dict.fromkeys(short.split(), tuple(meant.split())))
    for state, meant in tables.rows(_STATES, ("short", "words")):
        found[state] = tuple(meant.split())
    return found
