"""One name that is compared with many: what depends on it alone is told once.

1. Of a place or body: its very alias or acronym is all there is.
2. Words of both are told apart, joined and spelt as the other has them (`bodies.py`, `rejoin.py`,
   `names/`).
3. Plain names of an index file are compared as they lie there (`filed.py`), where nothing of 2 can
   be of use.
4. Both sides of others are weighed by the table, aligned and compared: by the native kernel, or
   where it has no room or was not built by `features.compare_sides`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from normalizer.bodies import PLAINLY, way_of
from normalizer.comparer import KINDS, STAGES, UnfitError, comparer, kernel_shape
from normalizer.features import (
    Comparison,
    Told,
    compare_sides,
    joined_likeness,
    number_alone,
    one_feature,
    other_number,
)
from normalizer.gaps import Knows
from normalizer.index.protocol import Entry
from normalizer.keys import fold
from normalizer.names.known import is_known_name
from normalizer.names.legal_forms import form_apart, form_gap
from normalizer.names.syllables import is_read, respelt
from normalizer.readings.table import has_readings
from normalizer.rejoin import initials_apart, rejoined
from normalizer.scripts import script_of
from normalizer.sides import Rarity, Shape, shape_of, side_of
from normalizer.types import Kind

if TYPE_CHECKING:
    from normalizer.native._kernel import Filed
    from normalizer.native._kernel import Shape as KernelShape

MAX_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Formed:
    """A name's shape, and the same as the kernel has it; None where it has no room."""

    shape: Shape
    kernel: KernelShape | None


@lru_cache(maxsize=16_384)
def formed(tokens: tuple[str, ...], kind: Kind) -> Formed:
    """Return a name in normal form, taken as a name of a kind, as it is compared."""
    shape = shape_of(tokens, kind)
    return Formed(shape, kernel_shape(shape, kind))


