"""Slots → the entries that have a word for each: a first look where every word of a name counts.

Nearness ranks whatever shares a word with a name, and finds hundreds of entries. Where a name is
met only as a whole, as in documents, most names are nobody's, and this tells so at once.

1. A slot is what may answer to one word of the name: the tokens that some words reach
   (`vocabulary.py`), those that count as they stand, and initials.
2. An entry is met when each slot has one of its words. One slot at most may be met by an initial
   alone, and not the only one: "C. Turner" may be Karl Turner, but "C. T." would be everybody.
3. Or when it is listed under a word for the whole name: what the name reaches once it is written as
   one word, or the only slot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

MOST_SLOTS = 16


class Slot(NamedTuple):
    """What may answer to one word of a name; all in normal form."""

    reached_by: tuple[str, ...]
    """The words whose near tokens answer."""
    tokens: tuple[str, ...] = ()
    """The tokens that answer as they stand."""
    initials: tuple[str, ...] = ()
    """The tokens that answer to a word, but tell little."""


class Shelf(Protocol):
    """Entries by position: which of them have a token, and which tokens an entry has."""

    def postings(self, token: str) -> Iterable[int]:
        """Return the positions of the entries that are listed under a token; `()` for none."""
        ...

    def tokens_at(self, position: int) -> Sequence[str]:
        """Return the tokens of an entry."""
        ...


Reached = Callable[[str, bool], Iterable[str]]
"""The tokens that a word reaches, or where False is told a name that is written as one word."""


class Filled(NamedTuple):
    """A slot as tokens of one table."""

    tokens: frozenset[str]
    initials: frozenset[str]


def fill(slots: Iterable[Slot], as_one: str, reached: Reached) -> tuple[list[Filled], list[str]]:
    """Return slots as tokens of a table, and the tokens for the whole name.

    `as_one` is the name written as one word, `""` where it is not. An only slot is no slot.
    """
    found = [Filled(frozenset(_near(slot, reached)), frozenset(slot.initials)) for slot in slots]
    wholes = list(reached(as_one, False)) if as_one else []
    return ([], [*wholes, *found[0].tokens]) if len(found) == 1 else (found, wholes)


def met(slots: Sequence[Filled], wholes: Iterable[str], shelf: Shelf) -> list[int]:
    """Return the positions of the entries that are met, in order; without slots, by `wholes`."""
    found = {at for token in wholes for at in shelf.postings(token)}
    for slot in sorted(slots, key=lambda slot: len(slot.initials)):
        for token in slot.tokens:
            for at in shelf.postings(token):
                if at not in found and _is_met(shelf.tokens_at(at), slots):
                    found.add(at)
        if not slot.initials:
            break  # who meets all meets this one
    return sorted(found)


def _near(slot: Slot, reached: Reached) -> Iterable[str]:
    near = (reached(word, True) for word in slot.reached_by)
    return chain(chain.from_iterable(near), slot.tokens)


def _is_met(tokens: Collection[str], slots: Sequence[Filled]) -> bool:
    left = [slot for slot in slots if slot.tokens.isdisjoint(tokens)]
    if not left:
        return True
    return len(left) == 1 < len(slots) and not left[0].initials.isdisjoint(tokens)