class Query:
    """A name in normal form, to be compared with aliases of one table; not for many threads."""

    def __init__(
        self, tokens: tuple[str, ...], rarity: Rarity, knows: Knows, filed: Filed | None = None
    ) -> None:
        """`rarity` tells how telling a token is, in (0, 1], `knows` whether the table has it.

        `filed` compares the plain names of the table's index file.
        """
        self._tokens, self._knows, self._filed = tokens, knows, filed
        self._asked: dict[Kind, _Asked | None] = {}
        self._comparer = comparer()
        self._rarities = {kind: _Remembered(way_of(kind).rarity(rarity)) for kind in Kind}
        self._known: dict[tuple[tuple[str, ...], bool], bytes] = {}
        self._words: dict[Kind, tuple[str, ...]] = {}

    def compare_entry(self, entry: Entry) -> Comparison:
        """Return the comparison with an entry's name; `stored` is None where it is its tokens."""
        kind = entry.kind
        if self._filed is not None and (asked := self._asked_of(kind)) is not None:
            found = self._filed.compare(entry.position, *asked.of_filed)
            if found is not None:
                return Comparison(asked.query, None, STAGES[found[0]], found[1])
        return self.compare(entry.tokens, kind)

    def compare(self, stored: tuple[str, ...], kind: Kind) -> Comparison:
        """Return the comparison with a stored name in normal form, both taken as of a `kind`.

        Only the first 16 tokens are compared.
        """
        query = self._tokens
        if kind is not Kind.PERSON and (one := one_feature(query, stored, kind)):
            return one
        way = way_of(kind)
        words, others = self._words_of(kind), way.words(stored)
        if kind is Kind.PERSON:
            words, others = initials_apart(respelt(words, others), others)
        told = _told_of_bodies(query, stored) if kind is Kind.ORGANISATION else None
        words, others = rejoined(words, others)
        left, right = formed(words[:MAX_TOKENS], kind), formed(others[:MAX_TOKENS], kind)
        if way is PLAINLY:
            query, stored = left.shape.tokens, right.shape.tokens
        told = told or Told(joined_likeness(query, stored))
        try:
            found = self._by_kernel(left, right, kind, told)
        except UnfitError:
            found = None
        if found is not None:
            return found
        knows, rarity = self._knows_of(right.shape, kind), self._rarities[kind].__getitem__
        ours, theirs = (side_of(each.shape, rarity) for each in (left, right))
        return compare_sides(ours, theirs, kind, told, knows)

    def _asked_of(self, kind: Kind) -> _Asked | None:
        """Return the name as it is compared with plain names, None where these may change it."""
        if kind not in self._asked:
            self._asked[kind] = self._asked_anew(kind)
        return self._asked[kind]

    def _asked_anew(self, kind: Kind) -> _Asked | None:
        words = self._words_of(kind)
        if is_read(words) if kind is Kind.PERSON else words != self._tokens:
            return None
        left = formed(words[:MAX_TOKENS], kind)
        shape, rarity = left.shape, self._rarities[kind]
        if left.kernel is None or shape.tokens != words:  # with titles, or too long
            return None
        known = self._known_of(shape, on_record=False)
        recorded = self._known_of(shape, on_record=True) if kind is Kind.PERSON else known
        rarities = tuple([rarity[token] for token in words])
        stays = partial(_stay_apart, words)
        facts = (left.kernel, rarities, known, recorded, number_alone(shape), stays)
        return _Asked(words, (KINDS[kind], *facts))

    def _words_of(self, kind: Kind) -> tuple[str, ...]:
        words = self._words.get(kind)
        if words is None:
            words = self._words[kind] = way_of(kind).words(self._tokens)
        return words

    def _by_kernel(self, left: Formed, right: Formed, kind: Kind, told: Told) -> Comparison | None:
        """Return the comparison by the kernel, None where it has no room or was not built."""
        if self._comparer is None or left.kernel is None or right.kernel is None:
            return None
        ours, theirs, rarities = left.shape, right.shape, self._rarities[kind]
        stage, features = self._comparer.compare(
            KINDS[kind],
            left.kernel,
            tuple([rarities[token] for token in ours.tokens]),
            self._known_of(ours, self._is_on_record(theirs, kind)),
            right.kernel,
            tuple([rarities[token] for token in theirs.tokens]),
            told.joined,
            len(fold("".join(theirs.tokens))) if told.joined else 0,
            other_number(ours, theirs) if ours.numbers or theirs.numbers else 0.0,
            told.legal_form,
            told.with_form,
        )
        return Comparison(ours.tokens, theirs.tokens, STAGES[stage], features)

    def _known_of(self, shape: Shape, on_record: bool) -> bytes:
        """Return of each token whether it is known, to the table or on record."""
        known = self._known.get((shape.tokens, on_record))
        if known is None:
            knows = self._also_on_record if on_record else self._knows
            known = self._known[shape.tokens, on_record] = bytes(map(knows, shape.tokens))
        return known

    def _knows_of(self, right: Shape, kind: Kind) -> Knows:
        return self._also_on_record if self._is_on_record(right, kind) else self._knows

    @staticmethod
    def _is_on_record(right: Shape, kind: Kind) -> bool:
        return kind is Kind.PERSON and not has_readings(right.tokens[0])

    def _also_on_record(self, token: str) -> bool:
        """Return whether the table or the names on record have a token.

        A small table knows few names; without these, all others would look like misspellings.
        """
        knows = self._knows(token)
        return knows or (script_of(token[0]) == "Latn" and is_known_name(fold(token)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name as of a kind: its words, and what is told of them to compare filed names."""

    query: tuple[str, ...]
    of_filed: tuple[
        int,
        KernelShape,
        tuple[float, ...],
        bytes,
        bytes,
        float,
        Callable[[tuple[str, ...]], bool],
    ]


def _stay_apart(query: tuple[str, ...], stored: tuple[str, ...]) -> bool:
    """Return whether neither name is written as fewer words for the other's sake."""
    return not joined_likeness(query, stored) and rejoined(query, stored) == (query, stored)


class _Remembered(dict[str, float]):
    """Rarities that have been asked for: most rivals share words with others."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._rarity = rarity

    def __missing__(self, token: str) -> float:
        found = self[token] = self._rarity(token)
        return found


def _told_of_bodies(query: tuple[str, ...], stored: tuple[str, ...]) -> Told:
    """Return what is told of two bodies' names as wholes: written as one word with forms or not."""
    ours, theirs = form_apart(query), form_apart(stored)
    joined = joined_likeness(query, stored)
    if ours.has_form or theirs.has_form:
        joined = max(joined, joined_likeness(ours.words, theirs.words))
    return Told(joined, form_gap(ours, theirs), ours.has_form)


def knows_nothing(_token: str) -> bool:
    """Return False: there is no table that could know a token."""
    return False


def compare(
    query: tuple[str, ...],
    stored: tuple[str, ...],
    kind: Kind,
    rarity: Rarity,
    knows: Knows = knows_nothing,
) -> Comparison:
    """Return the comparison of two names in normal form, as `Query.compare` has it."""
    return Query(query, rarity, knows).compare(stored, kind)
